/// Pays fees out of what an account may spend and stay alive: looked at first, taken later, the unused part back after
/// the call.
/// Observed: pallet-transaction-payment 42 (FungibleAdapter)
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::pallet_transaction_payment {

using namespace sdk;

/// `OnUnbalanced::on_unbalanceds(fee, tip)` gets what is paid in the end.
template <class Currency, class OnUnbalanced>
struct FungibleAdapter {
    using Credit = CreditOf<Currency>;
    using LiquidityInfo = std::optional<Credit>;  ///< nullopt if there is nothing to pay

    /// The account must neither end nor touch what is frozen. Errors: Payment
    static TransactionCheck can_withdraw_fee(const AccountId& who, const RuntimeCall&, const DispatchInfo&, Balance fee,
                                             Balance) {
        static_assert(FungibleBalanced<Currency>);
        ENSURE(fee == 0 || Currency::can_withdraw(who, fee) == WithdrawConsequence::Success,
               InvalidTransaction::Payment{});
        return {};
    }

    /// Errors: Payment
    static Result<LiquidityInfo, TransactionValidityError> withdraw_fee(const AccountId& who, const RuntimeCall&,
                                                                        const DispatchInfo&, Balance fee, Balance) {
        if (fee == 0) return LiquidityInfo();
        auto paid = Currency::withdraw(who, fee, Precision::Exact, Preservation::Preserve, Fortitude::Polite);
        ENSURE(paid.has_value(), TransactionValidityError(InvalidTransaction::Payment{}));
        return LiquidityInfo(*std::move(paid));
    }

    /// Nothing is given back to an account that the call has emptied. Errors: Payment
    static TransactionCheck correct_and_deposit_fee(const AccountId& who, const DispatchInfo&, const PostDispatchInfo&,
                                                    Balance corrected_fee, Balance tip,
                                                    LiquidityInfo already_withdrawn) {
        if (!already_withdrawn) return {};
        const Balance refund = saturating_sub(already_withdrawn->peek(), corrected_fee);
        DebtOf<Currency> refunded;
        if (refund > 0 && Currency::total_balance(who) > 0) {
            auto deposited = Currency::deposit(who, refund, Precision::BestEffort);
            if (deposited) refunded = *std::move(deposited);
        }
        auto [paid, excess] = std::move(*already_withdrawn).offset(std::move(refunded));
        ENSURE(excess.peek() == 0, TransactionValidityError(InvalidTransaction::Payment{}));
        auto [tip_paid, fee_paid] = std::move(paid).split(tip);
        OnUnbalanced::on_unbalanceds(std::move(fee_paid), std::move(tip_paid));
        return {};
    }
};

}  // namespace serinus::pallet_transaction_payment
