#include "rpc/methods/recent_state.hpp"

#include <utility>

namespace serinus::rpc {

RecentState::RecentState(platform::Scheduler& scheduler) : lane_(scheduler.make_lane({.name = "rpc-state"})) {}

RecentState::~RecentState() { lane_->close(); }

RecentState::Lent RecentState::take(const Hash256& block) {
    const std::lock_guard lock(mutex_);
    if (held_.state == nullptr || block_ != block) return {};
    return std::exchange(held_, {});
}

void RecentState::give_back(const Hash256& block, Lent lent) {
    uint64_t begun = 0;
    Lent dropped;  // destroyed without the mutex
    {
        const std::lock_guard lock(mutex_);
        if (lent.id == 0) {
            if (current_ != 0 && block_ == block) return;  // another call has the one that stays
            begun = lent.id = current_ = ++last_id_;
        } else if (lent.id != current_) {
            return;
        }
        block_ = block;
        dropped = std::exchange(held_, std::move(lent));
    }
    if (begun == 0) return;
    if (!lane_->post_after(kHoldMs, [this, begun] { end(begun); })) end(begun);
}

void RecentState::end(uint64_t id) {
    Lent dropped;
    const std::lock_guard lock(mutex_);
    if (current_ == id) current_ = 0;
    if (held_.id == id) dropped = std::exchange(held_, {});
}

}  // namespace serinus::rpc
