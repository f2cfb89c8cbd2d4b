#include "rpc/methods/author_errors.hpp"

#include "base/hex.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using pool::PoolError;
using pool::ValidityError;

constexpr int kVerification = 1002;
constexpr int kInvalid = 1010;
constexpr int kOther = 1040;

std::string invalid_text(const ValidityError& error) {
    if (error.index == pool::invalid::kCustom) return "Custom error: " + std::to_string(error.custom);
    return pool::to_string(error);
}

RpcError with_data(int code, std::string message, std::string data) {
    return {code, std::move(message), Json(std::move(data))};
}

}  // namespace

RpcError pool_error(const PoolError& error) {
    using Kind = PoolError::Kind;
    switch (error.kind) {
        case Kind::kInvalid:
            return with_data(kInvalid, "Invalid Transaction", invalid_text(error.validity));
        case Kind::kUnknownValidity:
            return with_data(kInvalid + 1, "Unknown Transaction Validity", pool::variant_name(error.validity));
        case Kind::kTemporarilyBanned:
            return {kInvalid + 2, "Transaction is temporarily banned"};
        case Kind::kAlreadyImported:
            return with_data(kInvalid + 3, "Transaction Already Imported", to_hex_prefixed(error.hash.bytes));
        case Kind::kTooLowPriority:
            return with_data(
                kInvalid + 4,
                "Priority is too low: (" + std::to_string(error.old_priority) + " vs " +
                    std::to_string(error.new_priority) + ")",
                "The transaction has too low priority to replace another transaction already in the pool.");
        case Kind::kCycle:
            return {kInvalid + 5, "Cycle Detected"};
        case Kind::kImmediatelyDropped:
            return with_data(kInvalid + 6, "Immediately Dropped",
                             "The transaction couldn't enter the pool because of the limit");
        case Kind::kUnactionable:
            return with_data(kInvalid + 8, "Unactionable",
                             "The transaction is unactionable since it is not propagable and the local node does not "
                             "author blocks");
        case Kind::kNoTags:
            return with_data(kInvalid + 9, "No tags provided",
                             "Transaction does not provide any tags, so the pool can't identify it");
        case Kind::kTooLarge:  // the reference asks the runtime, which answers so
            return with_data(kInvalid, "Invalid Transaction",
                             pool::to_string(ValidityError{.index = pool::invalid::kExhaustsResources}));
        case Kind::kRejectedFutureTransaction:
            return {kInvalid + 11, "The pool is not accepting future transactions"};
        case Kind::kTookTooLong:  // a method says so by Call::is_interrupted
        case Kind::kInternal:
            break;
    }
    return with_data(kVerification, "Verification Error: " + error.reason, error.reason);
}

RpcError author_error(std::string message) { return {kOther, std::move(message)}; }

}  // namespace serinus::rpc
