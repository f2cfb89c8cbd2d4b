/// payment_*: what a transaction will cost. Observed: pallet-transaction-payment-rpc
#include <array>

#include "codec/scale.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::Client;

constexpr int kPaymentRuntimeError = 1;
constexpr int kPaymentDecodeError = 2;

struct Weight {
    scale::Compact<uint64_t> ref_time;
    scale::Compact<uint64_t> proof_size;
};

enum class DispatchClass : uint8_t { kNormal, kOperational, kMandatory };
constexpr std::array kClassNames = {"normal", "operational", "mandatory"};

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

/// Asks the runtime about the extrinsic that is the first argument, at the block that is the second.
template <class T>
Result<T, RpcError> ask(Client& client, const Call& call, std::string_view name, const char* message) {
    TRY_ASSIGN(const Bytes bytes, call.params.bytes(0, "encoded_xt"));
    TRY_ASSIGN(const auto at, call.params.optional_hash(1, "at"));
    const auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) return Err(RpcError{kPaymentDecodeError, message, Json(extrinsic.error())});
    Bytes arguments = scale::encode(*extrinsic);
    scale::append_encoded(arguments, static_cast<uint32_t>(bytes.size()));
    const auto answer = call_runtime(client, call, block_or_best(client, at), name, arguments);
    if (!answer) return Err(RpcError{kPaymentRuntimeError, message, Json(answer.error())});
    auto decoded = scale::decode<T>(*answer);
    ENSURE(decoded, RpcError(kPaymentRuntimeError, message, Json("the runtime's answer cannot be decoded")));
    return *std::move(decoded);
}

RpcResult query_info(Client& client, const Call& call) {
    TRY_ASSIGN(const auto info,
               ask<DispatchInfo>(client, call, "TransactionPaymentApi_query_info", "Unable to query dispatch info."));
    return json::object{{"weight", json::object{{"ref_time", uint64_t{info.weight.ref_time}},
                                                {"proof_size", uint64_t{info.weight.proof_size}}}},
                        {"class", kClassNames[static_cast<size_t>(info.dispatch_class)]},
                        {"partialFee", decimal(info.partial_fee)}};
}

/// The reference does not return the tip.
RpcResult query_fee_details(Client& client, const Call& call) {
    TRY_ASSIGN(const auto details, ask<FeeDetails>(client, call, "TransactionPaymentApi_query_fee_details",
                                                   "Unable to query fee details."));
    if (!details.inclusion_fee) return json::object{{"inclusionFee", nullptr}};
    const auto& fee = *details.inclusion_fee;
    return json::object{{"inclusionFee", json::object{{"baseFee", hex_number(fee.base_fee)},
                                                      {"lenFee", hex_number(fee.len_fee)},
                                                      {"adjustedWeightFee", hex_number(fee.adjusted_weight_fee)}}}};
}

}  // namespace

void add_payment(Registry& registry, Services& services) {
    Client& client = services.client;
    registry.method("payment_queryInfo", {.parameters = {"encoded_xt", "at"}},
                    [&client](const Call& call) { return query_info(client, call); });
    registry.method("payment_queryFeeDetails", {.parameters = {"encoded_xt", "at"}},
                    [&client](const Call& call) { return query_fee_details(client, call); });
}

}  // namespace serinus::rpc
