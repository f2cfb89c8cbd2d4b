/// The peers with which a protocol of parachains is open: `validation/3` with other validators, and a few that are
/// none; the versions of `collation` with collators. Observed: polkadot-network-bridge 36.0.0;
/// polkadot-node-network-protocol 36.0.0, peer_set.rs
///
/// - The handshake is the byte of the role. Of `validation/3` this node opens a pair with each sync peer that is an
///   authority; it accepts pairs of authorities, and of a number of others. Of `collation` it opens none.
/// - The first message is this node's view, unless it is empty: the reference punishes empty views. Another follows
///   when the leaves change.
#pragma once

#include <deque>
#include <map>

#include "parachain/wire/validation_messages.hpp"
#include "platform/mailbox.hpp"
#include "protocols/gossip/sync_peers.hpp"

namespace serinus::services::paras {

using network::Millis;
using network::PeerId;

/// A peer from the opening of its pair to the end of it; one that comes back has another number.
using PeerNumber = uint64_t;

/// Hears of the peers, on the network's thread; its calls do not block.
class PeerSink {
  public:
    virtual ~PeerSink() = default;
    virtual void joined(PeerNumber number, const PeerId& peer) = 0;
    /// What waits of the peer is of no use.
    virtual void gone(PeerNumber number) = 0;
    /// Unless it is kTaken nothing more is read of the peer until NotificationPeers::on_room().
    virtual platform::Admission receive(PeerNumber number, Bytes message) = 0;
};

struct NotificationPeersOptions {
    network::link::NotificationIndex protocol = 0;
    network::gossip::Role role = network::gossip::Role::kAuthority;  ///< of this node
    bool opens = true;                                               ///< pairs with authorities
    size_t max_others = 11;                      ///< peers that are no authorities, beyond which pairs are refused
    size_t max_pending_messages = 1024;          ///< of one peer; the oldest are dropped
    size_t max_pending_bytes = size_t{4} << 20;  ///< likewise
    Millis retry_ms = 5'000;                     ///< from the failure of a pair to the next attempt
};

class NotificationPeers final : public network::Module, public network::gossip::SyncPeerListener {
  public:
    NotificationPeers(network::Host& host, PeerSink& sink, const NotificationPeersOptions& options);

    /// Whether authority discovery knows the peer as an authority. Empty: nobody is known.
    std::function<bool(const PeerId&)> is_authority;

    /// Of this node. Told to all peers if its heads are others than before.
    void set_view(const parachain::View& view);
    /// To those of the peers whose pair stands.
    void send(const std::vector<PeerId>& peers, const std::shared_ptr<const Bytes>& message);
    /// Ends the pair with a peer, which may come back.
    void disconnect(const PeerId& peer);
    /// Messages of the peer are taken again.
    void on_room(PeerNumber number);
    /// The peer behind a number; nullptr: it is gone.
    const PeerId* find(PeerNumber number) const;

    struct Figures {
        size_t peers = 0;  ///< whose pair stands
        uint64_t sent = 0, received = 0, dropped = 0;
    };
    Figures figures() const;

    void on_sync_peer(const PeerId& peer, network::gossip::Role role, Millis now) override;
    void on_sync_peer_gone(const PeerId& peer, Millis now) override;
    void on_notification(network::link::NotificationEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    using Message = std::shared_ptr<const Bytes>;
    struct Peer {
        PeerNumber number = 0;
        std::deque<Message> pending = {};
        size_t pending_bytes = 0;
    };

    bool may_accept(const PeerId& peer) const;
    void open(const PeerId& peer, Millis now);
    void close(const PeerId& peer);
    void queue(const PeerId& id, Peer& peer, const Message& message);
    void pump(const PeerId& id, Peer& peer);
    /// nullptr while the view is empty.
    Message view_message() const;

    network::Host& host_;
    PeerSink& sink_;
    NotificationPeersOptions options_;
    parachain::View view_;
    std::map<PeerId, network::gossip::Role> sync_peers_;
    std::map<PeerId, Peer> peers_;  ///< whose pair stands
    std::map<PeerNumber, PeerId> by_number_;
    std::map<PeerId, Millis> retry_at_;
    PeerNumber next_number_ = 1;
    Figures figures_;
};

}  // namespace serinus::services::paras
