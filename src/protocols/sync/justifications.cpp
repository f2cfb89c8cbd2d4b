#include "protocols/sync/justifications.hpp"

#include "protocols/sync/costs.hpp"

namespace serinus::network::sync {

void Justifications::add_peer(const PeerId& peer, Millis now) {
    peers_.insert(peer);
    plan(now);
}

void Justifications::remove_peer(const PeerId& peer, Millis now) {
    if (peers_.erase(peer) == 0) return;
    if (request_ && from_ == peer) {
        host_.cancel(*request_);
        request_.reset();
        again(now);
    }
}

void Justifications::on_needed(const chain::BlockId& block, Millis now) {
    const auto [first, last] = needed_.equal_range(block.number);
    for (auto at = first; at != last; ++at) {
        if (at->second.hash == block.hash) return;
    }
    needed_.emplace(block.number, Needed{block.hash, now + options_.patience_ms, 0});
    if (needed_.size() > options_.max_blocks) needed_.erase(std::prev(needed_.end()));
    plan(now);
}

void Justifications::plan(Millis now) {
    wake_at_.reset();
    const BlockNumber finalized = chain_.finalized_block().number;
    std::erase_if(needed_, [&](const auto& one) { return one.first <= finalized; });
    if (asked_for_ || needed_.empty() || peers_.empty()) return;
    for (auto& [number, needed] : needed_) {
        if (needed.ask_at > now) {
            wake_at_ = std::min(wake_at_.value_or(needed.ask_at), needed.ask_at);
            continue;
        }
        auto peer = last_ ? peers_.upper_bound(*last_) : peers_.begin();
        if (peer == peers_.end()) peer = peers_.begin();
        last_ = *peer;
        // Questions of one peer differ, as others take equal ones ill.
        asked_ = {.fields = {.header = true, .justification = true},
                  .from = needed.hash,
                  .direction = Direction::kAscending,
                  .max_blocks = 1 + needed.asked % 8};
        ++needed.asked;
        needed.ask_at = now + options_.retry_ms;
        request_ = host_.request(*this, *peer, options_.protocol, encode(asked_), now);
        if (!request_) {
            wake_at_ = std::min(wake_at_.value_or(needed.ask_at), needed.ask_at);
            continue;
        }
        from_ = *peer;
        asked_for_ = chain::BlockId{needed.hash, number};
        return;
    }
}

void Justifications::again(Millis now) {
    asked_for_.reset();
    from_.reset();
    plan(now);
}

void Justifications::on_request(link::RequestEvent event, Millis now) {
    const auto* response = std::get_if<link::ResponseReceived>(&event);
    const auto* failed = std::get_if<link::RequestFailed>(&event);
    if (failed != nullptr && request_ == failed->request) {
        request_.reset();
        host_.report(*from_, kRequestFailed, now);
        return again(now);
    }
    if (response == nullptr || request_ != response->request) return;
    request_.reset();
    auto blocks = check_block_response(asked_, response->response);
    if (!blocks) host_.report(*from_, costs::kBadBlockAnswer, now);
    if (!blocks || blocks->empty() || !blocks->front().justifications) return again(now);
    chain_.import_justifications(*asked_for_, *std::move(blocks->front().justifications));
}

void Justifications::on_verdict(const chain::BlockId& block, bool is_bad, Millis now) {
    if (!asked_for_ || *asked_for_ != block) return;
    if (from_) host_.report(*from_, is_bad ? costs::kBadJustification : kServed, now);
    again(now);
}

JustificationFigures Justifications::figures() const {
    JustificationFigures out{.active = request_ ? size_t{1} : 0, .importing = asked_for_ && !request_ ? size_t{1} : 0};
    for (const auto& [number, one] : needed_) {
        if (asked_for_ && one.hash == asked_for_->hash) continue;
        ++(one.asked == 0 ? out.pending : out.failed);
    }
    return out;
}

}  // namespace serinus::network::sync
