#include "rpc/chain_head/chain_head.hpp"

#include <set>

namespace serinus::rpc::chain_head {

ChainHead::ChainHead(Limits limits, Head head) : limits_(limits), view_(std::move(head), limits.introduced) {
    std::vector<Output> unused;
    if (is_too_long()) suspend(unused);
}

bool ChainHead::is_too_long() const noexcept {
    return view_.lag() > limits_.lag || view_.unfinalized_count() > limits_.unfinalized;
}

bool ChainHead::follow(SubscriptionId id, uint64_t connection, bool with_runtime, uint64_t now_ms,
                       std::vector<Output>& outputs) {
    size_t of_connection = 0;
    for (const auto& [other, follower] : followers_) of_connection += follower.connection == connection ? 1 : 0;
    if (of_connection >= limits_.subscriptions) return false;
    followers_.emplace(id, Follower{connection, with_runtime, {}, Operations(limits_.operations)});
    if (state_ != State::kReady) {
        stop_all(outputs);
        return true;
    }
    std::vector<Event> events = view_.introduction();
    for (Event& event : events) {
        std::vector<Hash256> blocks;
        if (const auto* first = std::get_if<Initialized>(&event)) blocks = first->finalized;
        if (const auto* next = std::get_if<NewBlock>(&event)) blocks = {next->block};
        for (const Hash256& block : blocks) {
            if (!pins_.contains(block)) make_room(now_ms, outputs);
            if (!is_following(id)) return true;
            pin(id, block, now_ms);
        }
        outputs.push_back({id, std::move(event)});
    }
    return true;
}

void ChainHead::unfollow(SubscriptionId id) {
    const auto found = followers_.find(id);
    if (found == followers_.end()) return;
    for (const auto& [block, since] : found->second.pinned) release(block);
    followers_.erase(found);
}

ChainHead::Followers::iterator ChainHead::stop(Followers::iterator follower, std::vector<Output>& outputs) {
    outputs.push_back({follower->first, Stop{}});
    for (const auto& [block, since] : follower->second.pinned) release(block);
    return followers_.erase(follower);
}

void ChainHead::stop_all(std::vector<Output>& outputs) {
    for (auto at = followers_.begin(); at != followers_.end();) at = stop(at, outputs);
}

void ChainHead::lost(const Hash256& block, std::vector<Output>& outputs) {
    for (auto at = followers_.begin(); at != followers_.end();) {
        at = at->second.pinned.contains(block) ? stop(at, outputs) : std::next(at);
    }
}

void ChainHead::replace(Head head, std::vector<Output>& outputs) {
    stop_all(outputs);
    view_ = ChainView(std::move(head), limits_.introduced);
    state_ = State::kReady;
    if (is_too_long()) suspend(outputs);
}

void ChainHead::suspend(std::vector<Output>& outputs) {
    stop_all(outputs);
    view_.clear();
    state_ = State::kTooLong;
}

void ChainHead::pin(SubscriptionId id, const Hash256& block, uint64_t now_ms) {
    if (followers_.at(id).pinned.emplace(block, now_ms).second) ++pins_[block];
}

void ChainHead::release(const Hash256& block) {
    const auto found = pins_.find(block);
    if (--found->second == 0) pins_.erase(found);
}

/// One more block can be pinned after this. Observed: first those go who hold a block for long, then all.
void ChainHead::make_room(uint64_t now_ms, std::vector<Output>& outputs) {
    if (pins_.size() < limits_.pinned_blocks) return;
    for (auto at = followers_.begin(); at != followers_.end();) {
        const bool holds_long =
            std::any_of(at->second.pinned.begin(), at->second.pinned.end(),
                        [&](const auto& pinned) { return now_ms - pinned.second > limits_.pin_ms; });
        at = holds_long ? stop(at, outputs) : std::next(at);
    }
    if (pins_.size() >= limits_.pinned_blocks) stop_all(outputs);
}

void ChainHead::send_to_all(std::vector<Event> events, uint64_t now_ms, std::vector<Output>& outputs) {
    if (is_too_long()) return suspend(outputs);
    for (Event& event : events) {
        if (const auto* next = std::get_if<NewBlock>(&event)) {
            if (!followers_.empty() && !pins_.contains(next->block)) make_room(now_ms, outputs);
            for (const auto& [id, follower] : followers_) pin(id, next->block, now_ms);
        }
        if (followers_.empty()) return;
        outputs.push_back({std::nullopt, std::move(event)});
    }
}

void ChainHead::imported(const KnownBlock& block, bool is_best, uint64_t now_ms, std::vector<Output>& outputs) {
    if (state_ != State::kReady) return;
    std::vector<Event> events;
    if (!view_.imported(block, is_best, events)) {
        state_ = State::kGap;
        return stop_all(outputs);
    }
    send_to_all(std::move(events), now_ms, outputs);
}

void ChainHead::finalized(const std::vector<Hash256>& blocks, std::optional<Hash256> new_best, uint64_t now_ms,
                          std::vector<Output>& outputs) {
    if (state_ != State::kReady) return;
    std::vector<Event> events;
    if (!view_.finalized(blocks, new_best, events)) {
        state_ = State::kGap;
        return stop_all(outputs);
    }
    send_to_all(std::move(events), now_ms, outputs);
}

Verdict ChainHead::unpin(SubscriptionId id, const std::vector<Hash256>& blocks) {
    const auto found = followers_.find(id);
    if (found == followers_.end()) return Verdict::kNoSubscription;
    if (std::set<Hash256>(blocks.begin(), blocks.end()).size() != blocks.size()) return Verdict::kTwice;
    auto& pinned = found->second.pinned;
    for (const Hash256& block : blocks) {
        if (!pinned.contains(block)) return Verdict::kNotPinned;
    }
    for (const Hash256& block : blocks) {
        pinned.erase(block);
        release(block);
    }
    return Verdict::kGood;
}

Verdict ChainHead::check_pinned(SubscriptionId id, const Hash256& block) const {
    const auto found = followers_.find(id);
    if (found == followers_.end()) return Verdict::kNoSubscription;
    return found->second.pinned.contains(block) ? Verdict::kGood : Verdict::kNotPinned;
}

ChainHead::Begun ChainHead::begin(SubscriptionId id, const Hash256& block, size_t wanted_slots, bool needs_runtime) {
    if (const Verdict verdict = check_pinned(id, block); verdict != Verdict::kGood) return {verdict};
    Follower& follower = followers_.at(id);
    if (needs_runtime && !follower.with_runtime) return {Verdict::kNoRuntime};
    auto begun = follower.operations.begin(wanted_slots);
    if (!begun) return {Verdict::kLimitReached};
    return {Verdict::kGood, *std::move(begun)};
}

Verdict ChainHead::continue_(SubscriptionId id, const std::string& operation) {
    const auto found = followers_.find(id);
    if (found == followers_.end()) return Verdict::kNoSubscription;
    switch (found->second.operations.continue_(operation)) {
        case Operations::Continue::kNoSuchOperation:
            return Verdict::kNoSubscription;
        case Operations::Continue::kDoesNotWait:
            return Verdict::kNotWaiting;
        case Operations::Continue::kContinues:
            break;
    }
    return Verdict::kGood;
}

Operations* ChainHead::operations(SubscriptionId id) {
    const auto found = followers_.find(id);
    return found == followers_.end() ? nullptr : &found->second.operations;
}

}  // namespace serinus::rpc::chain_head
