#include "rpc/chain_head/chain_head.hpp"

#include <set>

namespace serinus::rpc::chain_head {

ChainHead::ChainHead(Limits limits, input::HeadRead head)
    : limits_(limits), view_(std::move(head.head), limits.introduced) {
    Effects unused;
    if (head.is_too_long || is_too_long()) suspend(unused);
}

void ChainHead::handle(Input input, uint64_t now_ms, Effects& effects) {
    std::visit([&](auto& each) { on(each, now_ms, effects); }, input);
}

bool ChainHead::is_too_long() const noexcept {
    return view_.lag() > limits_.lag || view_.unfinalized_count() > limits_.unfinalized;
}

void ChainHead::on(const input::Follow& input, uint64_t now_ms, Effects& effects) {
    size_t of_connection = 0;
    for (const auto& [other, follower] : followers_) of_connection += follower.connection == input.connection ? 1 : 0;
    if (of_connection >= limits_.subscriptions) {
        effects.emplace_back(effect::Answer{Verdict::kLimitReached});
        return;
    }
    effects.emplace_back(effect::Answer{Verdict::kGood});
    followers_.emplace(input.id, Follower{input.connection, input.with_runtime, {}, Operations(limits_.operations)});
    if (state_ != State::kReady) return stop_all(effects);
    introduce(input.id, now_ms, effects);
}

void ChainHead::introduce(SubscriptionId id, uint64_t now_ms, Effects& effects) {
    for (Event& event : view_.introduction()) {
        std::vector<Hash256> blocks;
        if (const auto* first = std::get_if<Initialized>(&event)) blocks = first->finalized;
        if (const auto* next = std::get_if<NewBlock>(&event)) blocks = {next->block};
        for (const Hash256& block : blocks) {
            if (!pins_.contains(block)) make_room(now_ms, effects);
            if (!is_following(id)) return;
            pin(id, block, now_ms);
        }
        effects.emplace_back(effect::Send{id, std::move(event)});
    }
}

void ChainHead::on(const input::Unfollow& input, uint64_t, Effects&) {
    const auto found = followers_.find(input.id);
    if (found == followers_.end()) return;
    for (const auto& [block, since] : found->second.pinned) release(block);
    followers_.erase(found);
}

ChainHead::Followers::iterator ChainHead::stop(Followers::iterator follower, Effects& effects) {
    effects.emplace_back(effect::Send{follower->first, Stop{}});
    for (const auto& [block, since] : follower->second.pinned) release(block);
    return followers_.erase(follower);
}

void ChainHead::stop_all(Effects& effects) {
    for (auto at = followers_.begin(); at != followers_.end();) at = stop(at, effects);
}

void ChainHead::on(const input::BlockLost& input, uint64_t, Effects& effects) {
    for (auto at = followers_.begin(); at != followers_.end();) {
        at = at->second.pinned.contains(input.block) ? stop(at, effects) : std::next(at);
    }
}

// Stops all followers: what they were told need not lead to this head.
void ChainHead::on(input::HeadRead& input, uint64_t, Effects& effects) {
    stop_all(effects);
    view_ = ChainView(std::move(input.head), limits_.introduced);
    state_ = State::kReady;
    if (input.is_too_long || is_too_long()) suspend(effects);
}

void ChainHead::suspend(Effects& effects) {
    stop_all(effects);
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

/// One more block can be pinned after this. Observed: polkadot 1.25.1: first those go who hold a block for long, then
/// all.
void ChainHead::make_room(uint64_t now_ms, Effects& effects) {
    if (pins_.size() < limits_.pinned_blocks) return;
    for (auto at = followers_.begin(); at != followers_.end();) {
        const bool holds_long =
            std::any_of(at->second.pinned.begin(), at->second.pinned.end(),
                        [&](const auto& pinned) { return now_ms - pinned.second > limits_.pin_ms; });
        at = holds_long ? stop(at, effects) : std::next(at);
    }
    if (pins_.size() >= limits_.pinned_blocks) stop_all(effects);
}

void ChainHead::send_to_all(std::vector<Event> events, uint64_t now_ms, Effects& effects) {
    if (is_too_long()) return suspend(effects);
    for (Event& event : events) {
        if (const auto* next = std::get_if<NewBlock>(&event)) {
            if (!followers_.empty() && !pins_.contains(next->block)) make_room(now_ms, effects);
            for (const auto& [id, follower] : followers_) pin(id, next->block, now_ms);
        }
        if (followers_.empty()) return;
        effects.emplace_back(effect::Send{std::nullopt, std::move(event)});
    }
}

void ChainHead::on(const input::BlockImported& input, uint64_t now_ms, Effects& effects) {
    if (state_ != State::kReady) return;
    std::vector<Event> events;
    if (view_.imported(input.block, input.is_best, events)) return send_to_all(std::move(events), now_ms, effects);
    state_ = State::kGap;
    stop_all(effects);
    effects.emplace_back(effect::ReadHead{});
}

void ChainHead::on(const input::BlocksFinalized& input, uint64_t now_ms, Effects& effects) {
    if (state_ == State::kReady) {
        std::vector<Event> events;
        if (view_.finalized(input.blocks, input.new_best, events)) {
            send_to_all(std::move(events), now_ms, effects);
        } else {
            state_ = State::kGap;
            stop_all(effects);
        }
    }
    if (state_ != State::kReady) effects.emplace_back(effect::ReadHead{});
}

void ChainHead::on(const input::Unpin& input, uint64_t, Effects& effects) {
    effects.emplace_back(effect::Answer{unpin(input)});
}

Verdict ChainHead::unpin(const input::Unpin& input) {
    const auto found = followers_.find(input.id);
    if (found == followers_.end()) return Verdict::kNoSubscription;
    if (std::set<Hash256>(input.blocks.begin(), input.blocks.end()).size() != input.blocks.size()) {
        return Verdict::kTwice;
    }
    auto& pinned = found->second.pinned;
    for (const Hash256& block : input.blocks) {
        if (!pinned.contains(block)) return Verdict::kNotPinned;
    }
    for (const Hash256& block : input.blocks) {
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

void ChainHead::on(const input::BeginOperation& input, uint64_t, Effects& effects) {
    effects.emplace_back(begin(input));
}

effect::Answer ChainHead::begin(const input::BeginOperation& input) {
    if (const Verdict verdict = check_pinned(input.id, input.block); verdict != Verdict::kGood) return {verdict};
    Follower& follower = followers_.at(input.id);
    if (input.needs_runtime && !follower.with_runtime) return {Verdict::kNoRuntime};
    auto begun = follower.operations.begin(input.slots);
    if (!begun) return {Verdict::kLimitReached};
    return {Verdict::kGood, *std::move(begun)};
}

void ChainHead::on(const input::PauseOperation& input, uint64_t, Effects& effects) {
    Operations* operations = this->operations(input.id);
    if (operations == nullptr) {
        effects.emplace_back(effect::Answer{Verdict::kNoSubscription});
        return;
    }
    const bool waits = operations->wait(input.operation);
    if (!waits) operations->end(input.operation);
    effects.emplace_back(effect::Answer{waits ? Verdict::kGood : Verdict::kNoOperation});
}

void ChainHead::on(const input::ContinueOperation& input, uint64_t, Effects& effects) {
    Operations* operations = this->operations(input.id);
    Verdict verdict = Verdict::kNoSubscription;
    if (operations != nullptr) {
        switch (operations->continue_(input.operation)) {
            case Operations::Continue::kNoSuchOperation:
                verdict = Verdict::kNoOperation;
                break;
            case Operations::Continue::kDoesNotWait:
                verdict = Verdict::kNotWaiting;
                break;
            case Operations::Continue::kContinues:
                verdict = Verdict::kGood;
                break;
        }
    }
    effects.emplace_back(effect::Answer{verdict});
}

void ChainHead::on(const input::StopOperation& input, uint64_t, Effects&) {
    if (Operations* operations = this->operations(input.id)) operations->stop(input.operation);
}

void ChainHead::on(const input::EndOperation& input, uint64_t, Effects& effects) {
    Operations* operations = this->operations(input.id);
    if (operations == nullptr) {
        effects.emplace_back(effect::Answer{Verdict::kNoSubscription});
        return;
    }
    const bool is_wanted = operations->is_wanted(input.operation);
    operations->end(input.operation);
    effects.emplace_back(effect::Answer{is_wanted ? Verdict::kGood : Verdict::kNoOperation});
}

Operations* ChainHead::operations(SubscriptionId id) {
    const auto found = followers_.find(id);
    return found == followers_.end() ? nullptr : &found->second.operations;
}

}  // namespace serinus::rpc::chain_head
