/// The shared part of the gossip of finality gadgets: a pair of notifications with each sync peer, numbers by which the
/// gadget knows these peers, what each of them has, what waits for it, and what the gadget has no room for.
/// Observed: sc-network-gossip, polkadot-stable2407
#pragma once

#include <deque>
#include <map>

#include "platform/mailbox.hpp"
#include "primitives/header.hpp"
#include "protocols/gossip/known_set.hpp"
#include "protocols/gossip/sync_peers.hpp"

namespace serinus::network::gossip {

/// A peer, as a gadget knows it. A peer that comes back has another number.
using GossipPeer = uint64_t;

/// The gadget, as its gossip sees it; its calls do not block.
class GossipSink {
  public:
    virtual ~GossipSink() = default;
    /// The protocol is open with the peer.
    virtual void peer_joined(GossipPeer) {}
    /// Waiting messages of the peer are of no use.
    virtual void on_disconnected(GossipPeer peer) = 0;
    /// Unless it is kTaken nothing more is read of the peer until GossipEngine::on_room().
    virtual platform::Admission receive(GossipPeer peer, Bytes message) = 0;
};

enum class GossipKind : uint8_t {
    kVote,
    kProof,     ///< of finality
    kPosition,  ///< where the sender is: of those that wait only the latest is of use
    kOther,
};

/// A message of the gadget, or one of another node that is passed on.
struct GossipMessage {
    GossipKind kind = GossipKind::kOther;
    uint64_t set_id = 0;
    uint64_t place = 0;                    ///< the block, or of votes of GRANDPA the round
    std::optional<GossipPeer> peer = {};   ///< the only one that it is for
    std::optional<GossipPeer> from = {};   ///< the peer that sent it
    bool is_tracked = false;               ///< it is not sent to a peer that has it
    bool is_repeat = false;                ///< although it is tracked
    std::shared_ptr<const Bytes> encoded;  ///< as in a notification
    Hash256 hash = {};                     ///< BLAKE2b of `encoded`; of tracked ones
};

struct GossipEngineOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;  ///< of this node
    bool has_light_peers = false;
    size_t max_pending_per_peer = 512;  ///< messages that wait for a peer; the oldest are dropped
    size_t max_pending_proofs = 8;      ///< of them; likewise
    size_t max_known_per_peer = 4096;
    Report faulty_message;     ///< what a peer pays for a message that proves a lie
    Report malformed_message;  ///< and for one that learn() refuses
};

/// The rules of a protocol are those of a class that is derived from this.
class GossipEngine : public Module, public SyncPeerListener {
  public:
    GossipEngine(Host& host, GossipSink& sink, const GossipEngineOptions& options);

    /// Costs and benefits of the peer for its messages, unless it has gone.
    void report(GossipPeer peer, const Report& report, Millis now);
    /// The same for one message: whether it proves a lie.
    void on_verdict(GossipPeer peer, bool is_lie, Millis now) {
        if (is_lie) report(peer, options_.faulty_message, now);
    }
    /// The gadget takes messages of the peer again.
    void on_room(GossipPeer peer);
    /// Those of the gadget's peers that are still connected.
    std::vector<PeerId> peers_of(const std::vector<GossipPeer>& peers) const;

    void on_sync_peer(const PeerId& peer, Role role, Millis now) final;
    void on_sync_peer_gone(const PeerId& peer, Millis now) final;
    void on_notification(link::NotificationEvent event, Millis now) final;

  protected:
    /// Where a peer is, as its messages say. Observed: polkadot 1.25.1: one that never said it counts as in round 1 of
    /// set 0
    struct View {
        uint64_t set_id = 0, round = 1;
        primitives::BlockNumber finalized = 0;
    };
    struct Peer {
        GossipPeer number = 0;
        Role role = Role::kFull;
        bool is_open = false;
        View view;
        std::deque<GossipMessage> pending;
        KnownSet known;
    };

    /// Whether the message is of use to the peer. It is asked when a message is to wait, and when it is to leave.
    virtual bool concerns(const Peer& peer, const GossipMessage& message) const = 0;
    /// What a message says of the peer that sent it. False: it is malformed, and not given to the gadget.
    virtual bool learn(const PeerId& id, Peer& peer, BytesView message, Millis now) = 0;
    virtual void on_opened(const PeerId&, Peer&, Millis) {}
    virtual void on_closed(const PeerId&, Millis) {}

    /// To the peer, unless the message does not concern it or it has it.
    void queue(const PeerId& id, Peer& peer, const GossipMessage& message);
    /// To all but the peer that sent it.
    void queue_for_all(const GossipMessage& message);
    void queue_for(GossipPeer peer, const GossipMessage& message);
    std::map<PeerId, Peer>& peers() noexcept { return peers_; }
    Host& host() noexcept { return host_; }

  private:
    void receive(const PeerId& id, Peer& peer, Bytes message, Millis now);
    void pump(const PeerId& id, Peer& peer);
    void close(const PeerId& id, Peer& peer, Millis now);

    Host& host_;
    GossipSink& sink_;
    GossipEngineOptions options_;
    std::map<PeerId, Peer> peers_;
    std::map<GossipPeer, PeerId> by_number_;
    GossipPeer next_number_ = 1;
};

}  // namespace serinus::network::gossip
