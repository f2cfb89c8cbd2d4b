#include "protocols/grandpa/grandpa.hpp"

#include <algorithm>
#include <cmath>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::gossip {

namespace grandpa = consensus::grandpa;

GrandpaGossip::GrandpaGossip(Host& host, GossipSink& sink, const GrandpaGossipOptions& options)
    : GossipEngine(host, sink,
                   {.protocol = options.protocol,
                    .role = options.role,
                    .has_light_peers = true,
                    // Of commits that wait only the latest is of use.
                    .max_pending_proofs = 1,
                    .faulty_message = kFaultyGrandpaMessage,
                    .malformed_message = {}}),
      options_(options) {}

GossipMessage GrandpaGossip::message_of(const grandpa::OutgoingMessage& message) {
    GossipMessage out{.peer = message.peer, .from = message.from, .encoded = message.encoded};
    if (const auto* vote = std::get_if<grandpa::VoteMessage>(&message.message)) {
        out.kind = GossipKind::kVote;
        out.place = vote->round;
        out.set_id = vote->set_id;
        out.is_tracked = true;
        out.hash = hashing::blake2b_256(*message.encoded);
    } else if (const auto* commit = std::get_if<grandpa::CommitMessage>(&message.message)) {
        out.kind = GossipKind::kProof;
        out.place = commit->commit.target.number;
        out.set_id = commit->set_id;
    } else if (std::holds_alternative<grandpa::VersionedNeighbor>(message.message)) {
        out.kind = GossipKind::kPosition;
    }
    return out;
}

/// A message that cannot be decoded is the gadget's to judge. Commits of a thousand voters are not decoded twice.
bool GrandpaGossip::learn(const PeerId&, Peer& peer, BytesView message, Millis) {
    constexpr uint8_t kNeighborIndex = 2;
    if (message.empty() || message.front() != kNeighborIndex) return true;
    const auto decoded = scale::decode<grandpa::GossipMessage>(message);
    if (!decoded) return true;
    const auto& neighbor = std::get<grandpa::Neighbor>(std::get<grandpa::VersionedNeighbor>(*decoded));
    peer.view = {.set_id = neighbor.set_id, .round = neighbor.round, .finalized = neighbor.finalized};
    return true;
}

/// Observed: polkadot 1.25.1: votes go to peers of the same set that are in the round or beside it; commits to those of
/// the same set whose last final block is lower, as others take them for a fault.
bool GrandpaGossip::concerns(const Peer& peer, const GossipMessage& message) const {
    switch (message.kind) {
        case GossipKind::kVote:
            return peer.role != Role::kLight && peer.view.set_id == message.set_id &&
                   message.place + 1 >= peer.view.round && message.place <= peer.view.round + 1;
        case GossipKind::kProof:
            return peer.view.set_id == message.set_id && peer.view.finalized < message.place;
        case GossipKind::kPosition:
        case GossipKind::kOther:
            return true;
    }
    return true;
}

void GrandpaGossip::send(GossipMessage message, Millis now) {
    if (message.peer) return queue_for(*message.peer, message);
    if (message.kind == GossipKind::kVote) return send_vote(message, now);
    queue_for_all(message);
}

/// To some of those whom it concerns and who do not have it, and to the rest later.
void GrandpaGossip::send_vote(const GossipMessage& message, Millis now) {
    std::vector<std::pair<const PeerId*, Peer*>> all;
    for (auto& [id, peer] : peers()) {
        if (peer.is_open && concerns(peer, message) && !peer.known.contains(message.hash)) all.emplace_back(&id, &peer);
    }
    if (all.size() > options_.all_at_once) {
        std::ranges::shuffle(all, host().random());
        const auto root = static_cast<size_t>(std::sqrt(static_cast<double>(peers().size())));
        all.resize(std::max(options_.min_at_once, root));
        spreads_.push_back({.message = message, .at = now + options_.spread_ms});
        if (spreads_.size() > options_.max_spreads) spreads_.pop_front();
    }
    for (const auto& [id, peer] : all) queue(*id, *peer, message);
}

void GrandpaGossip::on_timer(Millis now) {
    while (!spreads_.empty() && spreads_.front().at <= now) {
        const Spread spread = std::move(spreads_.front());
        spreads_.pop_front();
        for (auto& [id, peer] : peers()) queue(id, peer, spread.message);
    }
}

std::optional<Millis> GrandpaGossip::next_timer() const {
    return spreads_.empty() ? std::nullopt : std::optional(spreads_.front().at);
}

}  // namespace serinus::network::gossip
