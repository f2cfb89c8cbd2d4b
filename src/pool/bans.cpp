#include "pool/bans.hpp"

namespace serinus::pool {

void Bans::ban(const Hash256& hash, uint64_t now_ms) {
    // At most one entry of `order_` says what `until_` says.
    uint64_t& until = until_[hash];
    if (until == now_ms + ban_ms_) return;
    until = now_ms + ban_ms_;
    order_.push_back({until, hash});
    while (order_.size() > capacity_) forget_oldest();
}

bool Bans::is_banned(const Hash256& hash, uint64_t now_ms) const {
    const auto found = until_.find(hash);
    return found != until_.end() && now_ms < found->second;
}

void Bans::forget_expired(uint64_t now_ms) {
    while (!order_.empty() && order_.front().until_ms <= now_ms) forget_oldest();
}

void Bans::clear() {
    until_.clear();
    order_.clear();
}

void Bans::forget_oldest() {
    const Ban oldest = order_.front();
    order_.pop_front();
    const auto found = until_.find(oldest.hash);
    if (found != until_.end() && found->second == oldest.until_ms) until_.erase(found);
}

}  // namespace serinus::pool
