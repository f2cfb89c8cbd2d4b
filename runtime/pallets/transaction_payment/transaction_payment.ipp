#pragma once

#include "runtime/pallets/transaction_payment/transaction_payment.hpp"

namespace serinus::pallet_transaction_payment {

template <class T>
void Pallet<T>::on_finalize(BlockNumber) {
    storage.NextFeeMultiplier.mutate([](Multiplier& multiplier) {
        multiplier =
            next_multiplier(T::kFeeAdjustment, *T::kFees.block_weights, T::System::block_weight().normal, multiplier);
    });
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const Multiplier multiplier = storage.NextFeeMultiplier.get();
    ENSURE(multiplier >= T::kFeeAdjustment.minimum && multiplier <= T::kFeeAdjustment.maximum,
           std::string("the fee multiplier is out of its bounds"));
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.StorageVersion.put(Releases::V2);
    storage.NextFeeMultiplier.put(config.multiplier);
}

template <class T>
FeeDetails Pallet<T>::fee_details(uint32_t length, const DispatchInfo& info, Balance tip) {
    return compute_fee_details(T::kFees, storage.NextFeeMultiplier.get(), length, info, tip);
}

template <class T>
Balance Pallet<T>::compute_fee(uint32_t length, const DispatchInfo& info, Balance tip) {
    return fee_details(length, info, tip).final_fee();
}

template <class T>
Balance Pallet<T>::compute_actual_fee(uint32_t length, const DispatchInfo& info, const PostDispatchInfo& post,
                                      Balance tip) {
    return compute_actual_fee_details(T::kFees, storage.NextFeeMultiplier.get(), length, info, post, tip).final_fee();
}

template <class T>
TransactionValidity ChargeTransactionPayment<T>::validate(const AccountId& who, const RuntimeCall& call,
                                                          const DispatchInfo& info, uint32_t length) const {
    const Balance fee = Pallet<T>::compute_fee(length, info, _0);
    TRY(T::OnChargeTransaction::withdraw_fee(who, call, info, fee, _0));
    ValidTransaction valid;
    valid.priority = get_priority(T::kFees, info, length, _0, fee);
    return valid;
}

template <class T>
auto ChargeTransactionPayment<T>::pre_dispatch(const AccountId& who, const RuntimeCall& call, const DispatchInfo& info,
                                               uint32_t length) const -> Result<Pre, TransactionValidityError> {
    const Balance fee = Pallet<T>::compute_fee(length, info, _0);
    return Pre{_0, who, TRY(T::OnChargeTransaction::withdraw_fee(who, call, info, fee, _0))};
}

template <class T>
TransactionCheck ChargeTransactionPayment<T>::post_dispatch(Pre* pre, const DispatchInfo& info,
                                                            const PostDispatchInfo& post, uint32_t length,
                                                            const DispatchResult&) {
    if (pre == nullptr) return {};
    const Balance fee = Pallet<T>::compute_actual_fee(length, info, post, pre->tip);
    TRY(T::OnChargeTransaction::correct_and_deposit_fee(pre->who, info, post, fee, pre->tip,
                                                        std::move(pre->withdrawn)));
    Pallet<T>::deposit_event(typename Pallet<T>::Event::TransactionFeePaid{pre->who, fee, pre->tip});
    return {};
}

template <class T>
auto ChargeTransactionPayment<T>::validate(const TransactionView& view) const
    -> Result<std::pair<ValidTransaction, Val>, TransactionValidityError> {
    if (view.signer == nullptr) return std::pair(ValidTransaction{}, Val{0});
    const Balance fee = Pallet<T>::compute_fee(view.length, view.info, _0);
    TRY(T::OnChargeTransaction::can_withdraw_fee(*view.signer, view.call, view.info, fee, _0));
    ValidTransaction valid;
    valid.priority = get_priority(T::kFees, view.info, view.length, _0, fee);
    return std::pair(std::move(valid), Val{fee});
}

template <class T>
auto ChargeTransactionPayment<T>::prepare(Val fee, const TransactionView& view) const
    -> Result<Pre, TransactionValidityError> {
    return Pre{_0, *view.signer,
               TRY(T::OnChargeTransaction::withdraw_fee(*view.signer, view.call, view.info, fee, _0))};
}

template <class T>
Result<Weight, TransactionValidityError> ChargeTransactionPayment<T>::settle(Pre&& pre,
                                                                             const SettledTransaction& settled) {
    TRY(post_dispatch(&pre, settled.info, settled.post, settled.length, settled.result));
    return Weight::zero();
}

}  // namespace serinus::pallet_transaction_payment
