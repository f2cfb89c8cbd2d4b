/// The gossip of GRANDPA: carries the gadget's messages to the peers whom they concern, and brings it theirs.
/// Spec: sect-msg-grandpa
/// Observed: polkadot-stable2407, sc-consensus-grandpa, communication/gossip
#pragma once

#include <deque>

#include "consensus/grandpa/start.hpp"
#include "protocols/gossip/known_set.hpp"
#include "protocols/gossip/sync_peers.hpp"

namespace serinus::network::gossip {

using consensus::grandpa::GossipPeer;

/// The gadget, as the gossip sees it; its calls do not block.
class GrandpaSink {
  public:
    virtual ~GrandpaSink() = default;
    virtual void peer_joined(GossipPeer peer) = 0;
    virtual void peer_left(GossipPeer peer) = 0;
    /// Unless it is kTaken nothing more is read of the peer until GrandpaGossip::on_room().
    virtual platform::Admission receive(GossipPeer peer, Bytes message) = 0;
};

inline constexpr Report kFaultyGrandpaMessage{kMalicious, "Faulty message of GRANDPA"};

struct GrandpaGossipOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    size_t max_pending_per_peer = 512;  ///< messages that wait for a peer; the oldest votes are dropped
    size_t max_known_per_peer = 4096;
    /// A vote goes to so many peers at once, where there are more to the square root of their number, but at least
    /// `min_at_once`: each node then receives a vote that many times on average, and not once from each of its peers.
    size_t all_at_once = 12, min_at_once = 5;
    /// The rest is told if the vote still concerns it then: its round did not end. Observed: the reference widens its
    /// circle after 1.5 times the length of a round
    Millis spread_ms = 6'000;
    size_t max_spreads = 8192;  ///< votes that wait for that; the oldest are dropped
};

class GrandpaGossip final : public Module, public SyncPeerListener {
  public:
    GrandpaGossip(Host& host, GrandpaSink& sink, const GrandpaGossipOptions& options);

    /// A copy of consensus::grandpa::OutgoingMessage that can change threads.
    struct Message {
        enum class Kind : uint8_t { kVote, kCommit, kNeighbor, kOther } kind = Kind::kOther;
        consensus::grandpa::RoundNumber round = 0;  ///< of votes and commits
        consensus::grandpa::SetId set_id = 0;
        primitives::BlockNumber target = 0;  ///< of commits
        std::optional<GossipPeer> peer, from;
        std::shared_ptr<const Bytes> encoded;
    };
    static Message message_of(const consensus::grandpa::OutgoingMessage& message);

    void send(Message message, Millis now);
    /// What became of a message of a peer: whether it proves a lie.
    void on_judged(GossipPeer peer, bool is_lie, Millis now);
    /// The gadget takes messages of the peer again.
    void on_room(GossipPeer peer);

    /// Those of the gadget's peers that are still connected.
    std::vector<PeerId> peers_of(const std::vector<GossipPeer>& peers) const;

    void on_sync_peer(const PeerId& peer, Role role, Millis now) override;
    void on_sync_peer_gone(const PeerId& peer, Millis now) override;
    void on_notification(link::NotificationEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    /// A vote that some peers are told later.
    struct Spread {
        Message message;
        Hash256 hash;
        Millis at = 0;
    };
    struct Peer {
        GossipPeer number = 0;
        Role role = Role::kFull;
        bool is_open = false;
        consensus::grandpa::Neighbor view;  ///< what the peer said last
        std::deque<Message> pending;
        KnownSet known;
    };

    bool concerns(const Peer& peer, const Message& message) const;
    void send_vote(const Message& message, Millis now);
    void queue(const PeerId& id, Peer& peer, const Message& message);
    void pump(const PeerId& id, Peer& peer);
    void learn(Peer& peer, BytesView message);

    Host& host_;
    GrandpaSink& sink_;
    GrandpaGossipOptions options_;
    std::map<PeerId, Peer> peers_;
    std::map<GossipPeer, PeerId> by_number_;
    GossipPeer next_number_ = 1;
    std::deque<Spread> spreads_;  ///< by their times
};

}  // namespace serinus::network::gossip
