#include "consensus/grandpa/peer_views.hpp"

#include <algorithm>

namespace serinus::consensus::grandpa {

void PeerViews::join(GossipPeer peer) {
    if (peers_.size() >= options_.max_peers) return;
    if (peers_.try_emplace(peer).second) next_due_ = 0;
}

MessageVerdict PeerViews::note(GossipPeer peer, const Neighbor& view, Millis now, std::optional<Neighbor>& previous) {
    join(peer);
    const auto found = peers_.find(peer);
    if (found == peers_.end()) return MessageVerdict::kTooManyPeers;
    Peer& known = found->second;
    previous = known.view;
    if (previous) {
        const bool goes_back = view.set_id < previous->set_id ||
                               (view.set_id == previous->set_id && view.round < previous->round) ||
                               view.finalized < previous->finalized;
        if (goes_back) return MessageVerdict::kViewGoesBack;
        if (view == *previous && now < known.view_at + options_.neighbor_period / 2) {
            return MessageVerdict::kViewRepeated;
        }
    }
    known.view = view;
    known.view_at = now;
    return MessageVerdict::kNew;
}

std::optional<Neighbor> PeerViews::find(GossipPeer peer) const {
    const auto found = peers_.find(peer);
    return found == peers_.end() ? std::nullopt : found->second.view;
}

std::optional<std::pair<GossipPeer, RoundNumber>> PeerViews::find_ahead(
    SetId set, RoundNumber round, const std::map<GossipPeer, Millis>& without) const {
    for (const auto& [id, peer] : peers_) {
        if (!peer.view || peer.view->set_id != set || peer.view->round < round || without.contains(id)) continue;
        return std::pair(id, peer.view->round);
    }
    return std::nullopt;
}

std::vector<GossipPeer> PeerViews::take_due(const Neighbor& own, Millis now) {
    const bool changed = sent_ != own;
    if (!changed && (!next_due_ || now < *next_due_)) return {};
    sent_ = own;
    std::vector<GossipPeer> out;
    next_due_.reset();
    for (auto& [id, peer] : peers_) {
        if (changed || !peer.sent_at || now >= *peer.sent_at + options_.neighbor_period) {
            peer.sent_at = now;
            out.push_back(id);
        }
        const Millis due = *peer.sent_at + options_.neighbor_period;
        next_due_ = std::min(next_due_.value_or(due), due);
    }
    return out;
}

bool PeerViews::may_answer(GossipPeer peer, Millis now) {
    join(peer);
    const auto found = peers_.find(peer);
    if (found == peers_.end()) return false;
    auto& answered_at = found->second.answered_at;
    if (answered_at && now < *answered_at + options_.answer_period) return false;
    answered_at = now;
    return true;
}

}  // namespace serinus::consensus::grandpa
