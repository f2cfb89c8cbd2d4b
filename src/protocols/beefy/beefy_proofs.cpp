#include "protocols/beefy/beefy_proofs.hpp"

namespace serinus::network::sync {

using consensus::beefy::AnswerVerdict;

void BeefyProofs::want(primitives::BlockNumber block, Millis now) {
    if (wanted_ != block) {
        if (request_) host_.cancel(*request_);
        request_.reset();
        is_judging_ = false;
        from_.reset();
        asked_.clear();
        wanted_ = block;
        wanted_since_ = now;
        pause_until_ = now;
    }
    plan(now);
}

void BeefyProofs::on_proven(primitives::BlockNumber block, Millis) {
    if (!wanted_ || *wanted_ > block) return;
    if (request_) host_.cancel(*request_);
    request_.reset();
    is_judging_ = false;
    from_.reset();
    wanted_.reset();
    wake_at_.reset();
}

void BeefyProofs::on_beefy_peer(const PeerId& peer, Millis now) {
    peers_.emplace(peer, 0);
    plan(now);
}

void BeefyProofs::on_beefy_peer_gone(const PeerId& peer, Millis now) {
    peers_.erase(peer);
    asked_.erase(peer);
    if (!request_ || from_ != peer) return;
    host_.cancel(*request_);
    request_.reset();
    from_.reset();
    plan(now);
}

void BeefyProofs::on_beefy_block(const PeerId& peer, primitives::BlockNumber block, Millis now) {
    const auto found = peers_.find(peer);
    if (found == peers_.end() || block <= found->second) return;
    const bool was_behind = wanted_ && found->second <= *wanted_;
    found->second = block;
    if (!was_behind || block <= *wanted_) return;
    // What the peer did not have it may have now.
    asked_.erase(peer);
    pause_until_ = now;
    plan(now);
}

std::optional<PeerId> BeefyProofs::choose(Millis now) const {
    std::optional<PeerId> any;
    for (const auto& [peer, block] : peers_) {
        if (asked_.contains(peer)) continue;
        if (block > *wanted_) return peer;
        if (!any) any = peer;
    }
    return now >= wanted_since_ + options_.patience_ms ? any : std::nullopt;
}

void BeefyProofs::plan(Millis now) {
    wake_at_.reset();
    if (!wanted_ || request_ || is_judging_) return;
    const Millis patient_until = wanted_since_ + options_.patience_ms;
    if (now < pause_until_) {
        wake_at_ = pause_until_;
        return;
    }
    while (const auto peer = choose(now)) {
        asked_.insert(*peer);
        request_ =
            host_.request(*this, *peer, options_.protocol, consensus::beefy::encode_proof_request(*wanted_), now);
        if (request_) {
            from_ = *peer;
            return;
        }
    }
    if (now < patient_until) {
        wake_at_ = patient_until;
        return;
    }
    ++figures_.no_peer;
    asked_.clear();
    wake_at_ = pause_until_ = now + options_.retry_ms;
}

void BeefyProofs::on_request(link::RequestEvent event, Millis now) {
    if (const auto* failed = std::get_if<link::RequestFailed>(&event)) {
        if (request_ != failed->request) return;
        request_.reset();
        ++(failed->error == link::RequestError::kRefused ? figures_.refused : figures_.errors);
        host_.report(*from_, kRequestFailed, now);
        from_.reset();
        return plan(now);
    }
    auto* response = std::get_if<link::ResponseReceived>(&event);
    if (response == nullptr || request_ != response->request) return;
    request_.reset();
    is_judging_ = true;
    sink_.receive_beefy_answer(*wanted_, std::move(response->response));
}

void BeefyProofs::on_verdict(primitives::BlockNumber block, AnswerVerdict verdict, Millis now) {
    if (!is_judging_ || wanted_ != block) return;
    is_judging_ = false;
    const auto from = std::exchange(from_, std::nullopt);
    if (verdict == AnswerVerdict::kGood) {
        ++figures_.good;
        wanted_.reset();
        if (from) host_.report(*from, kServed, now);
    } else if (verdict == AnswerVerdict::kBad) {
        ++figures_.invalid;
        if (from) host_.report(*from, kBadBeefyProof, now);
    } else {
        wanted_.reset();
    }
    plan(now);
}

}  // namespace serinus::network::sync
