#include "rpc/jsonrpc.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <utility>

namespace serinus::rpc {
namespace {

RpcError limit_error(int code, const char* message, size_t limit) {
    return {code, message, Json("Exceeded max limit of " + std::to_string(limit))};
}

/// The values of a text. Counts what stands between values, strings included: never too few.
size_t count_values(std::string_view text) {
    const auto separates = [](char c) { return c == ',' || c == ':' || c == '[' || c == '{'; };
    return static_cast<size_t>(std::ranges::count_if(text, separates)) + 1;
}

bool has_too_many_values(std::string_view text) {
    return text.size() > kMaxJsonValues && count_values(text) > kMaxJsonValues;
}

/// The id as JSON; nullopt if it is none. Observed: only null, strings and integers that are not negative are ids.
std::optional<std::string> id_of(const boost::json::object& object) {
    const Json* id = object.if_contains("id");
    if (id == nullptr) return std::nullopt;
    const bool negative = id->is_int64() && id->get_int64() < 0;
    if (id->is_null() || id->is_string() || id->is_uint64() || (id->is_int64() && !negative)) {
        return boost::json::serialize(*id);
    }
    return std::nullopt;
}

/// Observed: a request without a proper id, but otherwise right, is a notification; one that is wrong and has an id is
/// an invalid request, and else what `without_id` says.
Item read_item(Json& value, const RpcError& without_id) {
    auto* object = value.if_object();
    if (object == nullptr) return Invalid{"null", without_id};
    auto id = id_of(*object);
    const Json* version = object->if_contains("jsonrpc");
    const Json* method = object->if_contains("method");
    const bool right = version != nullptr && version->is_string() && version->get_string() == "2.0" &&
                       method != nullptr && method->is_string();
    if (!right) return id ? Invalid{std::move(*id), invalid_request()} : Invalid{"null", without_id};
    if (!id) return Notification{};
    Request request{std::move(*id), std::string(method->get_string()), nullptr};
    if (Json* params = object->if_contains("params")) request.params = std::move(*params);
    return request;
}

/// "atBlock" and "at_block" are one name.
bool same_name(std::string_view a, std::string_view b) {
    const auto next = [](std::string_view& text) {
        while (text.starts_with('_')) text.remove_prefix(1);
        if (text.empty()) return -1;
        const char c = text.front();
        text.remove_prefix(1);
        return std::tolower(static_cast<unsigned char>(c));
    };
    for (;;) {
        const int left = next(a), right = next(b);
        if (left != right) return false;
        if (left < 0) return true;
    }
}

void append_error(std::string& out, const RpcError& error) {
    out += "{\"code\":" + std::to_string(error.code) + ",\"message\":";
    out += boost::json::serialize(boost::json::string(error.message));
    if (error.data) out += ",\"data\":" + boost::json::serialize(*error.data);
    out += '}';
}

std::string answer_head(std::string_view id, std::string_view member) {
    std::string out = "{\"jsonrpc\":\"2.0\",\"id\":";
    out += id;
    out += ",\"";
    out += member;
    out += "\":";
    return out;
}

}  // namespace

size_t parsed_bytes(std::string_view text) {
    // A value of Boost.JSON has 24 bytes; a member of an object 16 more; lists grow by halves.
    constexpr size_t kValueBytes = 48;
    return text.size() + kValueBytes * count_values(text);
}

RpcError parse_error() { return {error_codes::kParse, "Parse error"}; }
RpcError invalid_request() { return {error_codes::kInvalidRequest, "Invalid request"}; }
RpcError method_not_found() { return {error_codes::kMethodNotFound, "Method not found"}; }
RpcError internal_error() { return {error_codes::kInternal, "Internal error"}; }
RpcError denied_as_unsafe() { return {error_codes::kMethodNotFound, "RPC call is unsafe to be called externally"}; }
RpcError batches_not_supported() {
    return {error_codes::kBatchesNotSupported, "Batched requests are not supported by this server"};
}
RpcError server_is_busy() { return {error_codes::kServerIsBusy, "Server is busy, try again later"}; }
RpcError took_too_long(uint64_t limit_ms) {
    return {error_codes::kTookTooLong, "The call took too long",
            Json("Exceeded max limit of " + std::to_string(limit_ms) + " ms")};
}
RpcError rate_limited() { return {error_codes::kRateLimited, "RPC rate limit exceeded"}; }
RpcError too_many_subscriptions(size_t limit) {
    return limit_error(error_codes::kTooManySubscriptions, "Too many subscriptions on the connection", limit);
}
RpcError oversized_request(size_t limit) {
    return limit_error(error_codes::kOversizedRequest, "Request is too big", limit);
}
RpcError oversized_response(size_t limit) {
    return limit_error(error_codes::kOversizedResponse, "Response is too big", limit);
}
RpcError too_big_batch_request(size_t limit) {
    return limit_error(error_codes::kTooBigBatchRequest, "The batch request was too large", limit);
}
RpcError too_big_batch_response(size_t limit) {
    return limit_error(error_codes::kTooBigBatchResponse, "The batch response was too large", limit);
}

Message read_message(std::string_view text, size_t max_batch_length) {
    // Observed: only so much white space may stand before a request.
    constexpr size_t kMaxLeadingSpace = 128;
    const size_t start = text.find_first_not_of(" \t\n\r\f");
    if (start >= kMaxLeadingSpace || (text[start] != '{' && text[start] != '[')) return Invalid{"null", parse_error()};
    text.remove_prefix(start);
    const bool is_batch = text.front() == '[';
    if (is_batch && max_batch_length == 0) return Invalid{"null", batches_not_supported()};
    if (has_too_many_values(text)) return Invalid{"null", oversized_request(kMaxJsonValues)};

    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = kMaxJsonDepth;
    Json value = boost::json::parse({text.data(), text.size()}, error, {}, options);
    if (error) return Invalid{"null", parse_error()};
    if (!is_batch)
        return std::visit([](auto&& item) { return Message(std::move(item)); }, read_item(value, parse_error()));

    auto& array = value.get_array();
    if (array.empty()) return Invalid{"null", invalid_request()};
    if (array.size() > max_batch_length) return Invalid{"null", too_big_batch_request(max_batch_length)};
    Batch batch;
    batch.items.reserve(array.size());
    for (Json& item : array) batch.items.push_back(read_item(item, invalid_request()));
    return batch;
}

Result<Params, RpcError> positional(Json params, const std::vector<std::string>& names) {
    if (params.is_null()) return Params({});
    if (auto* array = params.if_array()) return Params(std::move(*array));
    auto* object = params.if_object();
    if (object == nullptr) {
        return Err(
            RpcError{error_codes::kInvalidParams, "Invalid params", Json("params: expected an array or object")});
    }
    boost::json::array values(names.size());  // nulls
    for (auto& member : *object) {
        for (size_t i = 0; i < names.size(); ++i) {
            if (same_name(names[i], member.key())) values[i] = std::move(member.value());
        }
    }
    return Params(std::move(values));
}

std::string write_result(std::string_view id, const Json& result, size_t max_bytes, bool& succeeded) {
    std::string out = answer_head(id, "result");
    boost::json::serializer serializer;
    serializer.reset(&result);
    std::array<char, 4096> piece;
    while (!serializer.done()) {
        const auto part = serializer.read(piece.data(), piece.size());
        out.append(part.data(), part.size());
        if (out.size() + 1 > max_bytes) {
            succeeded = false;
            return write_error(id, oversized_response(max_bytes));
        }
    }
    out += '}';
    succeeded = true;
    return out;
}

std::string write_error(std::string_view id, const RpcError& error) {
    std::string out = answer_head(id, "error");
    append_error(out, error);
    out += '}';
    return out;
}

std::string notification_head(std::string_view method, std::string_view subscription) {
    std::string out = "{\"jsonrpc\":\"2.0\",\"method\":";
    out += boost::json::serialize(boost::json::string_view(method.data(), method.size()));
    out += ",\"params\":{\"subscription\":\"";
    out += subscription;
    out += "\",\"result\":";
    return out;
}

}  // namespace serinus::rpc
