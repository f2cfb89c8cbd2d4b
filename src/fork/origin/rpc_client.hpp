/// JSON-RPC calls and subscriptions to a node, over WebSocket.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <deque>
#include <functional>
#include <memory>

#include "fork/origin/connection.hpp"

namespace serinus::fork {

struct RpcError {
    enum class Kind : uint8_t {
        kConnection = 1,  ///< not connected, no answer in time, or no JSON-RPC
        kMethodNotFound,
        kRefused,  ///< another error of the node
    } kind = Kind::kConnection;
    int64_t code = 0;         ///< of a refusal
    std::string reason = {};  ///< a sentence
};

/// One thread. A connection that is lost is made again for a call that only reads; subscriptions end with it.
class RpcClient {
  public:
    using Json = boost::json::value;
    using Connect = std::function<Result<std::unique_ptr<Connection>, std::string>()>;
    /// Ours: notifications that nobody has asked for yet.
    static constexpr size_t kMaxWaitingEvents = 10'000;
    /// Ours: messages in a row that answer nothing, before the connection counts as broken.
    static constexpr size_t kMaxStrays = 1'000;
    /// Ours: values in the JSON of one message, each of which takes more memory than text. Those of hex have one.
    static constexpr ptrdiff_t kMaxValues = 200'000;

    /// `name`: what errors call the node.
    RpcClient(std::string name, Connect connect) : name_(std::move(name)), connect_(std::move(connect)) {}

    /// "ws://HOST:PORT/PATH", wss, http or https; the last two mean the WebSocket of the same port.
    static Result<std::unique_ptr<RpcClient>, std::string> open(const std::string& url, const ConnectionLimits& limits);

    const std::string& name() const noexcept { return name_; }

    Result<Json, RpcError> call(std::string_view method, const boost::json::array& params = {});
    /// The same for what may not be done twice: a lost connection is an error.
    Result<Json, RpcError> call_once(std::string_view method, const boost::json::array& params = {});
    /// Waits for the next notification of a subscription, whose id a call returned.
    Result<Json, RpcError> next_event(const Json& subscription);

    struct Event {
        Json subscription, result;
    };
    /// Waits for the next notification of any subscription.
    Result<Event, RpcError> next_event();

  private:
    Result<Json, RpcError> ask(std::string_view method, const boost::json::array& params);
    Result<Json, RpcError> receive(bool is_same_wait);
    Result<void, RpcError> keep_event(const Json& message);
    RpcError lost(const std::string& reason);

    std::string name_;
    Connect connect_;
    std::unique_ptr<Connection> connection_;
    uint64_t last_id_ = 0;
    std::deque<Event> events_;
};

}  // namespace serinus::fork
