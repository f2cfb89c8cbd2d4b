/// Who is dialed and who may stay: addresses, slots, back-off and bans.
///
/// Slots count the peers whose block announces are open, as everything else hangs on them (gossip/announces). Reserved
/// peers stand outside of them. Observed: the slots of sc-network, polkadot-stable2407; bans of one minute and more in
/// place of its reputation
#pragma once

#include <set>

#include "network/core/core.hpp"

namespace serinus::network {

struct PeerManagerOptions {
    size_t out_peers = 8;
    size_t in_peers = 32;
    size_t max_dials = 8;  ///< at once
    bool reserved_only = false;
    bool allow_private_addresses = true;  ///< dial and keep addresses of private networks
    Millis min_backoff_ms = 5'000, max_backoff_ms = 600'000;
    Millis min_ban_ms = 60'000, max_ban_ms = 3'600'000;
    size_t max_known_peers = 8192;
    size_t max_addresses_per_peer = 8;
};

enum class SlotKind : uint8_t { kInbound, kOutbound, kReserved };

class PeerManager final : public Module {
  public:
    PeerManager(Core& core, const PeerId& own, const PeerManagerOptions& options)
        : core_(core), own_(own), options_(options) {}

    /// Addresses without a peer id are dialed once; who answers is learnt.
    void add_address(const PeerId& peer, const wire::Multiaddr& address, Millis now);
    void add_reserved(const PeerId& peer, Millis now);
    void remove_reserved(const PeerId& peer, Millis now);
    /// The nodes of this epoch's authorities: they stand outside of the slots too, but are not dialed for that.
    void set_authorities(std::set<PeerId> peers) { authorities_ = std::move(peers); }
    std::vector<PeerId> reserved() const { return {reserved_.begin(), reserved_.end()}; }

    /// Whether the peer may have one of the slots; takes it if so. `wants`: this side opened.
    bool take_slot(const PeerId& peer, bool wants, Millis now);
    void free_slot(const PeerId& peer);
    /// Whether this side should open block announces to a peer that is connected.
    bool wants_slot(const PeerId& peer) const;
    std::optional<SlotKind> slot_of(const PeerId& peer) const;
    size_t slot_count() const noexcept { return slots_.size(); }

    bool is_banned(const PeerId& peer, Millis now) const;
    void on_report(const PeerId& peer, Report report, Millis now);
    void on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) override;

    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_peer_gone(const PeerId& peer, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return next_dial_; }

    /// Addresses that served, the best first, at most `max`: for the disk and for other peers.
    std::vector<wire::Multiaddr> known_addresses(const PeerId& peer, size_t max) const;
    size_t known_peers() const noexcept { return peers_.size(); }
    size_t memory_bytes() const noexcept;

  private:
    struct Address {
        wire::Multiaddr address;  ///< without the peer id
        bool has_served = false;
        size_t failures = 0;
    };
    struct Peer {
        std::vector<Address> addresses;
        Millis next_dial = 0;
        Millis backoff = 0;
        Millis banned_until = 0;
        Millis ban = 0;
        bool is_dialing = false;
    };

    Peer* find_or_add(const PeerId& peer);
    bool wants_more() const;
    void dial(const PeerId& id, Peer& peer, Millis now);
    void plan(Millis now);

    Core& core_;
    PeerId own_;
    PeerManagerOptions options_;
    std::map<PeerId, Peer> peers_;
    std::set<PeerId> reserved_, authorities_;
    std::map<PeerId, SlotKind> slots_;
    std::set<PeerId> dialed_;  ///< connected, by our dial
    size_t dialing_ = 0;
    std::optional<Millis> next_dial_;
};

}  // namespace serinus::network
