/// The peers of one notification protocol: which of them have places, and the pairs of substreams with them.
///
/// A set opens the protocol with peers that it wants (reserved ones, and of those that this node dialed as many as it
/// has out slots), and answers the offers of others by its in slots. The content of messages and handshakes is
/// the protocol's. The manager of all sets (peer_manager.hpp) dials for them; a connection lives while a set
/// or a request wants it. Observed: sc-network 0.60.0: protocol_controller has such a set for each
/// notification protocol. There each set takes peers for its out slots out of all that are known; here only the main
/// set does, and the others take theirs of those that are connected for that: dials to peers that do not know the
/// protocol serve nobody.
#pragma once

#include "network/core/core.hpp"
#include "network/peers/slots.hpp"

namespace serinus::network {

struct PeerSetOptions {
    size_t out_peers = 0, in_peers = 0;
    bool reserved_only = false;
    bool is_shared_out = false;  ///< SlotsOptions::is_shared_out, and of out slots PeerSetHost::has_out_room()
    bool limits_private_networks = false;
    /// Ours: of one set_reserved(); the authorities of three sessions are some 1,500 at most.
    size_t max_reserved = 4096;
    /// A peer that refuses, or ends the protocol, is asked again after this, up to twice as late, and each time after
    /// twice as long up to the longest. A pair that stood for less than the longest is as good as none. Observed:
    /// polkadot-stable2407: 5 s at the earliest (sc-network).
    Millis retry_ms = 5'000, max_retry_ms = 60'000;
    Millis reopen_ms = 100;  ///< likewise, where only the connection was lost and another one stands
};

/// The protocol of a set. Its calls come while the set handles an event: it may call the set.
class PeerSetProtocol {
  public:
    /// The peer, by its handshake.
    enum class Place : uint8_t {
        kSlot,     ///< it needs one of the slots
        kNone,     ///< it needs none: the protocol bounds such peers itself (light clients)
        kRefused,  ///< nothing will come of it
    };
    struct Verdict {
        Place place = Place::kSlot;
        std::optional<Report> report = {};  ///< where it is refused for a fault
    };

    virtual ~PeerSetProtocol() = default;
    /// `offered`: the handshake with which the peer offered this pair, when this one is its answer; nullptr: it is an
    /// offer, or this side offered.
    virtual Verdict judge_handshake(const PeerId& peer, BytesView handshake, const Bytes* offered) = 0;
    /// Both directions stand, and the peer has its place.
    virtual void on_joined(const PeerId& peer, BytesView handshake, Millis now) = 0;
    /// Once for each on_joined(), for any reason.
    virtual void on_left(const PeerId& peer, Millis now) = 0;
    virtual void on_message(const PeerId& peer, Bytes message, Millis now) = 0;
    virtual void on_writable(const PeerId&, Millis) {}
    /// A peer that was asked does not speak the protocol. It is asked again like one that refuses.
    virtual void on_unsupported(const PeerId&, Millis) {}
};

/// The manager of all sets, as a set uses it.
class PeerSetHost {
  public:
    virtual ~PeerSetHost() = default;
    virtual bool is_banned(const PeerId& peer, Millis now) const = 0;
    /// Whether the peer is connected because this node dialed it.
    virtual bool is_dialed(const PeerId& peer) const = 0;
    /// Whether one more out slot may go to the network of this connected peer.
    virtual bool has_out_room(const PeerId& peer) const = 0;
    virtual std::optional<wire::Multiaddr> address_of(const PeerId& peer) const = 0;
    /// The peer has joined a set: dialing it was worth it.
    virtual void on_joined(const PeerId& peer) = 0;
    /// The set has put the peer out, which may have a connection that nothing else needs.
    virtual void on_put_out(const PeerId& peer) = 0;
    /// Whether the peer is reserved has changed; on_changed() follows when all have been told of.
    virtual void on_reserved_changed(const PeerId& peer) = 0;
    /// There may be something to dial.
    virtual void on_changed(Millis now) = 0;
};

class PeerSet final : public Module {
  public:
    PeerSet(Core& core, PeerSetHost& host, const PeerSetOptions& options);

    /// Once: until then the set opens nothing. `handler` must outlive the core's last event.
    void attach(link::NotificationIndex protocol, PeerSetProtocol& handler);

    /// They are dialed, and stand outside of the slots.
    void add_reserved(const PeerId& peer, Millis now);
    void remove_reserved(const PeerId& peer, Millis now);
    /// These and no others, `max_reserved` at most.
    void set_reserved(std::set<PeerId> peers, Millis now);
    const std::set<PeerId>& reserved() const noexcept { return slots_.reserved(); }
    bool is_reserved(const PeerId& peer) const { return slots_.is_reserved(peer); }
    /// Asks those that are connected and have not joined, whatever pause they were to have.
    void ask_reserved(Millis now);
    /// They stand outside of the slots too, but are not dialed for that.
    void set_authorities(std::set<PeerId> peers, Millis now);
    bool is_authority(const PeerId& peer) const { return slots_.is_authority(peer); }
    size_t authority_count() const noexcept { return slots_.authorities().size(); }

    /// Gives the peer a place, as an offer of it would; another peer may have to go for it. False: there is none.
    bool take(const PeerId& peer, Millis now);
    /// Ends the protocol with the peer, if it stands or is on its way.
    void remove(const PeerId& peer, Millis now);

    std::optional<SlotKind> slot_of(const PeerId& peer) const { return slots_.kind_of(peer); }
    /// Places that are taken, also by pairs that are on their way.
    size_t slot_count() const noexcept { return slots_.size(); }
    size_t slot_count(SlotKind kind) const noexcept { return slots_.count(kind); }
    std::vector<PeerId> peers_of(SlotKind kind) const { return slots_.peers_of(kind); }
    /// Whether the peer has joined.
    bool has(const PeerId& peer) const { return slots_.is_in_use(peer) || outside_.contains(peer); }
    /// How many more peers the set would like to choose itself.
    size_t missing_out() const noexcept {
        return options_.reserved_only ? 0 : options_.out_peers - slots_.count(SlotKind::kOutbound);
    }
    void on_useful(const PeerId& peer, Millis now) { slots_.on_useful(peer, now); }
    std::vector<PeerId> anchors(size_t max, Millis now) const { return slots_.anchors(max, now); }
    size_t memory_bytes() const noexcept;

    // Module.
    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_peer_gone(const PeerId& peer, Millis now) override;
    void on_notification(link::NotificationEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    struct Retry {
        Millis at = 0;
        Millis pause = 0;
        Millis joined_at = 0;
    };

    /// Whether an out slot may be the peer's. Not all that this node dialed: look-ups dial whom others name.
    bool is_out_peer(const PeerId& peer) const;
    bool wants(const PeerId& peer, Millis now) const;
    void open(const PeerId& peer, Millis now);
    void on_offered(const link::NotificationsOffered& offer, Millis now);
    void on_opened(const link::NotificationsOpened& opened, Millis now);
    void on_ended(const PeerId& peer, bool is_lost_connection, Millis now);
    /// The place is free; true: the peer had joined.
    bool free(const PeerId& peer);
    void put_out(const PeerId& peer, Millis now);
    void add_reserved_quietly(const PeerId& peer, Millis now);
    void remove_reserved_quietly(const PeerId& peer, Millis now);
    void retry_later(const PeerId& peer, Millis first, Millis now);

    Core& core_;
    PeerSetHost& host_;
    const PeerSetOptions options_;
    Slots slots_;
    link::NotificationIndex protocol_ = 0;
    PeerSetProtocol* handler_ = nullptr;
    std::set<PeerId> outside_;          ///< joined, and need no slot
    std::map<PeerId, Bytes> accepted_;  ///< the offers of pairs that do not stand yet
    std::map<PeerId, Retry> retries_;   ///< connected, and not joined, or not for long
    /// May be too early, as it is not computed anew with each change.
    Millis next_retry_ = UINT64_MAX;
};

}  // namespace serinus::network
