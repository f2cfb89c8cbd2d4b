#include "protocols/sync/history.hpp"

#include "protocols/sync/costs.hpp"

namespace serinus::network::sync {

void History::add_peer(const PeerId& peer, Millis now) {
    peers_.try_emplace(peer, 0);
    plan(now);
}

void History::remove_peer(const PeerId& peer, Millis now) {
    if (peers_.erase(peer) == 0) return;
    if (request_ && from_ == peer) {
        host_.cancel(*request_);
        request_.reset();
        from_.reset();
    }
    plan(now);
}

void History::on_timer(Millis now) {
    wake_at_.reset();
    plan(now);
}

/// Peers take turns.
void History::plan(Millis now) {
    if (from_ || wake_at_) return;
    const auto missing = chain_.highest_missing();
    fetching_.reset();
    if (!missing || peers_.empty()) return;
    fetching_ = missing->number;
    auto next = last_ ? peers_.upper_bound(*last_) : peers_.begin();
    for (size_t i = 0; i < peers_.size(); ++i, ++next) {
        if (next == peers_.end()) next = peers_.begin();
        if (next->second > now) continue;
        asked_ = {.fields = {.header = true, .body = chain_.wants_body(missing->number)},
                  .from = missing->hash,
                  .direction = Direction::kDescending,
                  .max_blocks = std::min<uint32_t>(options_.max_blocks, missing->number)};
        request_ = host_.request(*this, next->first, options_.protocol, encode(asked_), now);
        if (!request_) continue;
        from_ = last_ = next->first;
        return;
    }
    if (!peers_.empty()) wake_at_ = now + options_.retry_ms;
}

void History::on_request(link::RequestEvent event, Millis now) {
    const auto* response = std::get_if<link::ResponseReceived>(&event);
    const auto* failed = std::get_if<link::RequestFailed>(&event);
    if (response != nullptr && request_ == response->request) {
        request_.reset();
        auto blocks = check_block_response(asked_, response->response);
        if (blocks && !blocks->empty()) {
            storing_ = blocks->size();
            return chain_.store(*std::move(blocks));
        }
        if (!blocks) host_.report(*from_, costs::kBadBlockAnswer, now);
    } else if (failed != nullptr && request_ == failed->request) {
        request_.reset();
        host_.report(*from_, kRequestFailed, now);
    } else {
        return;
    }
    const auto peer = peers_.find(*from_);
    // It may keep no such blocks: it is asked again when there are more to ask than it refused.
    if (peer != peers_.end()) peer->second = now + 10 * options_.retry_ms;
    from_.reset();
    plan(now);
}

void History::on_stored(bool is_good, Millis now) {
    if (!from_) return;
    if (is_good) {
        stored_ += storing_;
        host_.report(*from_, kServed, now);
    } else {
        const auto peer = peers_.find(*from_);
        if (peer != peers_.end()) peer->second = now + 10 * options_.retry_ms;
    }
    from_.reset();
    wake_at_ = now + options_.pause_ms;
}

}  // namespace serinus::network::sync
