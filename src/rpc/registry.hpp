/// JSON-RPC methods and subscriptions, independent of the transport.
#pragma once

#include <any>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::rpc {

using Json = boost::json::value;

/// An error as JSON-RPC sends it.
struct RpcError {
    int code = 0;
    std::string message;
    std::optional<Json> data = std::nullopt;
};
using RpcResult = Result<Json, RpcError>;

namespace error_codes {
inline constexpr int kParse = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternal = -32603;
}  // namespace error_codes

/// The arguments of a call, by position; the server turns named ones into positions. `null` and nothing are the same.
class Params {
  public:
    explicit Params(boost::json::array values) : values_(std::move(values)) {}
    size_t size() const noexcept { return values_.size(); }
    /// Those that were given; none are left.
    boost::json::array take() && { return std::move(values_); }
    /// nullptr: absent or null.
    const Json* find(size_t index) const noexcept;

    // Each gives kInvalidParams with the name of the argument and what is wrong with it.
    Result<std::string, RpcError> string(size_t index, const char* name) const;
    Result<Bytes, RpcError> bytes(size_t index, const char* name) const;  ///< "0x…"
    Result<Hash256, RpcError> hash(size_t index, const char* name) const;
    Result<std::optional<Hash256>, RpcError> optional_hash(size_t index, const char* name) const;
    Result<std::vector<Bytes>, RpcError> bytes_list(size_t index, const char* name) const;
    Result<uint64_t, RpcError> number(size_t index, const char* name, uint64_t max = UINT64_MAX) const;
    Result<std::optional<uint64_t>, RpcError> optional_number(size_t index, const char* name,
                                                              uint64_t max = UINT64_MAX) const;
    Result<bool, RpcError> boolean(size_t index, const char* name) const;

  private:
    boost::json::array values_;
};

/// How much work a call is.
enum class Cost : uint8_t {
    kLight,  ///< reads a few entries: microseconds
    kHeavy,  ///< calls a runtime, reads or writes much, or waits for something
};

/// Work that may be begun anew: returns whether it has ended. It may return false once its token is stopped, having
/// changed nothing that lasts.
using RepeatableTask = std::move_only_function<bool(const std::stop_token&)>;

/// The caller: one connection of the server. Its object may outlive the connection.
class Connection {
  public:
    virtual ~Connection() = default;
    virtual uint64_t id() const noexcept = 0;
    virtual bool can_subscribe() const noexcept = 0;  ///< WebSocket, not HTTP
    /// Called once when the connection is closed, or now if it is.
    virtual void on_close(std::function<void()> callback) = 0;
    /// Runs `task` on a thread for work of this cost when it is the connection's turn: the connections of a server take
    /// turns. False: too much of this connection waits, or the server stops; the task is destroyed.
    virtual bool post(Cost cost, std::move_only_function<void()> task) = 0;
    /// Stopped when the connection ends, and when the node stops: long work must check it.
    virtual std::stop_token stop_token() const noexcept = 0;
    /// As post() of heavy work, which gives way to short calls of other connections: the token of `task` is stopped
    /// with that of the connection, and when it has run for long while others wait. If it then returns false, it runs
    /// once more, among other long ones, and does not have to give way again.
    virtual bool post_repeatable(RepeatableTask task) {
        return post(Cost::kHeavy, [task = std::move(task), stop = stop_token()]() mutable { (void)task(stop); });
    }
};

/// One subscription of one connection. Any thread.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual const std::string& id() const noexcept = 0;
    /// Sends {"jsonrpc":"2.0","method":<notification>,"params":{"subscription":<id>,"result":<text>}}; `text` is JSON,
    /// shared by all receivers. It is sent after the answer to the subscribing call. False: closed.
    virtual bool send(std::shared_ptr<const std::string> text) = 0;
    bool send(const Json& value) { return send(std::make_shared<const std::string>(boost::json::serialize(value))); }
    virtual bool is_open() const noexcept = 0;
    /// Messages that were sent and still wait in memory for the client to read them.
    virtual size_t unsent() const { return 0; }
    /// Calls `callback` once, as soon as fewer than `count` (> 0) messages wait; at once if that is so already. It may
    /// run on any thread and must be short. One callback at a time: another replaces it. Dropped when the subscription
    /// ends.
    virtual void on_room(size_t count, std::function<void()> callback) {
        (void)count;
        callback();
    }
    /// Ends the subscription from the side of the node: no message follows.
    virtual void close() = 0;
    /// Called once when the client unsubscribes or the connection ends, or close() is called; or now if that has
    /// happened.
    virtual void on_close(std::function<void()> callback) = 0;
};

struct Call {
    const Params& params;
    const std::shared_ptr<Connection>& connection;
    /// Tasks that run once the answer to this call is on its way, so that what they send comes after it; they may run
    /// on any thread and are quick. nullptr: the caller accepts messages in any order.
    std::vector<std::function<void()>>* after_answer = nullptr;
    /// Whether unsafe methods are refused to this caller.
    bool deny_unsafe = false;
    /// The longest time of one runtime call; nullopt: no limit.
    std::optional<uint64_t> max_duration_ms = {};
    /// Set when a limit ended a runtime call, so that the resulting error is answered as kTookTooLong. nullptr: not
    /// recorded.
    bool* is_interrupted = nullptr;
    /// Stopped when the connection ends, when the node stops, and when the call has to give way to those of others: it
    /// is then made once more, if it says that it was interrupted. Without a source: it does not have to give way.
    std::stop_token turn = {};
    /// What a long call that can be made once more looks at.
    std::stop_token stop_token() const noexcept { return turn.stop_possible() ? turn : connection->stop_token(); }
};

/// Methods that could harm the node or its owner are refused to callers from outside (--rpc-methods).
enum class Safety : uint8_t { kSafe, kUnsafe };

using Method = std::function<RpcResult(const Call&)>;
/// A method whose result is a text of JSON that many calls share.
using TextMethod = std::function<Result<std::shared_ptr<const std::string>, RpcError>(const Call&)>;
/// Gives the result of a call whose method has returned without one: once, on any thread, at any time. It is quick.
using Later = std::function<void(RpcResult)>;
/// A method that may have to wait for something, and does not hold a thread meanwhile. nullopt: `later` gives the
/// result; what it needs of the call must be copied. An empty `later`: the caller waits, so that the method must give
/// the result itself.
using LaterMethod = std::function<std::optional<RpcResult>(const Call&, const Later& later)>;
/// The subscription exists once this returns without an error; `sink` may be used from then on, or from within.
using Subscribe = std::function<Result<void, RpcError>(const Call&, std::shared_ptr<Sink>)>;

/// All methods by name. Filled at the start, then read by any thread. Handlers may block; they run on worker threads.
class Registry {
  public:
    struct MethodOptions {
        Safety safety = Safety::kSafe;
        Cost cost = Cost::kHeavy;
        std::vector<std::string> parameters = {};  ///< names in order, for calls with named arguments
        /// The method takes microseconds and, given a Later, waits for nothing: neither for a disk nor another node,
        /// nor for a lock that is held for long. Short texts that call it run on the thread of the sockets.
        bool is_at_once = false;
        /// The same, but for the disk, and its values are usually in memory: on the thread of the sockets by
        /// BriefCalls.
        bool is_usually_brief = false;
    };
    void method(std::string name, MethodOptions options, Method method);
    void later_method(std::string name, MethodOptions options, LaterMethod method);
    void text_method(std::string name, MethodOptions options, TextMethod method);
    /// `notification` names the messages; `unsubscribe` is a method that takes the id and returns whether it was there.
    void subscription(std::string name, std::string notification, std::string unsubscribe, MethodOptions options,
                      Subscribe subscribe);
    void alias(std::string name, const std::string& target);

    std::vector<std::string> names() const;  ///< sorted; with aliases

    struct Entry {
        MethodOptions options;
        LaterMethod method;  ///< empty for a subscription, for its end, and if there is `text_method`
        TextMethod text_method;
        Subscribe subscribe;  ///< of subscriptions
        std::string notification;
        bool is_unsubscribe = false;
    };
    const Entry* find(std::string_view name) const;
    /// Whether any method is_at_once or is_usually_brief.
    bool has_at_once() const noexcept { return has_at_once_; }

  private:
    void add(std::string name, std::shared_ptr<Entry> entry);

    std::map<std::string, std::shared_ptr<Entry>, std::less<>> entries_;
    std::unordered_map<std::string_view, const Entry*> index_;  ///< by the names in `entries_`
    bool has_at_once_ = false;
};

}  // namespace serinus::rpc
