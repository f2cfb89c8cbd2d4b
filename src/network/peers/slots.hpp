/// Which peers have one of the places that a node gives to the peers of a protocol. No I/O, no dialing: a set with
/// rules.
///
/// Out slots are for peers that this node chose, in slots for those that chose it, so that nobody can take all of them
/// by dialing much. Reserved peers stand outside of both. The in slots are shared out among networks, as addresses of
/// one network are cheap; when they are full, a newcomer may take the place of a peer that was of little use.
/// Observed: polkadot-stable2407, sc-network's protocol_controller for the two kinds and the reserved peers; the
/// sharing and the replacement are ours, against the eclipse of a node by many peers of one attacker.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "network/peers/network_prefix.hpp"

namespace serinus::network {

enum class SlotKind : uint8_t { kInbound, kOutbound, kReserved };

struct SlotsOptions {
    size_t out_peers = 8;
    size_t in_peers = 32;
    bool reserved_only = false;
    /// In slots are shared out among networks, and a peer that was of little use makes room for a newcomer.
    bool is_shared_out = true;
    /// Private addresses are shared out too; not on local chains, where all nodes have such.
    bool limits_private_networks = false;
    uint64_t replace_after_ms = 600'000;  ///< how long a peer may prove its use
    uint64_t replace_period_ms = 60'000;  ///< between two replacements
    size_t protected_oldest = 2;          ///< the longest connected in peers, never replaced
    size_t protected_useful = 4;          ///< likewise those that gave the last new blocks
};

class Slots {
  public:
    using Millis = uint64_t;  ///< monotonic
    using PeerId = wire::PeerId;

    explicit Slots(const SlotsOptions& options) : options_(options) {}

    struct Taken {
        SlotKind kind = SlotKind::kInbound;
        std::optional<PeerId> replaced = {};  ///< the peer that lost the place
    };
    /// `is_outbound`: this node dialed the peer. `address`: of its connection. A peer that has
    /// a slot keeps it. nullopt: there is none for it.
    std::optional<Taken> take(const PeerId& peer, bool is_outbound, const std::optional<wire::Multiaddr>& address,
                              Millis now);
    void free(const PeerId& peer);

    void add_reserved(const PeerId& peer);
    /// `is_outbound`: this node dialed the peer. False: the peer has lost its slot, as there is none of the others for
    /// it.
    bool remove_reserved(const PeerId& peer, bool is_outbound);
    /// They have slots as reserved peers have, but not where reserved peers alone are let in. Gives those that stand
    /// outside of the slots from before and have no right to it any more: settle() is to be called for each.
    std::vector<PeerId> set_authorities(std::set<PeerId> peers);
    /// As remove_reserved(), for a peer that is not reserved.
    bool settle(const PeerId& peer, bool is_outbound);
    bool is_reserved(const PeerId& peer) const { return reserved_.contains(peer); }
    bool is_authority(const PeerId& peer) const { return authorities_.contains(peer); }
    const std::set<PeerId>& reserved() const noexcept { return reserved_; }
    const std::set<PeerId>& authorities() const noexcept { return authorities_; }

    /// The peer gave something that was good.
    void on_useful(const PeerId& peer, Millis now);
    /// Reports of use in the last ten to twenty minutes.
    size_t usefulness(const PeerId& peer, Millis now) const;

    std::optional<SlotKind> kind_of(const PeerId& peer) const;
    size_t count(SlotKind kind) const noexcept { return counts_[static_cast<size_t>(kind)]; }
    std::vector<PeerId> peers_of(SlotKind kind) const;
    /// Whether the peer's place is in use, and not only kept for a pair of substreams that is on its way.
    bool is_in_use(const PeerId& peer) const;
    void set_in_use(const PeerId& peer);
    size_t size() const noexcept { return slots_.size(); }
    /// Whether an out slot is free.
    bool wants_out() const noexcept {
        return !options_.reserved_only && count(SlotKind::kOutbound) < options_.out_peers;
    }
    /// The out peers that served best, for the next run.
    std::vector<PeerId> anchors(size_t max, Millis now) const;

  private:
    struct Slot {
        SlotKind kind = SlotKind::kInbound;
        bool is_in_use = false;
        Millis since = 0;
        std::optional<NetworkPrefix> narrow = {}, wide = {};  ///< nullopt: not shared out
        Millis bucket = 0;                                    ///< whose number of reports this is
        size_t now_useful = 0, before_useful = 0;             ///< in this bucket of ten minutes, and in the one before
    };

    void insert(const PeerId& peer, const Slot& slot);
    void change(Slot& slot, SlotKind kind);
    bool has_network_room(const Slot& candidate) const;
    std::optional<PeerId> replaceable(Millis now) const;
    Millis bucket_of(Millis now) const noexcept { return now / options_.replace_after_ms; }

    SlotsOptions options_;
    std::map<PeerId, Slot> slots_;
    size_t counts_[3] = {};  ///< by kind
    std::set<PeerId> reserved_, authorities_;
    std::deque<PeerId> last_useful_;  ///< distinct, the last one last
    std::optional<Millis> last_replacement_;
};

}  // namespace serinus::network
