#include "services/parachain/requests/dialing_requester.hpp"

#include <algorithm>

namespace serinus::services::paras {

using network::wire::Multiaddr;

void DialingRequester::ask(RequestToken token, const PeerId& peer, RequestKind kind, const Bytes& content,
                           std::optional<RequestKind> fallback, Millis now) {
    if (core_.is_connected(peer)) return requester_.ask(token, peer, kind, content, fallback, now);
    const auto [found, is_new] = waiting_.try_emplace(peer);
    found->second.asks.push_back({token, kind, content, fallback});
    if (!is_new) return;
    found->second.addresses = addresses_(peer, now);
    if (found->second.addresses.size() > kMaxAddresses) found->second.addresses.resize(kMaxAddresses);
    std::ranges::reverse(found->second.addresses);
    turns_.push_back(peer);
    fill_turns(now);
}

void DialingRequester::fill_turns(Millis now) {
    while (dials_ < kMaxDials && !turns_.empty()) {
        const PeerId peer = turns_.front();
        turns_.pop_front();
        const auto found = waiting_.find(peer);
        if (found != waiting_.end() && !found->second.dialed) dial_next(peer, found->second, now);
    }
}

void DialingRequester::dial_next(const PeerId& peer, Waiting& waiting, Millis now) {
    if (waiting.dialed) {
        --dials_;
        waiting.dialed.reset();
    }
    if (waiting.addresses.empty()) return fail(peer);
    waiting.dialed = waiting.addresses.back().without_peer_id();
    waiting.addresses.pop_back();
    waiting.deadline = now + kDialTimeoutMs;
    ++dials_;
    core_.dial(*waiting.dialed, peer);
}

void DialingRequester::fail(const PeerId& peer) {
    const auto gone = waiting_.extract(peer);
    for (const Ask& one : gone.mapped().asks) sink_.answered(one.token, one.kind, std::nullopt);
}

void DialingRequester::on_peer_connected(const PeerId& peer, Millis now) {
    const auto here = waiting_.extract(peer);
    if (here.empty()) return;
    if (here.mapped().dialed) --dials_;
    for (const Ask& one : here.mapped().asks) requester_.ask(one.token, peer, one.kind, one.content, one.fallback, now);
    fill_turns(now);
}

void DialingRequester::on_dial_failed(const Multiaddr& address, bool, Millis now) {
    const auto peer = address.peer_id();
    const auto found = peer ? waiting_.find(*peer) : waiting_.end();
    if (found == waiting_.end() || found->second.dialed != address.without_peer_id()) return;
    dial_next(*peer, found->second, now);
    fill_turns(now);
}

void DialingRequester::on_timer(Millis now) {
    std::vector<PeerId> late;
    for (const auto& [peer, one] : waiting_) {
        if (one.dialed && one.deadline <= now) late.push_back(peer);
    }
    for (const PeerId& peer : late) dial_next(peer, waiting_.at(peer), now);
    fill_turns(now);
}

std::optional<Millis> DialingRequester::next_timer() const {
    std::optional<Millis> next;
    for (const auto& [peer, one] : waiting_) {
        if (one.dialed && (!next || one.deadline < *next)) next = one.deadline;
    }
    return next;
}

}  // namespace serinus::services::paras
