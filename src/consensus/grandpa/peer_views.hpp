/// How far the peers of a node are, and which neighbor packets they have got. No I/O.
#pragma once

#include <map>

#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/message_verdict.hpp"

namespace serinus::consensus::grandpa {

using Millis = uint64_t;      ///< of a monotonic clock
using GossipPeer = uint64_t;  ///< the network's name for a peer

struct PeerViewsOptions {
    /// An unchanged neighbor packet is sent again after this time, and is a fault of the peer before half of it.
    /// Observed: NEIGHBOR_REBROADCAST_PERIOD of sc_consensus_grandpa, polkadot-stable2407
    Millis neighbor_period = 120'000;
    Millis answer_period = 60'000;  ///< between two answers to catch-up requests of a peer: ours
    size_t max_peers = 4096;        ///< messages of more peers are judged, but nothing is sent to them: ours
};

/// Outlives the voters, which come and go with their sets. Time O(log peers) for each message.
class PeerViews {
  public:
    explicit PeerViews(const PeerViewsOptions& options = {}) : options_(options) {}

    /// Repeated calls have no effect, and neither have those beyond `max_peers`.
    void join(GossipPeer peer);
    void leave(GossipPeer peer) { peers_.erase(peer); }
    size_t size() const noexcept { return peers_.size(); }

    /// A peer's neighbor packet: kNew, kTooManyPeers, kViewGoesBack or kViewRepeated. `previous` is what it said
    /// before. Spec: sect-grandpa-neighbor-msg
    MessageVerdict note(GossipPeer peer, const Neighbor& view, Millis now, std::optional<Neighbor>& previous);
    /// nullopt: it has not said anything yet.
    std::optional<Neighbor> find(GossipPeer peer) const;

    /// The first peer that says it is in this round of the set or in a later one, and its round; those in `without` are
    /// passed over. Time O(peers).
    std::optional<std::pair<GossipPeer, RoundNumber>> find_ahead(SetId set, RoundNumber round,
                                                                 const std::map<GossipPeer, Millis>& without) const;

    /// The peers that are to get the neighbor packet `own` now, in ascending order: new peers, all peers when the
    /// packet has changed, and those that got it a period ago. It counts as sent to them.
    std::vector<GossipPeer> take_due(const Neighbor& own, Millis now);
    /// When `take_due` has peers if nothing changes; nullopt: there are no peers.
    std::optional<Millis> next_due() const noexcept { return next_due_; }

    /// Whether a catch-up request of this peer may be answered; then it counts as answered.
    bool may_answer(GossipPeer peer, Millis now);

  private:
    struct Peer {
        std::optional<Neighbor> view;
        Millis view_at = 0;
        std::optional<Millis> sent_at;
        std::optional<Millis> answered_at;
    };

    PeerViewsOptions options_;
    std::map<GossipPeer, Peer> peers_;
    std::optional<Neighbor> sent_;  ///< the latest packet that was sent
    std::optional<Millis> next_due_;
};

}  // namespace serinus::consensus::grandpa
