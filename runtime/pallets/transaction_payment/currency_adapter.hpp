/// Pays fees out of the free balance: all before the call, the unused part back after it.
/// Pallet: transaction-payment
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/traits/tokens.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::pallet_transaction_payment {

using namespace sdk;

/// `OnUnbalanced::on_unbalanceds(fee, tip)` gets what is paid in the end.
template <class Currency, class OnUnbalanced>
struct CurrencyAdapter {
    using NegativeImbalance = typename Currency::NegativeImbalance;
    using LiquidityInfo = std::optional<NegativeImbalance>;  ///< nullopt if there is nothing to pay

    /// The account must survive it. Errors: Payment
    static Result<LiquidityInfo, TransactionValidityError> withdraw_fee(const AccountId& who, const RuntimeCall&,
                                                                        const DispatchInfo&, Balance fee, Balance tip) {
        if (fee == 0) return LiquidityInfo();
        const auto reasons = tip == 0 ? WithdrawReasons::kTransactionPayment
                                      : WithdrawReasons::kTransactionPayment | WithdrawReasons::kTip;
        auto withdrawn = Currency::withdraw(who, fee, reasons, ExistenceRequirement::KeepAlive);
        ENSURE(withdrawn.has_value(), TransactionValidityError(InvalidTransaction::Payment{}));
        return LiquidityInfo(*std::move(withdrawn));
    }

    /// Nothing is given back to an account that the call has ended. Errors: Payment
    static TransactionCheck correct_and_deposit_fee(const AccountId& who, const DispatchInfo&, const PostDispatchInfo&,
                                                    Balance corrected_fee, Balance tip,
                                                    LiquidityInfo already_withdrawn) {
        if (!already_withdrawn) return {};
        const Balance refund = saturating_sub(already_withdrawn->peek(), corrected_fee);
        auto refunded = Currency::deposit_into_existing(who, refund);
        auto [paid, excess] = std::move(*already_withdrawn)
                                  .offset(refunded ? *std::move(refunded) : typename Currency::PositiveImbalance());
        ENSURE(excess.peek() == 0, TransactionValidityError(InvalidTransaction::Payment{}));
        auto [tip_paid, fee_paid] = std::move(paid).split(tip);
        OnUnbalanced::on_unbalanceds(std::move(fee_paid), std::move(tip_paid));
        return {};
    }
};

}  // namespace serinus::pallet_transaction_payment
