#include "tools/launcher/json_rpc.hpp"

#include <boost/json.hpp>

namespace serinus::launcher {
namespace {

namespace json = boost::json;
using executor::HttpStatus;
using Kind = JsonRpcError::Kind;

/// What an error object of a node says, with its data, which often has the reason.
JsonRpcError error_of(const json::object& error) {
    constexpr int kMethodNotFound = -32601;
    JsonRpcError out{Kind::kRefused, "the node answers with an error"};
    if (const auto* code = error.if_contains("code"); code != nullptr && *code == kMethodNotFound) {
        out.kind = Kind::kMethodNotFound;
    }
    if (const auto* message = error.if_contains("message"); message != nullptr && message->is_string()) {
        out.reason = std::string(message->get_string());
    }
    if (const auto* data = error.if_contains("data"); data != nullptr) {
        out.reason += ": " + (data->is_string() ? std::string(data->get_string()) : json::serialize(*data));
    }
    return out;
}

}  // namespace

JsonRpc::JsonRpc(executor::OffchainHttp& http, std::string_view url, uint64_t deadline_ms, size_t max_answer_bytes)
    : http_(http), url_(url), deadline_(deadline_ms), max_answer_bytes_(max_answer_bytes) {
    if (url_.starts_with("ws")) url_.replace(0, 2, "http");
}

Result<json::value, JsonRpcError> JsonRpc::call(std::string_view method, json::array params) {
    const json::object request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
    const auto answer = post(json::serialize(request));
    if (!answer) return Err(JsonRpcError{Kind::kNoAnswer, "no answer from " + url_});
    boost::system::error_code failed;
    const json::value parsed = json::parse(*answer, failed);
    const auto* fields = failed ? nullptr : parsed.if_object();
    if (fields != nullptr) {
        if (const auto* result = fields->if_contains("result")) return *result;
        const auto* error = fields->if_contains("error");
        if (error != nullptr && error->is_object()) return Err(error_of(error->get_object()));
    }
    return Err(JsonRpcError{Kind::kNoAnswer, "what " + url_ + " answers is no JSON-RPC"});
}

/// The body of the answer; nullopt: there is none with status 200.
std::optional<std::string> JsonRpc::post(const std::string& body) {
    const auto id = http_.start("POST", url_);
    if (!id || !http_.add_header(*id, "content-type", "application/json")) return std::nullopt;
    if (!http_.write_body(*id, as_bytes(body), deadline_)) return std::nullopt;
    if (!http_.write_body(*id, {}, deadline_)) return std::nullopt;
    const auto status = http_.wait(std::span(&*id, 1), deadline_, {});
    if (status.size() != 1 || status[0].kind != HttpStatus::Kind::kFinished || status[0].code != 200) {
        return std::nullopt;
    }
    std::string out;
    std::array<uint8_t, 4096> piece;
    for (;;) {
        const auto size = http_.read_body(*id, piece, deadline_, {});
        if (!size || out.size() + *size > max_answer_bytes_) return std::nullopt;
        if (*size == 0) return out;
        out.append(as_text(BytesView(piece).first(*size)));
    }
}

}  // namespace serinus::launcher
