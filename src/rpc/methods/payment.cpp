/// payment_*: what a transaction will cost. Observed: pallet-transaction-payment-rpc 53.0.0
#include <array>

#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/transaction_payment.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
namespace transaction_payment = runtime_api::transaction_payment;
using chain::Client;

constexpr int kPaymentRuntimeError = 1;
constexpr int kPaymentDecodeError = 2;

constexpr std::array kClassNames = {"normal", "operational", "mandatory"};

/// Asks the runtime about the extrinsic that is the first argument, at the block that is the second.
template <class T>
Result<T, RpcError> ask(Client& client, const Call& call,
                        const runtime_api::Call<T(primitives::Extrinsic, uint32_t)>& api, const char* message) {
    TRY_ASSIGN(const Bytes bytes, call.params.bytes(0, "encoded_xt"));
    TRY_ASSIGN(const auto at, call.params.optional_hash(1, "at"));
    const auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) return Err(RpcError{kPaymentDecodeError, message, Json(extrinsic.error())});
    auto answer =
        ask_runtime(client, call, block_or_best(client, at), api, {}, *extrinsic, static_cast<uint32_t>(bytes.size()));
    if (!answer) return Err(RpcError{kPaymentRuntimeError, message, Json(answer.error())});
    return *std::move(answer);
}

RpcResult query_info(Client& client, const Call& call) {
    TRY_ASSIGN(const auto info, ask(client, call, transaction_payment::kQueryInfo, "Unable to query dispatch info."));
    return json::object{{"weight", json::object{{"ref_time", uint64_t{info.weight.ref_time_ps}},
                                                {"proof_size", uint64_t{info.weight.proof_size}}}},
                        {"class", kClassNames[static_cast<size_t>(info.dispatch_class)]},
                        {"partialFee", decimal(info.partial_fee)}};
}

/// The reference does not return the tip.
RpcResult query_fee_details(Client& client, const Call& call) {
    TRY_ASSIGN(const auto details,
               ask(client, call, transaction_payment::kQueryFeeDetails, "Unable to query fee details."));
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
