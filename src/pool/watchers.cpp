#include "pool/watchers.hpp"

namespace serinus::pool {

uint64_t Watchers::add(const Hash256& hash, Watcher watcher) {
    const std::lock_guard lock(mutex_);
    const uint64_t id = ++next_id_;
    watched_.emplace(id, Watched{hash, std::make_shared<const Watcher>(std::move(watcher))});
    by_hash_.emplace(hash, id);
    return id;
}

bool Watchers::full() const {
    const std::lock_guard lock(mutex_);
    return watched_.size() >= kMaxWatchers;
}

void Watchers::remove(uint64_t id) {
    std::shared_ptr<const Watcher> last;  // whatever it holds is let go outside of the lock
    const std::lock_guard lock(mutex_);
    const auto found = watched_.find(id);
    if (found == watched_.end()) return;
    const auto [begin, end] = by_hash_.equal_range(found->second.hash);
    for (auto at = begin; at != end; ++at) {
        if (at->second != id) continue;
        by_hash_.erase(at);
        break;
    }
    last = std::move(found->second.watcher);
    watched_.erase(found);
}

uint64_t Watchers::on_ready(std::function<void(const Hash256&)> callback) {
    const std::lock_guard lock(mutex_);
    auto more = std::make_shared<ReadyCallbacks>(*ready_callbacks_);
    more->emplace(++next_id_, std::move(callback));
    ready_callbacks_ = std::move(more);
    return next_id_;
}

void Watchers::remove_on_ready(uint64_t id) {
    std::shared_ptr<const ReadyCallbacks> last;  // whatever it holds is let go outside of the lock
    const std::lock_guard lock(mutex_);
    auto fewer = std::make_shared<ReadyCallbacks>(*ready_callbacks_);
    fewer->erase(id);
    last = std::exchange(ready_callbacks_, std::move(fewer));
}

void Watchers::post(Event event) {
    const std::lock_guard lock(mutex_);
    std::vector<uint64_t> to;
    const auto [begin, end] = by_hash_.equal_range(event.hash);
    for (auto at = begin; at != end; ++at) to.push_back(at->second);
    const bool ready = event.status.kind == TransactionStatus::Kind::kReady && !ready_callbacks_->empty();
    if (!ready && to.empty()) return;
    outbox_.push_back({std::move(event), std::move(to)});
    if (std::exchange(is_posted_, true)) return;
    (void)lane_->post_always([this] { deliver(); });
}

void Watchers::deliver() {
    std::unique_lock lock(mutex_);
    is_posted_ = false;
    while (!outbox_.empty()) {
        const auto [event, to] = std::move(outbox_.front());
        outbox_.pop_front();
        for (const uint64_t id : to) {
            const auto found = watched_.find(id);
            if (found == watched_.end()) continue;
            const auto watcher = found->second.watcher;
            lock.unlock();
            (*watcher)(event.status);
            lock.lock();
        }
        if (event.status.kind == TransactionStatus::Kind::kReady) {
            const auto callbacks = ready_callbacks_;
            lock.unlock();
            for (const auto& [id, callback] : *callbacks) callback(event.hash);
            lock.lock();
        }
        if (!event.status.is_final()) continue;
        lock.unlock();
        for (const uint64_t id : to) remove(id);
        lock.lock();
    }
}

uint64_t Watchers::memory_bytes() const {
    const std::lock_guard lock(mutex_);
    return watched_.size() * (sizeof(Watched) + 200) + outbox_.size() * sizeof(Letter);
}

}  // namespace serinus::pool
