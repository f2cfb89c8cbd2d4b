/// The gossip of BEEFY: carries votes and finality proofs to all peers that do not have them, and brings the gadget
/// theirs.
/// Observed: polkadot-sdk v1.1.0, sc-consensus-beefy, communication/gossip; sc-network-gossip
#pragma once

#include <deque>

#include "consensus/beefy/start.hpp"
#include "protocols/gossip/known_set.hpp"
#include "protocols/gossip/sync_peers.hpp"

namespace serinus::network::gossip {

/// The gadget, as the gossip sees it; its calls do not block.
class BeefySink {
  public:
    virtual ~BeefySink() = default;
    /// Unless it is kTaken nothing more is read of the peer until BeefyGossip::on_room().
    virtual platform::Admission receive_beefy(consensus::beefy::PeerId peer, Bytes message) = 0;
    /// What waits of the peer is of no use.
    virtual void beefy_peer_left(consensus::beefy::PeerId peer) = 0;
};

/// Hears of the peers with which the protocol is open, and how far they are by what they send.
class BeefyPeerListener {
  public:
    virtual ~BeefyPeerListener() = default;
    virtual void on_beefy_peer(const PeerId& peer, Millis now) = 0;
    virtual void on_beefy_peer_gone(const PeerId& peer, Millis now) = 0;
    /// The peer sent a vote for this block, or a proof of it.
    virtual void on_beefy_block(const PeerId& peer, primitives::BlockNumber block, Millis now) = 0;
};

inline constexpr Report kMalformedBeefyMessage{kMalicious, "Malformed message of BEEFY"};
inline constexpr Report kFaultyBeefyMessage{kMalicious, "Faulty message of BEEFY"};

struct BeefyGossipOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    size_t max_pending_per_peer = 512;  ///< messages that wait for a peer; the oldest are dropped
    size_t max_pending_proofs = 8;      ///< of them
    size_t max_known_per_peer = 4096;
    size_t max_live = 4096;  ///< votes that new peers are told; the oldest are dropped
};

class BeefyGossip final : public Module, public SyncPeerListener {
  public:
    using GossipPeer = consensus::beefy::PeerId;
    using Message = consensus::beefy::OutgoingMessage;

    BeefyGossip(Host& host, BeefySink& sink, const BeefyGossipOptions& options);
    /// Must outlive this.
    void set_listener(BeefyPeerListener& listener) { listener_ = &listener; }

    void send(const Message& message);
    /// Votes before it are of no use to anybody from here on.
    void set_filter(const consensus::beefy::GossipFilter& filter);
    /// What became of a message of a peer: whether it proves a lie.
    void on_judged(GossipPeer peer, bool is_lie, Millis now);
    /// The gadget takes messages of the peer again.
    void on_room(GossipPeer peer);
    size_t live_count() const noexcept { return live_.size(); }

    void on_sync_peer(const PeerId& peer, Role role, Millis now) override;
    void on_sync_peer_gone(const PeerId& peer, Millis now) override;
    void on_notification(link::NotificationEvent event, Millis now) override;

  private:
    struct Waiting {
        Message message;
        Hash256 hash;
    };
    struct Peer {
        GossipPeer number = 0;
        bool is_open = false;
        std::deque<Waiting> pending;
        KnownSet known;
    };

    bool is_of_use(const Message& message) const;
    void receive(const PeerId& id, Peer& peer, Bytes message, Millis now);
    void queue(const PeerId& id, Peer& peer, const Waiting& waiting);
    void pump(const PeerId& id, Peer& peer);
    void close(const PeerId& id, Peer& peer, Millis now);

    Host& host_;
    BeefySink& sink_;
    BeefyGossipOptions options_;
    BeefyPeerListener* listener_ = nullptr;
    std::optional<consensus::beefy::GossipFilter> filter_;
    std::map<PeerId, Peer> peers_;
    std::map<GossipPeer, PeerId> by_number_;
    GossipPeer next_number_ = 1;
    std::deque<Waiting> live_;
    std::optional<Waiting> last_proof_;
};

}  // namespace serinus::network::gossip
