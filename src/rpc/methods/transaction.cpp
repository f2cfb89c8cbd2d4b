// transaction_v1 and transactionWatch_v1. Format: JSON-RPC interface specification.
#include "rpc/methods/access.hpp"
#include "rpc/methods/author_errors.hpp"
#include "rpc/methods/broadcasts.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using pool::PoolError;
using pool::TransactionStatus;

Json event(const char* name) { return json::object{{"event", name}}; }
Json failure(const char* name, std::string reason) { return json::object{{"event", name}, {"error", reason}}; }
Json in_block(const char* name, const TransactionStatus& status) {
    return json::object{{"event", name}, {"block", {{"hash", hex(status.block)}, {"index", status.index}}}};
}

/// nullopt: not reported to clients. Observed: the texts of polkadot 1.25.1.
std::optional<Json> event_of(const TransactionStatus& status) {
    using Kind = TransactionStatus::Kind;
    switch (status.kind) {
        case Kind::kFuture:
        case Kind::kReady:
            return event("validated");
        case Kind::kBroadcast:
            return std::nullopt;
        case Kind::kInBlock:
            return in_block("bestChainBlockIncluded", status);
        case Kind::kRetracted:
            return json::object{{"event", "bestChainBlockIncluded"}, {"block", nullptr}};
        case Kind::kFinalityTimeout:
            return failure("dropped", "Maximum number of finality watchers has been reached");
        case Kind::kFinalized:
            return in_block("finalized", status);
        case Kind::kUsurped:
            return failure("invalid", "Extrinsic was rendered invalid by another extrinsic");
        case Kind::kDropped:
            return failure("dropped", "Extrinsic dropped from the pool due to exceeding limits");
        case Kind::kInvalid:
            return failure("invalid", "Extrinsic marked as invalid");
    }
    return std::nullopt;
}

/// Observed: the texts of polkadot 1.25.1, for which all of these are "invalid" except what went wrong in the node.
Json event_of(const PoolError& error) {
    using Kind = PoolError::Kind;
    switch (error.kind) {
        case Kind::kInvalid:
            if (error.validity.index == pool::invalid::kCustom) {
                return failure("invalid",
                               "Invalid transaction with custom error: " + std::to_string(error.validity.custom));
            }
            return failure("invalid", "Invalid transaction: " + pool::to_string(error.validity));
        case Kind::kUnknownValidity:
            return failure("invalid", "Unknown transaction validity: " + pool::to_string(error.validity));
        case Kind::kTemporarilyBanned:
            return failure("invalid", "Transaction is temporarily banned");
        case Kind::kAlreadyImported:
            return failure("invalid", "Transaction is already imported");
        case Kind::kTooLowPriority:
            return failure("invalid", "The priority of the transaction is too low (pool " +
                                          std::to_string(error.old_priority) + " > current " +
                                          std::to_string(error.new_priority) + ")");
        case Kind::kCycle:
            return failure("invalid", "The transaction contains a cyclic dependency");
        case Kind::kImmediatelyDropped:
            return failure("invalid", "The transaction could not enter the pool because of the limit");
        case Kind::kUnactionable:
            return failure("invalid", "Transaction cannot be propagated and the local node does not author blocks");
        case Kind::kNoTags:
            return failure("invalid", "Transaction does not provide any tags, so the pool cannot identify it");
        case Kind::kRejectedFutureTransaction:
            return failure("invalid", "The pool is not accepting future transactions");
        case Kind::kTooLarge:
            return failure("invalid", "The transaction is too large for the pool");
        case Kind::kTookTooLong:
            return failure("invalid", "The validation of the transaction takes too long");
        case Kind::kInternal:
            return failure("error", error.reason);
    }
    return failure("error", error.reason);
}

Result<void, RpcError> submit_and_watch(Services& services, const Call& call, const std::shared_ptr<Sink>& sink) {
    TRY_ASSIGN(const Bytes bytes, call.params.bytes(0, "transaction"));
    const auto end_with = [&](const Json& last) -> Result<void, RpcError> {
        sink->send(last);
        sink->close();
        return {};
    };
    auto extrinsic = decode_extrinsic(bytes);
    if (!extrinsic) return end_with(failure("invalid", "Extrinsic bytes cannot be decoded"));

    uint64_t watch = 0;
    const auto submitted = services.pool.submit_and_watch(
        *std::move(extrinsic), pool::TransactionSource::kExternal,
        [sink](const TransactionStatus& status) {
            if (const auto event = event_of(status)) sink->send(*event);
            if (status.is_final()) sink->close();
        },
        watch);
    if (!submitted) return end_with(event_of(submitted.error()));
    sink->on_close([&pool = services.pool, watch] { pool.unwatch(watch); });
    return {};
}

}  // namespace

void add_transaction(Registry& registry, Services& services) {
    registry.subscription("transactionWatch_v1_submitAndWatch", "transactionWatch_v1_watchEvent",
                          "transactionWatch_v1_unwatch", {.parameters = {"transaction"}},
                          [&services](const Call& call, const std::shared_ptr<Sink>& sink) {
                              return submit_and_watch(services, call, sink);
                          });
    const auto broadcasts = std::make_shared<Broadcasts>(services);
    broadcasts->start();
    registry.method("transaction_v1_broadcast", {.parameters = {"transaction"}},
                    [broadcasts](const Call& call) -> RpcResult {
                        TRY_ASSIGN(const Bytes transaction, call.params.bytes(0, "transaction"));
                        const auto id = broadcasts->begin(call.connection, transaction);
                        return id ? Json(*id) : Json(nullptr);
                    });
    registry.method("transaction_v1_stop", {.parameters = {"operationId"}},
                    [broadcasts](const Call& call) -> RpcResult {
                        TRY_ASSIGN(const std::string id, call.params.string(0, "operationId"));
                        ENSURE(broadcasts->stop(*call.connection, id),
                               RpcError{error_codes::kInvalidParams, "Invalid operation id"});
                        return Json(nullptr);
                    });
}

}  // namespace serinus::rpc
