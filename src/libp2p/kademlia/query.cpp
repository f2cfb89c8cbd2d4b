#include "libp2p/kademlia/query.hpp"

#include <algorithm>

namespace serinus::network::kademlia {

Query::Query(const Key& target, const PeerId& own, std::vector<PeerInfo> start, const QueryOptions& options, Millis now)
    : target_(target), own_(own), options_(options), begin_(now) {
    for (const PeerInfo& one : start) add(one, true);
}

void Query::add(const PeerInfo& info, bool is_from_start) {
    if (info.peer == own_) return;
    const Key at = distance(key_of(info.peer), target_);
    const auto found = candidates_.find(at);
    if (found != candidates_.end()) {
        // Other peers may know other addresses of a peer that was not reached yet.
        if (found->second.state != State::kNew) return;
        auto& known = found->second.info.addresses;
        for (const auto& address : info.addresses) {
            if (known.size() < kMaxAddressesPerPeer && std::ranges::find(known, address) == known.end())
                known.push_back(address);
        }
        return;
    }
    if (candidates_.size() >= options_.max_candidates) {
        // The furthest one that was not asked makes room, if the new one is closer.
        const auto furthest = std::ranges::find_if(candidates_.rbegin(), candidates_.rend(),
                                                   [](const auto& one) { return one.second.state == State::kNew; });
        if (furthest == candidates_.rend() || furthest->first < at) return;
        candidates_.erase(furthest->first);
    }
    candidates_.emplace(at, Candidate{.info = info, .is_from_start = is_from_start});
}

Query::Candidate* Query::find(const PeerId& peer) {
    const auto found = candidates_.find(distance(key_of(peer), target_));
    return found == candidates_.end() ? nullptr : &found->second;
}

std::optional<PeerInfo> Query::next(Millis now) {
    if (is_over(now) || asked_ >= options_.max_asked) return std::nullopt;
    size_t in_flight = 0;
    for (const auto& [at, one] : candidates_) {
        in_flight += one.state == State::kAsked && now < one.asked_at + options_.slow_ms;
    }
    if (in_flight >= options_.parallelism) return std::nullopt;
    // Only the k closest that did not fail matter; slow ones do not count as if they had answered.
    size_t passed = 0;
    for (auto& [at, one] : candidates_) {
        if (one.state == State::kFailed) continue;
        if (passed == options_.k) break;
        const bool is_slow = one.state == State::kAsked && now >= one.asked_at + options_.slow_ms;
        passed += !is_slow;
        if (one.state != State::kNew) continue;
        one.state = State::kAsked;
        one.asked_at = now;
        ++asked_;
        return one.info;
    }
    return std::nullopt;
}

void Query::on_answer(const PeerId& from, const std::vector<PeerInfo>& closer) {
    Candidate* const candidate = find(from);
    if (candidate == nullptr || candidate->state != State::kAsked) return;
    candidate->state = State::kAnswered;
    ++answered_;
    const size_t count = std::min(closer.size(), kMaxPeersPerMessage);
    for (size_t i = 0; i < count; ++i) add(closer[i], false);
}

void Query::on_failure(const PeerId& peer) {
    Candidate* const candidate = find(peer);
    if (candidate != nullptr && candidate->state == State::kAsked) candidate->state = State::kFailed;
}

void Query::skip(const PeerId& peer) {
    Candidate* const candidate = find(peer);
    if (candidate == nullptr || candidate->state != State::kAsked) return;
    candidate->state = State::kFailed;
    --asked_;
}

bool Query::is_over(Millis now) const {
    if (is_finished_ || now >= begin_ + options_.timeout_ms) return true;
    size_t answered = 0;
    bool may_ask = asked_ < options_.max_asked;
    for (const auto& [at, one] : candidates_) {
        if (answered == options_.k) return true;
        if (one.state == State::kAsked) return false;
        if (one.state == State::kNew && may_ask) return false;
        answered += one.state == State::kAnswered;
    }
    return true;
}

std::optional<Millis> Query::next_timer(Millis now) const {
    Millis out = begin_ + options_.timeout_ms;
    for (const auto& [at, one] : candidates_) {
        const Millis slow = one.asked_at + options_.slow_ms;
        if (one.state == State::kAsked && slow > now) out = std::min(out, slow);
    }
    return out;
}

std::vector<PeerInfo> Query::closest() const {
    std::vector<PeerInfo> out;
    for (const auto& [at, one] : candidates_) {
        if (one.state == State::kAnswered && out.size() < options_.k) out.push_back(one.info);
    }
    return out;
}

}  // namespace serinus::network::kademlia
