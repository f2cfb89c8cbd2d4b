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
    const auto separates = [](char c) { return ((c == ',') | (c == ':') | (c == '[') | (c == '{')) != 0; };
    return static_cast<size_t>(std::ranges::count_if(text, separates)) + 1;
}

bool has_too_many_values(std::string_view text) {
    return text.size() > kMaxJsonValues && count_values(text) > kMaxJsonValues;
}

/// The id as JSON; nullopt if it is none. Observed: polkadot 1.25.1: only null, strings and integers that are not
/// negative are ids.
std::optional<std::string> id_of(const boost::json::object& object) {
    const Json* id = object.if_contains("id");
    if (id == nullptr) return std::nullopt;
    const bool negative = id->is_int64() && id->get_int64() < 0;
    if (id->is_null() || id->is_string() || id->is_uint64() || (id->is_int64() && !negative)) {
        return boost::json::serialize(*id);
    }
    return std::nullopt;
}

/// Observed: polkadot 1.25.1: a request without a proper id, but otherwise right, is a notification; one that is wrong
/// and has an id is an invalid request, and else what `without_id` says.
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

/// Whether a text stands in JSON as it is, between quotes.
bool is_plain(std::string_view text) {
    bool out = true;
    for (const char c : text) out &= (c >= 0x20) & (c <= 0x7e) & (c != '"') & (c != '\\');
    return out;
}

/// Reads a request as nearly all clients write it: an object of plain texts, numbers and lists of these, each member
/// once. nullopt, in any doubt: it is for the parser.
class PlainRequest {
  public:
    static std::optional<Request> read(std::string_view text) {
        PlainRequest in(text);
        Request out;
        if (!in.take('{')) return std::nullopt;
        do {
            const auto name = in.text();
            if (!name || !in.take(':') || !in.member(*name, out)) return std::nullopt;
        } while (in.take(','));
        if (!in.take('}') || !in.rest_.empty()) return std::nullopt;
        if (!in.has_version_ || out.id.empty() || out.method.empty()) return std::nullopt;
        return out;
    }

  private:
    explicit PlainRequest(std::string_view text) : rest_(text) { skip_space(); }

    void skip_space() {
        while (!rest_.empty() &&
               (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\n' || rest_.front() == '\r'))
            rest_.remove_prefix(1);
    }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        skip_space();
        return true;
    }
    std::optional<std::string_view> text() {
        const size_t end = rest_.starts_with('"') ? rest_.find('"', 1) : rest_.npos;
        if (end == rest_.npos) return std::nullopt;
        const auto out = rest_.substr(1, end - 1);
        if (!is_plain(out)) return std::nullopt;
        rest_.remove_prefix(end + 1);
        skip_space();
        return out;
    }
    /// The digits of a number that fits in 63 bits and is written in one way only.
    std::optional<std::string_view> digits() {
        constexpr size_t kMaxDigits = 18;
        const auto end = std::ranges::find_if(rest_, [](char c) { return c < '0' || c > '9'; });
        const auto out = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
        if (out.empty() || out.size() > kMaxDigits || (out.size() > 1 && out.front() == '0')) return std::nullopt;
        rest_.remove_prefix(out.size());
        if (!rest_.empty() && (rest_.front() == '.' || rest_.front() == 'e' || rest_.front() == 'E'))
            return std::nullopt;
        skip_space();
        return out;
    }
    bool take_null() {
        if (!rest_.starts_with("null")) return false;
        rest_.remove_prefix(4);
        skip_space();
        return true;
    }
    bool member(std::string_view name, Request& out) {
        if (name == "jsonrpc") return !std::exchange(has_version_, true) && text() == "2.0";
        if (name == "method" && out.method.empty()) {
            const auto method = text();
            if (method) out.method = *method;
            return !out.method.empty();
        }
        if (name == "id" && out.id.empty()) {
            if (rest_.starts_with('"')) {
                const auto id = text();
                if (id) out.id.append("\"").append(*id).append("\"");
            } else if (const auto id = digits()) {
                out.id = *id;
            }
            return !out.id.empty();
        }
        return name == "params" && !std::exchange(has_params_, true) && params(out.params);
    }
    bool params(Json& out) {
        if (!take('[')) return false;
        auto& list = out.emplace_array();
        if (take(']')) return true;
        do {
            if (take_null()) {
                list.emplace_back(nullptr);
            } else if (rest_.starts_with('"')) {
                const auto one = text();
                if (!one) return false;
                list.emplace_back(boost::json::string_view(one->data(), one->size()));
            } else {
                const auto one = digits();
                if (!one) return false;
                int64_t number = 0;
                for (const char c : *one) number = 10 * number + (c - '0');
                list.emplace_back(number);
            }
        } while (take(','));
        return take(']');
    }

    std::string_view rest_;
    bool has_version_ = false, has_params_ = false;
};

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
    // Observed: polkadot 1.25.1: only so much white space may stand before a request.
    constexpr size_t kMaxLeadingSpace = 128;
    const size_t start = text.find_first_not_of(" \t\n\r\f");
    if (start >= kMaxLeadingSpace || (text[start] != '{' && text[start] != '[')) return Invalid{"null", parse_error()};
    text.remove_prefix(start);
    const bool is_batch = text.front() == '[';
    if (is_batch && max_batch_length == 0) return Invalid{"null", batches_not_supported()};
    if (has_too_many_values(text)) return Invalid{"null", oversized_request(kMaxJsonValues)};
    if (!is_batch) {
        if (auto request = PlainRequest::read(text)) return *std::move(request);
    }

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
    const auto* plain = result.if_string();
    if (plain != nullptr && is_plain(*plain) && out.size() + plain->size() + 3 <= max_bytes) {
        out.reserve(out.size() + plain->size() + 3);
        out.append("\"").append(*plain).append("\"}");
        succeeded = true;
        return out;
    }
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

std::string write_result(std::string_view id, std::string_view result, size_t max_bytes, bool& succeeded) {
    std::string out = answer_head(id, "result");
    succeeded = out.size() + result.size() + 1 <= max_bytes;
    if (!succeeded) return write_error(id, oversized_response(max_bytes));
    out.reserve(out.size() + result.size() + 1);
    out.append(result).append("}");
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
