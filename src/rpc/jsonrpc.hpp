/// The texts of JSON-RPC 2.0: requests read, answers written. No methods, no connections.
///
/// Observed: where the standard leaves a choice, or polkadot 1.25.1 takes another one, this follows the latter.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rpc/registry.hpp"

namespace serinus::rpc {

namespace error_codes {
inline constexpr int kBatchesNotSupported = -32005;
inline constexpr int kTooManySubscriptions = -32006;
inline constexpr int kOversizedRequest = -32007;
inline constexpr int kOversizedResponse = -32008;
inline constexpr int kServerIsBusy = -32009;
inline constexpr int kTooBigBatchRequest = -32010;
inline constexpr int kTooBigBatchResponse = -32011;
inline constexpr int kTookTooLong = -32012;  ///< ours
inline constexpr int kRateLimited = -32999;
}  // namespace error_codes

// Answers that the transport and the dispatcher give without a method.
RpcError parse_error();
RpcError invalid_request();
RpcError method_not_found();
RpcError internal_error();
RpcError denied_as_unsafe();
RpcError batches_not_supported();
RpcError server_is_busy();
RpcError rate_limited();
/// A runtime call was interrupted at its limit of time.
RpcError took_too_long(uint64_t limit_ms);
RpcError too_many_subscriptions(size_t limit);
RpcError oversized_request(size_t limit);
RpcError oversized_response(size_t limit);
RpcError too_big_batch_request(size_t limit);
RpcError too_big_batch_response(size_t limit);

/// Nested arrays and objects in a request. Observed: as polkadot 1.25.1.
inline constexpr size_t kMaxJsonDepth = 128;
/// Values in a request: each takes some fifty bytes of memory, so that a text of the largest size that is all commas
/// would take a gigabyte. Ours.
inline constexpr size_t kMaxJsonValues = size_t{1} << 20;
/// What the values of a text take in memory, at most, once they are read: up to thirty times the text.
size_t parsed_bytes(std::string_view text);

struct Request {
    std::string id;  ///< as JSON: `null`, `5`, `"a"`
    std::string method;
    Json params;  ///< null: none
};
/// A call that wants no answer. Observed: polkadot 1.25.1: it is not even executed.
struct Notification {};
struct Invalid {
    std::string id;  ///< that of the request, or `null`
    RpcError error;
};
using Item = std::variant<Request, Notification, Invalid>;

struct Batch {
    std::vector<Item> items;
};
using Message = std::variant<Request, Notification, Invalid, Batch>;

/// Reads one text. `max_batch_length`: 0 refuses all batches. Never fails otherwise than by Invalid.
Message read_message(std::string_view text, size_t max_batch_length);

/// Arguments by position: an array as it is, an object by the `names`, in either spelling (`atBlock`, `at_block`).
/// Errors: kInvalidParams for anything else.
Result<Params, RpcError> positional(Json params, const std::vector<std::string>& names);

/// {"jsonrpc":"2.0","id":…,"result":…}; the error of an oversized response instead if that is longer than `max_bytes`.
/// `succeeded`: which of the two.
std::string write_result(std::string_view id, const Json& result, size_t max_bytes, bool& succeeded);
/// The same of a result that is a text of JSON.
std::string write_result(std::string_view id, std::string_view result, size_t max_bytes, bool& succeeded);
std::string write_error(std::string_view id, const RpcError& error);

/// The start of a notification of a subscription, up to its result; "}}" ends it.
std::string notification_head(std::string_view method, std::string_view subscription);
inline constexpr std::string_view kNotificationTail = "}}";

}  // namespace serinus::rpc
