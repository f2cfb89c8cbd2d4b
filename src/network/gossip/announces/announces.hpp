/// Block announces: who is in sync with this node, what its peers' best blocks are, and telling them of new ones.
/// Spec: sect-msg-block-announce
/// Observed: polkadot-stable2407, sc-network-sync
#pragma once

#include <functional>

#include "network/gossip/announces/messages.hpp"
#include "network/gossip/known_set.hpp"
#include "network/peers/peer_manager.hpp"
#include "network/sync/sync.hpp"

namespace serinus::network::gossip {

struct AnnouncesOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    Hash256 genesis;
    size_t in_light_peers = 100;      ///< Observed: --in-peers-light; outside of the slots of full nodes
    size_t max_known_per_peer = 512;  ///< blocks that a peer is known to have
    Millis silence_ms =
        20'000;  ///< Observed: peers may be dropped for 30 s of silence; then the best block is said again
};

class Announces final : public Module {
  public:
    Announces(Host& host, PeerManager& peers, sync::Sync& sync, sync::SyncChain& chain,
              const AnnouncesOptions& options);
    void add_listener(SyncPeerListener& listener) { listeners_.push_back(&listener); }

    /// A block is in our chain: its header goes to the peers that do not know it, if it is the best one or near it.
    void on_imported(const primitives::Header& header, const Hash256& hash, bool is_best, Millis now);

    struct PeerState {
        PeerId peer;
        Role role = Role::kFull;
        chain::BlockId best;
    };
    std::vector<PeerState> peers() const;
    size_t light_peers() const;

    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_notification(link::NotificationEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    struct Peer {
        Role role = Role::kFull;
        chain::BlockId best;
        KnownSet known;
        std::optional<Announcement> waiting;  ///< the latest best block, for a peer that does not read
        Millis last_said = 0;
    };

    void on_offered(const link::NotificationsOffered& offer, Millis now);
    void on_opened(const link::NotificationsOpened& opened, Millis now);
    void on_announcement(const PeerId& id, BytesView message, Millis now);
    void gone(const PeerId& id, Millis now);
    void say(const PeerId& id, Peer& peer, const Announcement& announcement, const Hash256& hash, Millis now);
    void update_handshake();

    Host& host_;
    PeerManager& slots_;
    sync::Sync& sync_;
    sync::SyncChain& chain_;
    AnnouncesOptions options_;
    std::vector<SyncPeerListener*> listeners_;
    std::map<PeerId, Peer> peers_;
    std::optional<Announcement> best_;
    Hash256 best_hash_;
};

}  // namespace serinus::network::gossip
