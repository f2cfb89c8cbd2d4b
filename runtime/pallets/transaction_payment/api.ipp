#pragma once

#include "runtime/pallets/transaction_payment/api.hpp"
#include "runtime/sdk/executive.hpp"

namespace serinus::pallet_transaction_payment::api {

namespace detail {

template <class R>
types::RuntimeDispatchInfo<Balance> info_with_fee(const DispatchInfo& info, uint32_t length, bool pays) {
    return {.weight = info.weight,
            .class_ = info.class_,
            .partial_fee = pays ? R::TransactionPayment::compute_fee(length, info, 0) : 0};
}

}  // namespace detail

template <class R>
types::RuntimeDispatchInfo<Balance> TransactionPaymentApi<R>::query_info::operator()() const {
    const auto [info, is_signed] = Executive<R>::dispatch_info(uxt._0);
    return detail::info_with_fee<R>(info, len, is_signed);
}
template <class R>
types::FeeDetails<Balance> TransactionPaymentApi<R>::query_fee_details::operator()() const {
    const auto [info, is_signed] = Executive<R>::dispatch_info(uxt._0);
    return is_signed ? R::TransactionPayment::fee_details(len, info, 0) : types::FeeDetails<Balance>{};
}
template <class R>
Balance TransactionPaymentApi<R>::query_weight_to_fee::operator()() const {
    return weight_to_fee(R::TransactionPayment::Config::kFees, weight);
}
template <class R>
Balance TransactionPaymentApi<R>::query_length_to_fee::operator()() const {
    return length_to_fee(R::TransactionPayment::Config::kFees, length);
}

template <class R>
types::RuntimeDispatchInfo<Balance> TransactionPaymentCallApi<R>::query_call_info::operator()() const {
    return detail::info_with_fee<R>(call.info(), len, true);
}
template <class R>
types::FeeDetails<Balance> TransactionPaymentCallApi<R>::query_call_fee_details::operator()() const {
    return R::TransactionPayment::fee_details(len, call.info(), 0);
}
template <class R>
Balance TransactionPaymentCallApi<R>::query_weight_to_fee::operator()() const {
    return weight_to_fee(R::TransactionPayment::Config::kFees, weight);
}
template <class R>
Balance TransactionPaymentCallApi<R>::query_length_to_fee::operator()() const {
    return length_to_fee(R::TransactionPayment::Config::kFees, length);
}

}  // namespace serinus::pallet_transaction_payment::api
