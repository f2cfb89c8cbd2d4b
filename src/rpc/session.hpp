/// One client as the methods see it, and the messages that wait to be sent to it, independent of the transport.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "rpc/call_queue.hpp"
#include "rpc/memory_budget.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {

class Session;

/// A text to send, in three parts, so that the middle of a notification is shared by all receivers.
struct Outgoing {
    std::shared_ptr<const std::string> head;  ///< of a notification; nullptr: an answer
    std::shared_ptr<const std::string> text;
    std::string_view tail() const noexcept { return head ? "}}" : ""; }
    std::shared_ptr<class Subscription> from;  ///< of a notification
    Charge charge = {};
};

/// Is open once its subscribing call is answered: what is sent before waits.
class Subscription final : public Sink, public std::enable_shared_from_this<Subscription> {
  public:
    Subscription(std::shared_ptr<Session> session, std::string id, std::string_view notification);
    const std::string& id() const noexcept override { return id_; }
    bool send(std::shared_ptr<const std::string> text) override;
    bool is_open() const noexcept override { return !closed_; }
    size_t unsent() const override;
    void close() override;
    void on_close(std::function<void()> callback) override;
    void on_room(size_t count, std::function<void()> callback) override;
    const std::string& notification() const noexcept { return notification_; }

  private:
    friend class Session;
    using Callbacks = std::vector<std::function<void()>>;

    const std::shared_ptr<Session> session_;
    const std::string id_;
    const std::string notification_;  ///< the method of its messages
    const std::shared_ptr<const std::string> head_;
    std::atomic<bool> closed_{false};
    // Guarded by the session's mutex.
    bool answered_ = false;
    bool unwanted_ = false;  ///< the client unsubscribed: unsent messages are dropped
    size_t unsent_ = 0;
    std::vector<std::shared_ptr<const std::string>> held_;
    Callbacks on_close_;
    Charge charge_;
    size_t room_below_ = 0;  ///< `on_room_` is called when fewer messages wait
    std::function<void()> on_room_;
};

/// The answer to one text, and the subscriptions that it opened.
struct Answer {
    std::string text;         ///< empty: there is nothing to answer
    std::string id = "null";  ///< of the call, as JSON
    std::vector<std::shared_ptr<Subscription>> opened = {};
    std::vector<std::function<void()>> after = {};  ///< Call::after_answer
};

struct SessionOptions {
    bool can_subscribe = true;
    size_t max_subscriptions = 1024;
    /// Of one subscription. Observed: polkadot 1.25.1: one that has more unsent messages is dropped silently, the
    /// connection stays.
    size_t max_unsent = 64;
};

class Session final : public Connection, public std::enable_shared_from_this<Session> {
  public:
    /// `wake` is called, on any thread, when pop() has something after it had nothing. `id` is its own
    /// among the sessions of `queue`.
    Session(uint64_t id, SessionOptions options, std::shared_ptr<CallQueue> queue, std::shared_ptr<MemoryBudget> budget,
            std::function<void()> wake);
    ~Session() override;

    uint64_t id() const noexcept override { return id_; }
    bool can_subscribe() const noexcept override { return options_.can_subscribe; }
    void on_close(std::function<void()> callback) override;
    size_t max_subscriptions() const noexcept { return options_.max_subscriptions; }
    bool post(Cost cost, std::move_only_function<void()> task) override;
    bool post_repeatable(RepeatableTask task) override;
    std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
    platform::Scheduler& scheduler() const noexcept { return tasks_->scheduler(); }
    /// The client is gone, or the server stops: runtime calls that run are interrupted, and calls that wait without a
    /// thread end. close() follows.
    void request_stop();

    /// Keeps a call that waits without a thread, until unpark() or the end of the connection. False: it has ended.
    bool park(std::shared_ptr<void> call);
    /// False: it has ended.
    bool unpark(const std::shared_ptr<void>& call);

    /// nullptr: there are as many as may be, or the budget has no room, or the session is closed.
    std::shared_ptr<Subscription> open_subscription(std::string_view notification);
    /// What the client asks for: false if it has no such subscription of that kind.
    bool unsubscribe(std::string_view id, std::string_view notification);

    /// Queues the text, then lets the messages of the opened subscriptions follow and does what is to be done after it.
    /// An answer for which the budget has no room is replaced by the error of a busy server.
    void answer(Answer answer);
    /// The next to send.
    std::optional<Outgoing> pop();
    size_t queued_bytes() const noexcept { return queued_bytes_; }

    /// Ends all subscriptions and drops unsent messages. Idempotent.
    void close();
    bool is_closed() const noexcept { return closed_; }

  private:
    friend class Subscription;
    using Callbacks = Subscription::Callbacks;

    bool send(Subscription& from, std::shared_ptr<const std::string> text);
    void end(const std::string& id, bool unwanted);
    void queue(Answer answer);
    // With the mutex held.
    bool push(Outgoing message);
    bool push_notification(Subscription& from, std::shared_ptr<const std::string> text);
    Callbacks take_out(const std::shared_ptr<Subscription>& subscription, bool unwanted);
    bool should_wake();

    const uint64_t id_;
    const SessionOptions options_;
    const std::shared_ptr<CallQueue> tasks_;
    const std::shared_ptr<MemoryBudget> budget_;
    const std::function<void()> wake_;
    std::atomic<bool> closed_{false};
    std::atomic<size_t> queued_bytes_{0};
    std::stop_source stop_;
    std::stop_callback<std::function<void()>> on_node_stop_;

    std::mutex mutex_;
    std::list<Outgoing> queue_;  ///< nothing allocated while empty: most sessions are, most of the time
    bool awake_ = false;         ///< wake_ was called and pop() has not returned nothing since
    std::map<std::string, std::shared_ptr<Subscription>, std::less<>> subscriptions_;
    Callbacks on_close_;
    std::set<std::shared_ptr<void>> parked_;
    bool takes_parked_ = true;
};

}  // namespace serinus::rpc
