/// Which peers are dialed and which may stay: joins the address book and the sets of peers with the connections;
/// back-off and bans.
///
/// Each notification protocol with places of its own has a set (peers/peer_set.hpp). The main one is that of block
/// announces, as everything else of a chain hangs on them. A connection lives while a set or a request wants it: a peer
/// without a place keeps its connection for a while, which requests and the look-ups of others may need. Observed:
/// polkadot-stable2407: a refused notification protocol leaves the connection alone, which ends when nothing uses it
/// for 10 s. Ours: a ban takes a minute, each further one twice as long; there a sum below the threshold decays, which
/// takes about a minute for the least one, however often it comes
#pragma once

#include "network/core/core.hpp"
#include "network/peers/book.hpp"
#include "network/peers/peer_set.hpp"

namespace serinus::network {

struct PeerManagerOptions {
    size_t out_peers = 8;  ///< of the main set
    size_t in_peers = 32;  ///< likewise
    size_t max_dials = 8;  ///< peers at once that stand in no list
    /// Reserved peers that are dialed at once: of a thousand validators a third may be away, and each takes ten
    /// seconds.
    size_t max_reserved_dials = 32;
    bool reserved_only = false;  ///< the main set, and all connections but those of reserved peers of other sets
    bool allow_private_addresses = true;  ///< dial and keep addresses of private networks
    Millis min_backoff_ms = 5'000, max_backoff_ms = 600'000;
    /// Between the dials of two addresses of one peer, if they are of different families of IP; others wait for the
    /// failure of the one before. Spec: RFC 8305, 5
    Millis family_delay_ms = 250;
    /// A quarter of the out slots may go to one network of public addresses (/16, IPv6 /32); after so long without
    /// enough others, all of them.
    Millis patience_ms = 60'000;
    Millis min_ban_ms = 60'000, max_ban_ms = 3'600'000;
    Millis young_ms = 60'000;  ///< a peer that lies so soon after connecting has its address banned too
    /// A connection that nothing uses ends then. It needs notification protocols: without, no module knows which
    /// connections are for. Observed: polkadot-stable2407: the keep-alive of sc-network
    Millis idle_ms = 10'000;
    /// Two connections in opposite directions that begin within this time are simultaneous dials.
    Millis simultaneous_ms = 10'000;
    size_t max_known_peers = 8192;
    size_t max_addresses_per_peer = 8;
    size_t max_connections_per_peer = 2;
    /// Ours: connections that came from one address (IPv6 /64), so that one machine cannot take all that a node has. Of
    /// private ones more: proxies and local networks stand behind these. Reserved peers and authorities are not
    /// counted.
    size_t max_inbound_per_address = 32, max_inbound_per_private_address = 512;
    /// Connections that came from peers that are neither reserved in a set nor authorities: full nodes, light clients,
    /// collators, and those that ask. The others have room beside them.
    size_t max_strangers = 1024;
    size_t max_anchors = 2;
};

class PeerManager final : public Module, private PeerSetHost {
  public:
    PeerManager(Core& core, const PeerId& own, const PeerManagerOptions& options);

    void add_address(const PeerId& peer, const wire::Multiaddr& address, Millis now);
    /// That the user or the chain specification names: private ones are taken on all chains.
    void add_named_address(const PeerId& peer, const wire::Multiaddr& address, Millis now);
    /// Of the main set.
    void add_reserved(const PeerId& peer, Millis now) { main_set().add_reserved(peer, now); }
    void remove_reserved(const PeerId& peer, Millis now) { main_set().remove_reserved(peer, now); }
    /// The nodes of this epoch's authorities: they stand outside of the main set's slots too, but are not dialed for
    /// that.
    void set_authorities(std::set<PeerId> peers, Millis now) { main_set().set_authorities(std::move(peers), now); }
    std::vector<PeerId> reserved() const { return {main_set().reserved().begin(), main_set().reserved().end()}; }
    std::optional<SlotKind> slot_of(const PeerId& peer) const { return main_set().slot_of(peer); }
    size_t slot_count() const noexcept { return main_set().slot_count(); }

    /// The set of block announces. Its protocol is attached by the module that speaks it.
    PeerSet& main_set() noexcept { return *sets_.front(); }
    const PeerSet& main_set() const noexcept { return *sets_.front(); }
    /// One more set, of a protocol with places of its own; lives as long as this.
    PeerSet& add_set(link::NotificationIndex protocol, PeerSetProtocol& handler, const PeerSetOptions& options);
    /// In any set.
    bool is_reserved(const PeerId& peer) const;
    /// Whether a set has the peer, is about to, or reserves it.
    bool has_place(const PeerId& peer) const;
    /// Connections at the most: beyond, none is accepted.
    size_t max_connections() const noexcept;

    bool is_banned(const PeerId& peer, Millis now) const override;
    /// Whether a connection from there may begin.
    bool is_banned(const wire::Multiaddr& address, Millis now) const;
    /// True: the peer is banned for it, and disconnected.
    bool on_report(const PeerId& peer, const Report& report, Millis now);
    /// The sum of its reports; 0 for a peer of which nothing is remembered.
    int32_t reputation(const PeerId& peer, Millis now) const;
    void on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) override;

    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_connection_gone(ConnectionId connection, Millis now) override;
    void on_peer_gone(const PeerId& peer, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

    /// In the order in which this node would dial them, at most `max`.
    std::vector<wire::Multiaddr> known_addresses(const PeerId& peer, size_t max) const;
    size_t known_peers() const noexcept { return book_.size(); }
    size_t memory_bytes() const noexcept;

    /// For the disk: AddressBook::encode with the best out peers as anchors.
    Bytes encode_book(Millis now) const { return book_.encode(main_set().anchors(options_.max_anchors, now)); }
    /// Of the last run; its anchors are dialed first. The error is a sentence.
    Result<void, std::string> restore_book(BytesView encoded, Millis now);

  private:
    /// State kept of a peer beside its addresses.
    struct Record {
        Millis next_dial = 0;
        Millis backoff = 0;
        Millis banned_until = 0;
        Millis ban = 0;  ///< its length; the next one is twice as long
        Reputation reputation = {};
    };
    /// Addresses of one peer, one after the other.
    struct Dial {
        bool is_reserved = false;              ///< when it began
        std::vector<wire::Multiaddr> left;     ///< the next one last
        std::vector<wire::Multiaddr> running;  ///< without the peer id
        std::optional<Millis> next;            ///< when the next one begins beside those that run
    };
    struct Connected {
        PeerId peer;
        bool is_dialer = false;
        Millis since = 0;
        bool is_stranger = false;                   ///< in strangers_
        std::optional<NetworkPrefix> counted = {};  ///< in inbound_by_address_
    };

    // PeerSetHost
    bool is_dialed(const PeerId& peer) const override { return dialed_.contains(peer); }
    bool has_out_room(const PeerId& peer) const override;
    std::optional<wire::Multiaddr> address_of(const PeerId& peer) const override;
    void on_joined(const PeerId& peer) override;
    void on_put_out(const PeerId& peer) override;
    void on_reserved_changed(const PeerId& peer) override;
    void on_changed(Millis now) override { plan(now); }

    /// Of an inbound connection: whether its peer stands in no list of this node.
    bool is_stranger(const ConnectionInfo& info) const;
    bool is_needed(const PeerId& peer) const;
    Record& record_of(const PeerId& peer);
    void ban(const PeerId& peer, const Report& report, Millis now);
    bool end_duplicate(ConnectionId connection, const ConnectionInfo& info, Millis now);
    void begin_dial(const PeerId& peer, bool is_reserved, Millis now);
    void end_dial(const PeerId& peer);
    void stop_dial(const PeerId& peer);
    size_t other_dials() const noexcept { return dials_.size() - reserved_dials_; }
    void dial_next(const PeerId& peer, Dial& dial, Millis now);
    bool may_dial(const PeerId& peer, Millis now) const;
    void close_idle(Millis now);
    void plan(Millis now);
    /// The next dial is no later than this peer's.
    void consider(const PeerId& peer, Millis now);
    void consider_at(Millis at);
    std::map<NetworkPrefix, size_t> out_peers_by_network() const;
    size_t share_of_network() const noexcept;
    std::vector<PeerId> spread_over_networks(const std::vector<PeerId>& peers, size_t count, bool takes_any) const;

    Core& core_;
    PeerId own_;
    PeerManagerOptions options_;
    AddressBook book_;
    std::vector<std::unique_ptr<PeerSet>> sets_;  ///< the main one first
    std::set<PeerId> absent_;                     ///< reserved in a set, and not connected
    std::map<PeerId, Record> records_;
    std::map<PeerId, Dial> dials_;
    std::map<ConnectionId, Connected> connected_;
    std::map<NetworkPrefix, size_t> inbound_by_address_;
    size_t strangers_ = 0;
    size_t reserved_dials_ = 0;     ///< of dials_
    std::set<PeerId> dialed_;       ///< connected, by our dial
    std::set<PeerId> any_network_;  ///< dialed when patience was over: an out slot may be theirs in any case
    std::set<PeerId> anchors_;
    std::map<NetworkPrefix, Millis> banned_addresses_;  ///< until when
    std::optional<Millis> next_dial_, next_idle_;
    Millis not_before_ = 0;              ///< the next look for peers to dial, but reserved ones
    std::optional<Millis> short_since_;  ///< there are too few peers that were dialed
};

}  // namespace serinus::network
