/// Watchers of transactions and their notification.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>

#include "platform/scheduler.hpp"
#include "pool/tracker.hpp"

namespace serinus::pool {

/// Collects events in their order under a lock of the caller's; watchers are called on a lane: one call at a time, in
/// order. Any thread.
class Watchers {
  public:
    using Watcher = std::function<void(const TransactionStatus&)>;

    /// Ours: watchers at a time.
    static constexpr size_t kMaxWatchers = 1 << 17;  ///< `add` does not check it

    explicit Watchers(platform::Scheduler& scheduler)
        : lane_(scheduler.make_lane({.name = "pool-watchers", .runs_on = platform::WorkClass::kCore})) {}

    bool full() const;
    uint64_t add(const Hash256& hash, Watcher watcher);
    void remove(uint64_t id);
    uint64_t on_ready(std::function<void(const Hash256&)> callback);
    void remove_on_ready(uint64_t id);

    void post(Event event);
    /// No watcher is called after it has returned.
    void stop() { lane_->close(); }

    uint64_t memory_bytes() const;

  private:
    struct Watched {
        Hash256 hash;
        std::shared_ptr<const Watcher> watcher;
    };
    struct Letter {
        Event event;
        std::vector<uint64_t> to;  ///< watchers at the time of posting
    };
    using ReadyCallbacks = std::map<uint64_t, std::function<void(const Hash256&)>>;

    void deliver();

    mutable std::mutex mutex_;
    std::map<uint64_t, Watched> watched_;
    std::multimap<Hash256, uint64_t> by_hash_;
    std::shared_ptr<const ReadyCallbacks> ready_callbacks_ = std::make_shared<ReadyCallbacks>();
    std::deque<Letter> outbox_;
    bool is_posted_ = false;  ///< a delivery waits on the lane
    uint64_t next_id_ = 0;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::pool
