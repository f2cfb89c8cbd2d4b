#include "protocols/sync/warp_sync.hpp"

#include "protocols/sync/costs.hpp"

namespace serinus::network::sync {
namespace {

BlockRequest body_request(const Hash256& block) {
    return {{.header = true, .body = true}, block, Direction::kAscending, 1};
}

}  // namespace

void WarpSync::on_peer(const PeerId& id, BlockNumber best, Millis now) {
    if (!is_running()) return;
    peers_[id].best = best;
    if (!first_peer_at_) first_peer_at_ = now;
    if (state_) state_->add_peer(id, now);
    plan(now);
}

void WarpSync::on_peer_left(const PeerId& id, Millis now) {
    if (peers_.erase(id) == 0) return;
    if (request_ && asked_peer_ == id) {
        host_.cancel(*request_);
        request_.reset();
        asked_peer_.reset();
    }
    if (peers_.empty()) first_peer_at_.reset();
    if (state_) state_->remove_peer(id, now);
    plan(now);
}

std::optional<Millis> WarpSync::next_timer() const {
    if (!state_) return wake_at_;
    const auto state = state_->next_timer();
    return wake_at_ && state ? std::min(wake_at_, state) : (wake_at_ ? wake_at_ : state);
}

void WarpSync::plan(Millis now) {
    wake_at_.reset();
    if (phase_ == WarpPhase::kPeers && first_peer_at_ && options_.is_target_told) return await_told_target(now);
    if (phase_ == WarpPhase::kPeers && first_peer_at_) {
        if (chain_.has_target()) return start_download(now);
        if (waits_for_peers(now)) return;
        phase_ = WarpPhase::kProofs;
    }
    if (phase_ == WarpPhase::kProofs && !asked_peer_) ask_for_proof(now);
    if (phase_ == WarpPhase::kBody && !asked_peer_) ask_for_body(now);
    if (phase_ == WarpPhase::kState && state_) {
        state_->plan(now);
        check_state(now);
    }
}

/// A target whose state nobody has any more is of no use.
void WarpSync::await_told_target(Millis now) {
    const bool is_usable = chain_.has_target() && lost_ != chain_.proven();
    if (is_usable || chain_.take_told_target()) start_download(now);
}

void WarpSync::on_useless(Millis now) {
    if (phase_ == WarpPhase::kPeers && !chain_.has_target()) end(WarpPhase::kUseless, now);
}

/// True: on_timer() comes when it is enough.
bool WarpSync::waits_for_peers(Millis now) {
    const Millis patient_until = first_peer_at_.value_or(now) + options_.patience_ms;
    if (peers_.size() >= options_.min_peers || now >= patient_until) return false;
    wake_at_ = patient_until;
    return true;
}

/// Of the highest peer that may be asked.
void WarpSync::ask_for_proof(Millis now) {
    std::pair<const PeerId, Peer>* best = nullptr;
    for (auto& one : peers_) {
        if (one.second.is_liar) continue;
        if (one.second.pause_until > now) {
            wake_at_ = std::min(wake_at_.value_or(one.second.pause_until), one.second.pause_until);
        } else if (best == nullptr || one.second.best > best->second.best) {
            best = &one;
        }
    }
    if (best == nullptr) return;
    request_ = host_.request(*this, best->first, options_.warp_protocol, chain_.proven().bytes, now);
    if (request_) {
        asked_peer_ = best->first;
    } else {
        best->second.pause_until = now + options_.retry_ms;
        wake_at_ = std::min(wake_at_.value_or(best->second.pause_until), best->second.pause_until);
    }
}

void WarpSync::on_request(link::RequestEvent event, Millis now) {
    if (state_ && state_->on_request(event, now)) return check_state(now);
    if (auto* response = std::get_if<link::ResponseReceived>(&event); response && request_ == response->request) {
        request_.reset();
        if (phase_ == WarpPhase::kProofs) {
            proof_bytes_ += response->response.size();
            return chain_.check_proof(std::move(response->response));
        }
        const PeerId from = *std::exchange(asked_peer_, std::nullopt);
        auto blocks = check_block_response(body_request(chain_.proven()), response->response);
        if (!blocks || blocks->empty()) {
            without_body_.insert(from);
            return plan(now);
        }
        phase_ = WarpPhase::kImport;
        return chain_.import_target(std::move(blocks->front().body));
    }
    if (const auto* failed = std::get_if<link::RequestFailed>(&event); failed && request_ == failed->request) {
        request_.reset();
        asked_peer_.reset();
        const auto peer = peers_.find(failed->peer);
        if (peer != peers_.end()) peer->second.pause_until = now + options_.retry_ms;
        if (phase_ == WarpPhase::kBody) without_body_.insert(failed->peer);
        host_.report(failed->peer, kRequestFailed, now);
        plan(now);
    }
}

/// Others want the body of this node later. Without it, if nobody has it.
void WarpSync::ask_for_body(Millis now) {
    for (const auto& [id, peer] : peers_) {
        if (peer.is_liar || without_body_.contains(id)) continue;
        request_ = host_.request(*this, id, options_.block_protocol, encode(body_request(chain_.proven())), now);
        if (!request_) continue;
        asked_peer_ = id;
        return;
    }
    phase_ = WarpPhase::kImport;
    chain_.import_target(std::nullopt);
}

void WarpSync::on_checked(const Checked& checked, Millis now) {
    if (!is_running() || !asked_peer_) return;
    const PeerId from = *std::exchange(asked_peer_, std::nullopt);
    if (checked.is_failure) return end(WarpPhase::kFailed, now);
    const auto peer = peers_.find(from);
    if (!checked.is_good) {
        if (peer != peers_.end()) peer->second.is_liar = true;
        host_.report(from, costs::kBadWarpProof, now);
        return plan(now);
    }
    fragments_ += checked.fragments;
    if (checked.fragments > 0) host_.report(from, kServed, now);
    if (!checked.is_finished) {
        // A proof that leads nowhere is of no use, and comes again if it is asked for again.
        if (checked.fragments == 0 && peer != peers_.end()) peer->second.pause_until = now + options_.retry_ms;
        return plan(now);
    }
    if (!chain_.has_target()) return end(WarpPhase::kUseless, now);
    if (lost_ == chain_.proven()) {  // until something above it is final
        if (peer != peers_.end()) peer->second.pause_until = now + options_.retry_ms;
        return plan(now);
    }
    start_download(now);
}

void WarpSync::start_download(Millis) {
    phase_ = WarpPhase::kState;
    chain_.start_download();
}

void WarpSync::on_download(std::optional<std::set<state::OpenPart>> open, Millis now) {
    if (phase_ != WarpPhase::kState) return;
    if (!open) return end(WarpPhase::kFailed, now);
    state_ = std::make_unique<StateSync>(host_, *this, chain_, chain_.proven(), *std::move(open), options_.state);
    for (const auto& [id, peer] : peers_) {
        if (!peer.is_liar) state_->add_peer(id, now);
    }
    check_state(now);
}

void WarpSync::on_taken(const PeerId& from, std::optional<StateSync::Verdict> verdict, std::set<state::OpenPart> open,
                        Millis now) {
    if (phase_ != WarpPhase::kState || !state_) return;
    state_->on_taken(from, verdict, std::move(open), now);
    check_state(now);
}

void WarpSync::check_state(Millis now) {
    if (phase_ != WarpPhase::kState || !state_) return;
    switch (state_->outcome()) {
        case StateSync::Outcome::kRunning:
            return;
        case StateSync::Outcome::kFailed:
            return end(WarpPhase::kFailed, now);
        case StateSync::Outcome::kComplete:
            phase_ = WarpPhase::kBody;
            state_.reset();
            return ask_for_body(now);
        case StateSync::Outcome::kLost:
            if (waits_for_peers(now)) return;  // one that has it may come
            // Finality went on, and what the peers keep with it: the next target is a later block.
            lost_ = chain_.proven();
            phase_ = options_.is_target_told ? WarpPhase::kPeers : WarpPhase::kProofs;
            state_.reset();
            return plan(now);
    }
}

void WarpSync::on_imported(bool is_imported, Millis now) {
    if (phase_ == WarpPhase::kImport) end(is_imported ? WarpPhase::kDone : WarpPhase::kFailed, now);
}

void WarpSync::end(WarpPhase phase, Millis now) {
    phase_ = phase;
    state_.reset();
    wake_at_.reset();
    if (request_) host_.cancel(*request_);
    request_.reset();
    if (on_end) on_end(now);
}

}  // namespace serinus::network::sync
