/// Transaction payment: what a transaction costs, and that it is paid before the call and settled after it.
/// Pallet: transaction-payment. The arithmetic stands in fees.hpp.
///
/// Invariant (try_state): the multiplier lies within its bounds.
#pragma once

#include "runtime/pallets/transaction_payment/fees.hpp"
#include "runtime/sdk/extension_pipeline.hpp"
#include "runtime/sdk/genesis/fixed_point.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::pallet_transaction_payment {

using namespace sdk;

struct Constants {
    /// How many times its fee an operational transaction gains in priority, as if it had given a tip.
    uint8_t OperationalFeeMultiplier;
};

/// Layouts that the storage of this pallet has had.
enum class Releases : uint8_t { V1Ancient, V2 };

/// `T`: kFees (FeeSchedule), kFeeAdjustment, System, and OnChargeTransaction with
///   LiquidityInfo                                                       what is withdrawn; movable, empty by default
///   withdraw_fee(who, call, info, fee, tip) -> Result<LiquidityInfo, TransactionValidityError>
///   correct_and_deposit_fee(who, info, post, fee, tip, LiquidityInfo) -> TransactionCheck
/// and in a composition whose extensions are a pipeline
///   can_withdraw_fee(who, call, info, fee, tip) -> TransactionCheck     changes nothing
/// and kWeights (weights.hpp).
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kFeeAdjustment;
    T::kFees;
    typename T::OnChargeTransaction;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// The factor on the fee for weight in the next block.
        Value<Multiplier, OrDefault> NextFeeMultiplier{.on_empty = Multiplier::one};
        /// The layout of this pallet's storage.
        Value<Releases, OrDefault> StorageVersion;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A transaction was paid for: the whole fee, and how much of it is the tip.
        struct TransactionFeePaid {
            AccountId who;
            Balance actual_fee;
            Balance tip;
        };
        using list = List<TransactionFeePaid>;
    };

    static void on_finalize(BlockNumber number);
    static TryStateResult try_state();

    /// The factor of the first block.
    struct GenesisConfig {
        Multiplier multiplier = Multiplier::one();
    };
    static void build(const GenesisConfig& config);

    /// What a transaction of that length costs, before it runs.
    static Balance compute_fee(uint32_t length, const DispatchInfo& info, Balance tip);
    static FeeDetails fee_details(uint32_t length, const DispatchInfo& info, Balance tip);
    static Balance compute_actual_fee(uint32_t length, const DispatchInfo& info, const PostDispatchInfo& post,
                                      Balance tip);
};

/// Takes the fee before the call, gives back what was not used after it. The field is the tip.
template <class T>
struct ChargeTransactionPayment {
    using Params = List<Param<"T">>;
    static constexpr std::string_view kIdentifier = "ChargeTransactionPayment";

    Compact<Balance> _0;

    struct Pre {
        Balance tip = 0;
        AccountId who{};
        typename T::OnChargeTransaction::LiquidityInfo withdrawn{};
    };

    TransactionValidity validate(const AccountId& who, const RuntimeCall& call, const DispatchInfo& info,
                                 uint32_t length) const;
    Result<Pre, TransactionValidityError> pre_dispatch(const AccountId& who, const RuntimeCall& call,
                                                       const DispatchInfo& info, uint32_t length) const;
    static TransactionCheck post_dispatch(Pre* pre, const DispatchInfo& info, const PostDispatchInfo& post,
                                          uint32_t length, const DispatchResult& result);

    // In a pipeline the fee, which is the Val, is taken when all extensions have validated.
    using Val = Balance;
    Weight weight(const RuntimeCall&) const { return T::kWeights.charge_transaction_payment(); }
    Result<std::pair<ValidTransaction, Val>, TransactionValidityError> validate(const TransactionView& view) const;
    Result<Pre, TransactionValidityError> prepare(Val fee, const TransactionView& view) const;
    static Result<Weight, TransactionValidityError> settle(Pre&& pre, const SettledTransaction& settled);
};

}  // namespace serinus::pallet_transaction_payment
