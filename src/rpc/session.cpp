#include "rpc/session.hpp"

#include <array>
#include <utility>

#include "rpc/jsonrpc.hpp"

namespace serinus::rpc {
namespace {

/// What a session may have waiting whatever the others have.
constexpr size_t kOwnBytes = 1 << 20;
/// What a subscription takes at least: its names, its entry in the session, and in the list of who publishes.
constexpr size_t kSubscriptionBytes = 1024;
/// What an entry of a queue takes beside its text.
constexpr size_t kEntryBytes = 128;

/// Observed: polkadot 1.25.1: sixteen random letters and digits.
std::string random_subscription_id(platform::Scheduler& scheduler) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr size_t kLength = 16;
    // 62 * 4 = 248: a byte above is thrown away, so that all characters are equally likely.
    constexpr uint8_t kFair = 248;
    std::string id;
    while (id.size() < kLength) {
        for (const uint8_t byte : scheduler.random_array<32>()) {
            if (byte < kFair && id.size() < kLength) id += kAlphabet[byte % kAlphabet.size()];
        }
    }
    return id;
}

void call_all(const std::vector<std::function<void()>>& callbacks) {
    for (const auto& callback : callbacks) callback();
}

}  // namespace

Subscription::Subscription(std::shared_ptr<Session> session, std::string id, std::string_view notification)
    : session_(std::move(session)),
      id_(std::move(id)),
      notification_(notification),
      head_(std::make_shared<const std::string>(notification_head(notification, id_))) {}

bool Subscription::send(std::shared_ptr<const std::string> text) { return session_->send(*this, std::move(text)); }

size_t Subscription::unsent() const {
    const std::lock_guard lock(session_->mutex_);
    return unsent_ + held_.size();
}

void Subscription::close() { session_->end(id_, false); }

void Subscription::on_close(std::function<void()> callback) {
    {
        const std::lock_guard lock(session_->mutex_);
        if (!closed_) {
            on_close_.push_back(std::move(callback));
            return;
        }
    }
    callback();
}

void Subscription::on_room(size_t count, std::function<void()> callback) {
    SERINUS_ASSERT(count > 0);
    std::function<void()> replaced;
    {
        const std::lock_guard lock(session_->mutex_);
        if (closed_) return;
        if (unsent_ + held_.size() >= count) {
            room_below_ = count;
            replaced = std::exchange(on_room_, std::move(callback));
            return;
        }
    }
    callback();
}

Session::Session(uint64_t id, SessionOptions options, std::shared_ptr<CallQueue> queue,
                 std::shared_ptr<MemoryBudget> budget, std::function<void()> wake)
    : id_(id),
      options_(options),
      tasks_(std::move(queue)),
      budget_(std::move(budget)),
      wake_(std::move(wake)),
      on_node_stop_(tasks_->scheduler().stop_token(), [this] { stop_.request_stop(); }) {}

bool Session::post(Cost cost, std::move_only_function<void()> task) { return tasks_->post(cost, id_, std::move(task)); }

bool Session::post_repeatable(RepeatableTask task) {
    return tasks_->post_repeatable(id_, stop_token(), std::move(task));
}

Session::~Session() = default;

void Session::request_stop() {
    stop_.request_stop();
    std::set<std::shared_ptr<void>> ended;  // destroyed without the mutex
    const std::lock_guard lock(mutex_);
    takes_parked_ = false;
    ended.swap(parked_);
}

bool Session::park(std::shared_ptr<void> call) {
    const std::lock_guard lock(mutex_);
    return takes_parked_ && parked_.insert(std::move(call)).second;
}

bool Session::unpark(const std::shared_ptr<void>& call) {
    const std::lock_guard lock(mutex_);
    return parked_.erase(call) > 0;
}

void Session::on_close(std::function<void()> callback) {
    {
        const std::lock_guard lock(mutex_);
        if (!closed_) {
            on_close_.push_back(std::move(callback));
            return;
        }
    }
    callback();
}

std::shared_ptr<Subscription> Session::open_subscription(std::string_view notification) {
    const auto subscription =
        std::make_shared<Subscription>(shared_from_this(), random_subscription_id(scheduler()), notification);
    const std::lock_guard lock(mutex_);
    if (closed_ || subscriptions_.size() >= options_.max_subscriptions) return nullptr;
    if (!subscription->charge_.take(budget_, MemoryOwner::kSubscriptions, kSubscriptionBytes, subscriptions_.empty())) {
        return nullptr;
    }
    subscriptions_.emplace(subscription->id(), subscription);
    ++budget_->subscriptions;
    return subscription;
}

bool Session::unsubscribe(std::string_view id, std::string_view notification) {
    Callbacks callbacks;
    {
        const std::lock_guard lock(mutex_);
        const auto found = subscriptions_.find(id);
        if (found == subscriptions_.end() || found->second->notification() != notification) return false;
        callbacks = take_out(std::shared_ptr(found->second), true);
    }
    call_all(callbacks);
    return true;
}

void Session::end(const std::string& id, bool unwanted) {
    Callbacks callbacks;
    {
        const std::lock_guard lock(mutex_);
        const auto found = subscriptions_.find(id);
        if (found == subscriptions_.end()) return;
        callbacks = take_out(std::shared_ptr(found->second), unwanted);
    }
    call_all(callbacks);
}

Session::Callbacks Session::take_out(const std::shared_ptr<Subscription>& subscription, bool unwanted) {
    subscription->closed_ = true;
    subscription->unwanted_ = unwanted;
    // What was held of one that is ended by its own method before it is answered still follows the answer.
    if (unwanted) subscription->held_.clear();
    subscriptions_.erase(subscription->id());
    --budget_->subscriptions;
    Callbacks callbacks = std::exchange(subscription->on_close_, {});
    // What waited for room is destroyed by the caller, without the mutex.
    if (auto waiting = std::exchange(subscription->on_room_, nullptr)) {
        callbacks.emplace_back([dropped = std::move(waiting)] {});
    }
    return callbacks;
}

bool Session::should_wake() { return !queue_.empty() && !std::exchange(awake_, true); }

bool Session::push(Outgoing message) {
    // A text that many share is charged to each for its part.
    const auto sharers = static_cast<size_t>(std::max(1L, message.text.use_count() - 1));
    const size_t bytes = kEntryBytes + message.text->size() / sharers;
    if (!message.charge.take(budget_, MemoryOwner::kMessages, bytes, queued_bytes_ + bytes <= kOwnBytes)) return false;
    queued_bytes_ += bytes;
    queue_.push_back(std::move(message));
    return true;
}

bool Session::push_notification(Subscription& from, std::shared_ptr<const std::string> text) {
    if (from.unsent_ >= options_.max_unsent) return false;
    if (!push({from.head_, std::move(text), from.shared_from_this()})) return false;
    ++from.unsent_;
    return true;
}

bool Session::send(Subscription& from, std::shared_ptr<const std::string> text) {
    Callbacks callbacks;
    {
        std::unique_lock lock(mutex_);
        if (from.closed_) return false;
        bool room = true;
        if (from.answered_) {
            room = push_notification(from, std::move(text));
        } else {
            room = from.held_.size() < options_.max_unsent;
            if (room) from.held_.push_back(std::move(text));
        }
        if (room) {
            const bool wake = should_wake();
            lock.unlock();
            if (wake) wake_();
            return true;
        }
        callbacks = take_out(from.shared_from_this(), false);
    }
    call_all(callbacks);
    return false;
}

void Session::answer(Answer answer) {
    const Callbacks after = std::exchange(answer.after, {});
    queue(std::move(answer));
    call_all(after);  // also if the session is closed: they end what was begun
}

void Session::queue(Answer answer) {
    Callbacks callbacks;
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (closed_ || answer.text.empty()) return;
        if (!push({nullptr, std::make_shared<const std::string>(std::move(answer.text)), nullptr})) {
            auto busy = std::make_shared<const std::string>(write_error(answer.id, server_is_busy()));
            // It counts as well, so that no more requests are begun for who does not read.
            Outgoing refusal{nullptr, std::move(busy), nullptr};
            const size_t bytes = kEntryBytes + refusal.text->size();
            (void)refusal.charge.take(budget_, MemoryOwner::kMessages, bytes, true);
            queued_bytes_ += bytes;
            queue_.push_back(std::move(refusal));
            for (const auto& opened : answer.opened) {
                if (opened->closed_) continue;
                for (auto& callback : take_out(opened, true)) callbacks.push_back(std::move(callback));
            }
            answer.opened.clear();
        }
        for (const auto& opened : answer.opened) {
            opened->answered_ = true;
            for (auto& text : std::exchange(opened->held_, {})) push_notification(*opened, std::move(text));
        }
        wake = should_wake();
    }
    call_all(callbacks);
    if (wake) wake_();
}

std::optional<Outgoing> Session::pop() {
    std::function<void()> on_room;
    std::optional<Outgoing> message;
    {
        const std::lock_guard lock(mutex_);
        while (!queue_.empty() && !message) {
            Outgoing first = std::move(queue_.front());
            queue_.pop_front();
            queued_bytes_ -= first.charge.bytes();
            if (Subscription* from = first.from.get()) {
                --from->unsent_;
                if (from->unwanted_) continue;
                if (from->on_room_ && from->unsent_ + from->held_.size() < from->room_below_) {
                    on_room = std::exchange(from->on_room_, nullptr);
                }
            }
            message = std::move(first);
        }
        if (!message) awake_ = false;
    }
    if (on_room) on_room();
    return message;
}

void Session::close() {
    request_stop();
    std::vector<Callbacks> ended;
    Callbacks own;
    std::list<Outgoing> unsent;
    {
        const std::lock_guard lock(mutex_);
        if (closed_.exchange(true)) return;
        while (!subscriptions_.empty()) {
            ended.push_back(take_out(std::shared_ptr(subscriptions_.begin()->second), true));
        }
        unsent.swap(queue_);
        queued_bytes_ = 0;
        own = std::exchange(on_close_, {});
    }
    for (const auto& callbacks : ended) call_all(callbacks);
    call_all(own);
}

}  // namespace serinus::rpc
