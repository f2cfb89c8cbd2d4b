#include "fork/origin/rpc_client.hpp"

#include <boost/json.hpp>

namespace serinus::fork {
namespace {

namespace json = boost::json;
using Kind = RpcError::Kind;

/// What an error object of a node says, with its data, which often has the reason.
RpcError refusal_of(const std::string& name, std::string_view method, const json::value& error) {
    constexpr int64_t kMethodNotFound = -32601;
    RpcError out{
        .kind = Kind::kRefused, .code = 0, .reason = name + " answers " + std::string(method) + " with an error"};
    const auto* fields = error.if_object();
    if (fields == nullptr) return out;
    if (const auto* code = fields->if_contains("code"); code != nullptr && code->is_int64()) {
        out.code = code->get_int64();
        if (out.code == kMethodNotFound) out.kind = Kind::kMethodNotFound;
    }
    const auto* message = fields->if_contains("message");
    if (message != nullptr && message->is_string()) out.reason = std::string(message->get_string());
    const auto* data = fields->if_contains("data");
    if (data != nullptr && !data->is_null()) {
        out.reason += ": " + (data->is_string() ? std::string(data->get_string()) : json::serialize(*data));
    }
    constexpr size_t kMaxReason = 2'000;
    if (out.reason.size() > kMaxReason) out.reason = out.reason.substr(0, kMaxReason) + "…";
    return out;
}

}  // namespace

Result<std::unique_ptr<RpcClient>, std::string> RpcClient::open(const std::string& url,
                                                                const ConnectionLimits& limits) {
    const auto endpoint = parse_endpoint(url);
    if (!endpoint) return Err("\"" + url + "\" is no address of a node: write ws://HOST:PORT or wss://HOST");
    auto out = std::make_unique<RpcClient>(url, [endpoint = *endpoint, limits] { return connect(endpoint, limits); });
    auto connected = out->connect_();
    if (!connected) {
        return Err(url + ": " + connected.error() + "; is a node running there, and does its --rpc-port answer?");
    }
    out->connection_ = *std::move(connected);
    return out;
}

RpcError RpcClient::lost(const std::string& reason) {
    connection_.reset();
    events_.clear();
    return {.kind = Kind::kConnection, .code = 0, .reason = name_ + ": " + reason};
}

Result<json::value, RpcError> RpcClient::receive(bool is_same_wait) {
    const auto text = connection_->receive(is_same_wait);
    if (!text) return Err(lost(text.error()));
    if (std::ranges::count(*text, ',') > kMaxValues) return Err(lost("it sends a message of too many values"));
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 64;
    json::value message = json::parse(*text, failed, {}, options);
    if (failed || !message.is_object()) return Err(lost("it answers with what is no JSON object"));
    return message;
}

Result<void, RpcError> RpcClient::keep_event(const json::value& message) {
    const auto* params = message.get_object().if_contains("params");
    const auto* fields = params == nullptr ? nullptr : params->if_object();
    const auto* subscription = fields == nullptr ? nullptr : fields->if_contains("subscription");
    const auto* result = fields == nullptr ? nullptr : fields->if_contains("result");
    if (subscription == nullptr || result == nullptr) return {};
    if (events_.size() >= kMaxWaitingEvents) return Err(lost("it sends more notifications than can be kept"));
    events_.push_back({*subscription, *result});
    return {};
}

Result<json::value, RpcError> RpcClient::ask(std::string_view method, const json::array& params) {
    if (connection_ == nullptr) {
        auto made = connect_();
        if (!made) return Err(lost(made.error()));
        connection_ = *std::move(made);
    }
    const uint64_t id = ++last_id_;
    const auto sent = connection_->send(
        json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}));
    if (!sent) return Err(lost(sent.error()));
    for (size_t strays = 0; strays < kMaxStrays; ++strays) {
        TRY_ASSIGN(json::value message, receive(strays > 0));
        auto& fields = message.get_object();
        const auto* answered = fields.if_contains("id");
        if (answered == nullptr || answered->is_null()) {
            // An error without an id is of the only call that is on the way.
            if (const auto* error = fields.if_contains("error")) return Err(refusal_of(name_, method, *error));
            TRY(keep_event(message));
            continue;
        }
        boost::system::error_code no_number;
        if (answered->to_number<uint64_t>(no_number) != id || no_number) continue;
        if (const auto* error = fields.if_contains("error")) return Err(refusal_of(name_, method, *error));
        auto* result = fields.if_contains("result");
        return result == nullptr ? json::value(nullptr) : std::move(*result);
    }
    return Err(lost("it sends messages that answer nothing"));
}

Result<json::value, RpcError> RpcClient::call_once(std::string_view method, const json::array& params) {
    return ask(method, params);
}

Result<json::value, RpcError> RpcClient::call(std::string_view method, const json::array& params) {
    auto answer = ask(method, params);
    if (answer || answer.error().kind != Kind::kConnection) return answer;
    return ask(method, params);
}

Result<RpcClient::Event, RpcError> RpcClient::next_event() {
    for (size_t strays = 0; strays < kMaxStrays; ++strays) {
        if (!events_.empty()) {
            Event out = std::move(events_.front());
            events_.pop_front();
            return out;
        }
        if (connection_ == nullptr) return Err(lost("the connection was lost"));
        TRY_ASSIGN(const json::value message, receive(strays > 0));
        TRY(keep_event(message));
    }
    return Err(lost("it sends messages that belong to nothing"));
}

Result<json::value, RpcError> RpcClient::next_event(const json::value& subscription) {
    const auto is_meant = [&](const Event& event) { return event.subscription == subscription; };
    for (size_t strays = 0; strays < kMaxStrays; ++strays) {
        const auto found = std::ranges::find_if(events_, is_meant);
        if (found != events_.end()) {
            json::value out = std::move(found->result);
            events_.erase(found);
            return out;
        }
        if (connection_ == nullptr) return Err(lost("the connection was lost"));
        TRY_ASSIGN(const json::value message, receive(strays > 0));
        TRY(keep_event(message));
    }
    return Err(lost("it sends messages that belong to nothing"));
}

}  // namespace serinus::fork
