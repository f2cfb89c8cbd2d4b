/// The peers with which block announces are open. Everything else hangs on them: other protocols open with these peers.
#pragma once

#include "network/core/module.hpp"

namespace serinus::network::gossip {

/// The roles that a peer claims. Spec: defn-block-announce-handshake
enum class Role : uint8_t { kFull = 1, kLight = 2, kAuthority = 4 };

/// Whether a pair of notifications ended, or did not come to be, because its connection ended. A sync peer may have
/// another connection, on which block announces stand: the pair is opened again there.
inline bool is_lost_connection(const link::NotificationEvent& event) noexcept {
    const auto* closed = std::get_if<link::NotificationsClosed>(&event);
    const auto* failed = std::get_if<link::NotificationsFailed>(&event);
    return (closed != nullptr && closed->error == link::NotificationError::kDisconnected) ||
           (failed != nullptr && failed->error == link::NotificationError::kDisconnected);
}

class SyncPeerListener {
  public:
    virtual ~SyncPeerListener() = default;
    virtual void on_sync_peer(const PeerId& peer, Role role, Millis now) = 0;
    virtual void on_sync_peer_gone(const PeerId& peer, Millis now) = 0;
};

/// Knows these peers: the protocol of block announces.
class SyncPeers {
  public:
    virtual ~SyncPeers() = default;
    /// `listener` must outlive this.
    virtual void add_listener(SyncPeerListener& listener) = 0;
};

/// Passes on what it is told, so that listeners need not know the protocol of block announces.
class SyncPeerHub final : public SyncPeers, public SyncPeerListener {
  public:
    void add_listener(SyncPeerListener& listener) override { listeners_.push_back(&listener); }
    void on_sync_peer(const PeerId& peer, Role role, Millis now) override {
        for (SyncPeerListener* listener : listeners_) listener->on_sync_peer(peer, role, now);
    }
    void on_sync_peer_gone(const PeerId& peer, Millis now) override {
        for (SyncPeerListener* listener : listeners_) listener->on_sync_peer_gone(peer, now);
    }

  private:
    std::vector<SyncPeerListener*> listeners_;
};

}  // namespace serinus::network::gossip
