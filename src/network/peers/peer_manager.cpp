#include "network/peers/peer_manager.hpp"

#include <algorithm>

namespace serinus::network {

PeerManager::Peer* PeerManager::find_or_add(const PeerId& id) {
    const auto found = peers_.find(id);
    if (found != peers_.end()) return &found->second;
    if (id == own_) return nullptr;
    if (peers_.size() >= options_.max_known_peers) {
        // One that nobody needs makes room: neither connected, nor reserved, nor serving a ban, and never of use.
        const auto idle = std::ranges::find_if(peers_, [&](const auto& one) {
            const bool served = std::ranges::any_of(one.second.addresses, &Address::has_served);
            return !served && !core_.is_connected(one.first) && !reserved_.contains(one.first) &&
                   !one.second.is_dialing && one.second.ban == 0;
        });
        if (idle == peers_.end()) return nullptr;
        peers_.erase(idle);
    }
    return &peers_[id];
}

void PeerManager::add_address(const PeerId& id, const wire::Multiaddr& address, Millis now) {
    const wire::Multiaddr bare = address.without_peer_id();
    if (bare.empty() || (!options_.allow_private_addresses && !bare.is_global())) return;
    Peer* const peer = find_or_add(id);
    if (peer == nullptr) return;
    auto& all = peer->addresses;
    if (std::ranges::find(all, bare, &Address::address) != all.end()) return;
    if (all.size() >= options_.max_addresses_per_peer) {
        const auto worst =
            std::ranges::max_element(all, {}, [](const Address& one) { return one.has_served ? 0 : one.failures + 1; });
        if (worst->has_served) return;
        all.erase(worst);
    }
    all.push_back({.address = bare});
    plan(now);
}

void PeerManager::add_reserved(const PeerId& id, Millis now) {
    if (id == own_ || find_or_add(id) == nullptr) return;
    reserved_.insert(id);
    const auto slot = slots_.find(id);
    if (slot != slots_.end()) slot->second = SlotKind::kReserved;
    plan(now);
}

void PeerManager::remove_reserved(const PeerId& id, Millis now) {
    if (reserved_.erase(id) == 0) return;
    const auto slot = slots_.find(id);
    if (slot != slots_.end()) slot->second = dialed_.contains(id) ? SlotKind::kOutbound : SlotKind::kInbound;
    if (options_.reserved_only) core_.disconnect(id);
    plan(now);
}

bool PeerManager::take_slot(const PeerId& id, bool wants, Millis now) {
    if (slots_.contains(id)) return true;
    if (is_banned(id, now)) return false;
    const auto count = [&](SlotKind kind) {
        return static_cast<size_t>(std::ranges::count(slots_, kind, [](const auto& one) { return one.second; }));
    };
    SlotKind kind = wants || dialed_.contains(id) ? SlotKind::kOutbound : SlotKind::kInbound;
    if (reserved_.contains(id)) {
        kind = SlotKind::kReserved;
    } else if (options_.reserved_only) {
        return false;
    } else if (authorities_.contains(id)) {
        kind = SlotKind::kReserved;
    } else if (kind == SlotKind::kOutbound && count(kind) >= options_.out_peers) {
        kind = SlotKind::kInbound;
    }
    if (kind == SlotKind::kInbound && count(kind) >= options_.in_peers) return false;
    slots_.emplace(id, kind);
    return true;
}

void PeerManager::free_slot(const PeerId& id) { slots_.erase(id); }

bool PeerManager::wants_slot(const PeerId& id) const {
    if (slots_.contains(id)) return false;
    return reserved_.contains(id) || (dialed_.contains(id) && wants_more());
}

std::optional<SlotKind> PeerManager::slot_of(const PeerId& id) const {
    const auto found = slots_.find(id);
    return found == slots_.end() ? std::nullopt : std::optional(found->second);
}

bool PeerManager::is_banned(const PeerId& id, Millis now) const {
    const auto found = peers_.find(id);
    return found != peers_.end() && found->second.banned_until > now;
}

void PeerManager::on_report(const PeerId& id, Report report, Millis now) {
    Peer* const peer = find_or_add(id);
    if (peer == nullptr) return;
    switch (report) {
        case Report::kUseful:
            peer->ban = 0;
            return;
        case Report::kUseless:
            return;
        case Report::kLie:
        case Report::kWrongChain:
            peer->ban = std::clamp(2 * peer->ban, options_.min_ban_ms, options_.max_ban_ms);
            if (report == Report::kWrongChain) peer->ban = options_.max_ban_ms;
            peer->banned_until = now + peer->ban;
            peer->next_dial = std::max(peer->next_dial, peer->banned_until);
            core_.disconnect(id);
            plan(now);
    }
}

bool PeerManager::wants_more() const {
    if (options_.reserved_only) return false;
    const auto out = std::ranges::count(slots_, SlotKind::kOutbound, [](const auto& one) { return one.second; });
    return static_cast<size_t>(out) < options_.out_peers;
}

void PeerManager::dial(const PeerId& id, Peer& peer, Millis now) {
    // What served comes first, then what failed least.
    const auto best = std::ranges::min_element(
        peer.addresses, {}, [](const Address& one) { return std::pair(!one.has_served, one.failures); });
    peer.is_dialing = true;
    ++dialing_;
    peer.backoff = std::clamp(2 * peer.backoff, options_.min_backoff_ms, options_.max_backoff_ms);
    peer.next_dial = now + peer.backoff / 2 + core_.random()() % (peer.backoff + 1);
    core_.shell().dial(best->address.with_peer_id(id), id);
}

void PeerManager::on_timer(Millis now) {
    next_dial_.reset();
    const size_t pending_out = dialing_;
    const auto out = std::ranges::count(slots_, SlotKind::kOutbound, [](const auto& one) { return one.second; });
    size_t missing = options_.out_peers - std::min(options_.out_peers, static_cast<size_t>(out) + pending_out);
    if (options_.reserved_only) missing = 0;
    std::vector<PeerId> due;
    for (const auto& [id, peer] : peers_) {
        if (peer.is_dialing || peer.addresses.empty() || core_.is_connected(id) || peer.next_dial > now) continue;
        if (reserved_.contains(id) || !options_.reserved_only) due.push_back(id);
    }
    std::ranges::shuffle(due, core_.random());
    std::ranges::partition(due, [&](const PeerId& id) { return reserved_.contains(id); });
    for (const PeerId& id : due) {
        if (dialing_ >= options_.max_dials) break;
        const bool is_reserved = reserved_.contains(id);
        if (!is_reserved && missing == 0) break;
        if (!is_reserved) --missing;
        dial(id, peers_.at(id), now);
    }
    plan(now);
}

/// When to look again: at the first time at which somebody may be dialed.
void PeerManager::plan(Millis now) {
    next_dial_.reset();
    if (dialing_ >= options_.max_dials) return;  // the end of a dial plans anew
    const bool wants = wants_more();
    for (const auto& [id, peer] : peers_) {
        if (peer.is_dialing || peer.addresses.empty() || core_.is_connected(id)) continue;
        if (!wants && !reserved_.contains(id)) continue;
        // At most each second: dials of others may fill the slots meanwhile.
        const Millis at = std::max(peer.next_dial, now + (dialing_ > 0 ? 1000 : 0));
        if (!next_dial_ || at < *next_dial_) next_dial_ = at;
    }
}

void PeerManager::on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) {
    const auto id = address.peer_id();
    if (!id) return;
    const auto found = peers_.find(*id);
    if (found == peers_.end() || !found->second.is_dialing) return;
    found->second.is_dialing = false;
    --dialing_;
    auto& all = found->second.addresses;
    const auto at = std::ranges::find(all, address.without_peer_id(), &Address::address);
    if (at != all.end()) {
        ++at->failures;
        // The address belongs to somebody else: the peer is not to blame.
        if (is_wrong_peer && !at->has_served) all.erase(at);
    }
    plan(now);
}

void PeerManager::on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) {
    Peer* const peer = find_or_add(info.peer);
    if (info.is_dialer) {
        dialed_.insert(info.peer);
        if (peer != nullptr) {
            if (std::exchange(peer->is_dialing, false)) --dialing_;
            peer->backoff = 0;
            const auto at = std::ranges::find(peer->addresses, info.address.without_peer_id(), &Address::address);
            if (at != peer->addresses.end()) {
                at->has_served = true;
                at->failures = 0;
            }
        }
    }
    const bool is_unwanted = options_.reserved_only && !reserved_.contains(info.peer);
    if (info.peer == own_ || is_banned(info.peer, now) || is_unwanted) core_.shell().disconnect(connection);
    plan(now);
}

void PeerManager::on_peer_gone(const PeerId& id, Millis now) {
    dialed_.erase(id);
    slots_.erase(id);
    const auto found = peers_.find(id);
    if (found != peers_.end()) {
        Peer& peer = found->second;
        peer.next_dial =
            std::max(peer.next_dial, now + options_.min_backoff_ms / 2 + core_.random()() % options_.min_backoff_ms);
        if (peer.addresses.empty() && peer.ban == 0 && !reserved_.contains(id)) peers_.erase(found);
    }
    plan(now);
}

std::vector<wire::Multiaddr> PeerManager::known_addresses(const PeerId& id, size_t max) const {
    std::vector<wire::Multiaddr> out;
    const auto found = peers_.find(id);
    if (found == peers_.end()) return out;
    for (const bool served : {true, false}) {
        for (const Address& one : found->second.addresses) {
            if (one.has_served == served && out.size() < max) out.push_back(one.address);
        }
    }
    return out;
}

size_t PeerManager::memory_bytes() const noexcept {
    constexpr size_t kNodeBytes = 160, kAddressBytes = 96;
    size_t out = peers_.size() * kNodeBytes;
    for (const auto& [id, peer] : peers_) out += peer.addresses.size() * kAddressBytes;
    return out;
}

}  // namespace serinus::network
