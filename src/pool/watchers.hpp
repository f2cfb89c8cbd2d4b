/// Who wants to hear what becomes of transactions, and telling them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>

#include "pool/core.hpp"

namespace serinus::pool {

/// Collects events in their order under a lock of the caller's and calls watchers later, outside of it: one call at a
/// time, in order. Who calls `deliver` while another thread delivers leaves its events to that thread. Any thread.
class Watchers {
  public:
    using Watcher = std::function<void(const TransactionStatus&)>;

    /// Ours: watchers at a time.
    static constexpr size_t kMaxWatchers = 1 << 17;  ///< `add` does not check it

    bool full() const;
    uint64_t add(const Hash256& hash, Watcher watcher);
    void remove(uint64_t id);
    void on_ready(std::function<void(const Hash256&)> callback);

    void post(Events events);
    void deliver();

    uint64_t memory_bytes() const;

  private:
    struct Watched {
        Hash256 hash;
        std::shared_ptr<const Watcher> watcher;
    };
    struct Letter {
        Event event;
        std::vector<uint64_t> to;  ///< who watched when it was posted
    };
    using ReadyCallbacks = std::vector<std::function<void(const Hash256&)>>;

    mutable std::mutex mutex_;
    std::map<uint64_t, Watched> watched_;
    std::multimap<Hash256, uint64_t> by_hash_;
    std::shared_ptr<const ReadyCallbacks> ready_callbacks_ = std::make_shared<ReadyCallbacks>();
    std::deque<Letter> outbox_;
    bool delivering_ = false;
    uint64_t next_id_ = 0;
};

}  // namespace serinus::pool
