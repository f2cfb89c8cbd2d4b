/// The APIs TransactionPaymentApi and TransactionPaymentCallApi: what transactions weigh and cost.
/// Spec: sect-rte-transactionpaymentapi-query-info. Observed: pallet-transaction-payment, polkadot v1.0.0
#pragma once

#include "primitives/block.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::transaction_payment {

struct Weight {
    scale::Compact<uint64_t> ref_time_ps;
    scale::Compact<uint64_t> proof_size;
};

enum class DispatchClass : uint8_t { kNormal, kOperational, kMandatory };

struct DispatchInfo {
    Weight weight;
    DispatchClass dispatch_class = DispatchClass::kNormal;
    uint128_t partial_fee = 0;  ///< planck, without the tip
};

struct InclusionFee {
    uint128_t base_fee = 0;
    uint128_t len_fee = 0;
    uint128_t adjusted_weight_fee = 0;
};

struct FeeDetails {
    std::optional<InclusionFee> inclusion_fee;  ///< nullopt: unsigned, so free of charge
    uint128_t tip = 0;
};

// The second argument is the length of the extrinsic as it stands in a body, in bytes.
inline constexpr Call<DispatchInfo(primitives::Extrinsic, uint32_t)> kQueryInfo{"TransactionPaymentApi_query_info"};
inline constexpr Call<FeeDetails(primitives::Extrinsic, uint32_t)> kQueryFeeDetails{
    "TransactionPaymentApi_query_fee_details"};
/// Of a call, encoded, and its length. Before version 3 a weight is one number.
inline constexpr Call<DispatchInfo(Encoded, uint32_t)> kQueryCallInfo{"TransactionPaymentCallApi_query_call_info",
                                                                      {.first = 3}};

}  // namespace serinus::runtime_api::transaction_payment
