/// What is said to and by the peers of a protocol of parachains: `validation/3` with other validators, and a few that
/// are none; the versions of `collation` with collators. Observed: polkadot-network-bridge 36.0.0
///
/// - Which peers have places is their set's (network/peers/peer_set.hpp). The handshake is the byte of the role.
/// - The first message is this node's view, unless it is empty: the reference punishes empty views. Another follows
///   when the leaves change.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include "network/peers/peer_set.hpp"
#include "parachain/wire/validation_messages.hpp"
#include "platform/mailbox.hpp"

namespace serinus::services::paras {

using network::Millis;
using network::PeerId;

/// A peer from the opening of its pair to the end of it; one that comes back has another number.
using PeerNumber = uint64_t;

/// Hears of the peers, on the network's thread; its calls do not block.
class PeerSink {
  public:
    virtual ~PeerSink() = default;
    virtual void peer_joined(PeerNumber number, const PeerId& peer) = 0;
    /// Waiting messages of the peer are of no use.
    virtual void on_disconnected(PeerNumber number) = 0;
    /// Unless it is kTaken nothing more is read of the peer until NotificationPeers::on_room().
    virtual platform::Admission receive(PeerNumber number, Bytes message) = 0;
};

struct NotificationPeersOptions {
    network::link::NotificationIndex protocol = 0;
    size_t max_pending_messages = 1024;          ///< of one peer; the oldest are dropped
    size_t max_pending_bytes = size_t{4} << 20;  ///< likewise
};

class NotificationPeers final : public network::PeerSetProtocol {
  public:
    /// Both outlive this.
    NotificationPeers(network::link::Notifications& notifications, PeerSink& sink,
                      const NotificationPeersOptions& options)
        : notifications_(notifications), sink_(sink), options_(options) {}

    /// Ends the pair with a peer: PeerSet::remove(). Before anything happens.
    std::function<void(const PeerId&)> put_out;
    /// Nothing: nobody wants to know.
    std::function<void(const PeerId&, Millis)> does_not_speak;

    /// Of this node. Told to all peers if its heads are others than before.
    void set_view(const parachain::View& view);
    /// To those of the peers whose pair stands.
    void send(const std::vector<PeerId>& peers, const std::shared_ptr<const Bytes>& message);
    /// Ends the pair with a peer, which may come back.
    void disconnect(const PeerId& peer);
    /// Messages of the peer are taken again.
    void on_room(PeerNumber number);

    struct Figures {
        size_t peers = 0;  ///< whose pair stands
        uint64_t sent = 0, received = 0, dropped = 0;
    };
    Figures figures() const;

    // PeerSetProtocol.
    Verdict judge_handshake(const PeerId& peer, BytesView handshake, const Bytes* offered) override;
    void on_joined(const PeerId& id, BytesView handshake, Millis now) override;
    void on_left(const PeerId& id, Millis now) override;
    void on_message(const PeerId& id, Bytes message, Millis now) override;
    void on_writable(const PeerId& id, Millis now) override;
    void on_unsupported(const PeerId& id, Millis now) override {
        if (does_not_speak) does_not_speak(id, now);
    }

  private:
    using Message = std::shared_ptr<const Bytes>;
    struct Peer {
        PeerNumber number = 0;
        std::deque<Message> pending = {};
        size_t pending_bytes = 0;
    };

    void queue(const PeerId& id, Peer& peer, const Message& message);
    void pump(const PeerId& id, Peer& peer);
    /// nullptr while the view is empty.
    Message view_message() const;

    network::link::Notifications& notifications_;
    PeerSink& sink_;
    NotificationPeersOptions options_;
    parachain::View view_;
    std::map<PeerId, Peer> peers_;  ///< whose pair stands
    std::map<PeerNumber, PeerId> by_number_;
    PeerNumber next_number_ = 1;
    Figures figures_;
};

}  // namespace serinus::services::paras
