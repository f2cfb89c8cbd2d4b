#include "network/peers/slots.hpp"

#include <algorithm>
#include <tuple>

namespace serinus::network {
namespace {

// A provider's smallest and usual networks.
constexpr unsigned kNarrow4 = 24, kNarrow6 = 48, kWide4 = 16, kWide6 = 32;
constexpr size_t kMaxOfNarrow = 1;
constexpr size_t kWideShare = 4;  ///< a quarter of the slots

}  // namespace

void Slots::insert(const PeerId& peer, const Slot& slot) {
    slots_.emplace(peer, slot);
    ++counts_[static_cast<size_t>(slot.kind)];
}

void Slots::change(Slot& slot, SlotKind kind) {
    --counts_[static_cast<size_t>(slot.kind)];
    ++counts_[static_cast<size_t>(kind)];
    slot.kind = kind;
}

void Slots::free(const PeerId& peer) {
    const auto node = slots_.extract(peer);
    if (!node.empty()) --counts_[static_cast<size_t>(node.mapped().kind)];
}

bool Slots::is_in_use(const PeerId& peer) const {
    const auto found = slots_.find(peer);
    return found != slots_.end() && found->second.is_in_use;
}

void Slots::set_in_use(const PeerId& peer) {
    const auto found = slots_.find(peer);
    if (found != slots_.end()) found->second.is_in_use = true;
}

std::optional<SlotKind> Slots::kind_of(const PeerId& peer) const {
    const auto found = slots_.find(peer);
    return found == slots_.end() ? std::nullopt : std::optional(found->second.kind);
}

std::vector<Slots::PeerId> Slots::peers_of(SlotKind kind) const {
    std::vector<PeerId> out;
    for (const auto& [peer, slot] : slots_) {
        if (slot.kind == kind) out.push_back(peer);
    }
    return out;
}

std::optional<Slots::Taken> Slots::take(const PeerId& peer, bool is_outbound,
                                        const std::optional<wire::Multiaddr>& address, Millis now) {
    if (const auto kind = kind_of(peer)) return Taken{*kind};
    Slot slot{.kind = SlotKind::kReserved, .since = now, .bucket = bucket_of(now)};
    if (reserved_.contains(peer)) {
        insert(peer, slot);
        return Taken{slot.kind};
    }
    if (options_.reserved_only) return std::nullopt;
    if (authorities_.contains(peer)) {
        insert(peer, slot);
        return Taken{slot.kind};
    }
    if (is_outbound && wants_out()) {
        slot.kind = SlotKind::kOutbound;
        insert(peer, slot);
        return Taken{slot.kind};
    }
    slot.kind = SlotKind::kInbound;
    if (options_.is_shared_out && address && (address->is_global() || options_.limits_private_networks)) {
        slot.narrow = network_of(*address, kNarrow4, kNarrow6);
        slot.wide = network_of(*address, kWide4, kWide6);
    }
    if (!has_network_room(slot)) return std::nullopt;
    Taken taken{slot.kind};
    if (count(SlotKind::kInbound) >= options_.in_peers) {
        taken.replaced = replaceable(now);
        if (!taken.replaced) return std::nullopt;
        free(*taken.replaced);
        last_replacement_ = now;
    }
    insert(peer, slot);
    return taken;
}

bool Slots::has_network_room(const Slot& candidate) const {
    const auto count_of = [&](std::optional<NetworkPrefix> Slot::* network) {
        if (!(candidate.*network)) return size_t{0};
        return static_cast<size_t>(std::ranges::count_if(slots_, [&](const auto& one) {
            return one.second.kind == SlotKind::kInbound && one.second.*network == candidate.*network;
        }));
    };
    return count_of(&Slot::narrow) < kMaxOfNarrow &&
           count_of(&Slot::wide) < std::max<size_t>(1, options_.in_peers / kWideShare);
}

std::optional<Slots::PeerId> Slots::replaceable(Millis now) const {
    if (!options_.is_shared_out) return std::nullopt;
    if (last_replacement_ && now < *last_replacement_ + options_.replace_period_ms) return std::nullopt;
    std::vector<std::pair<const PeerId*, const Slot*>> all;
    for (const auto& [peer, slot] : slots_) {
        if (slot.kind == SlotKind::kInbound) all.emplace_back(&peer, &slot);
    }
    std::ranges::sort(all, {}, [](const auto& one) { return std::pair(one.second->since, *one.first); });
    all.erase(all.begin(), all.begin() + static_cast<ptrdiff_t>(std::min(all.size(), options_.protected_oldest)));
    std::erase_if(all, [&](const auto& one) {
        const bool is_young = one.second->since + options_.replace_after_ms > now;
        return is_young || std::ranges::find(last_useful_, *one.first) != last_useful_.end();
    });
    if (all.empty()) return std::nullopt;
    // Of equals the youngest: a peer that stayed long may be expected to stay.
    return *std::ranges::min_element(all, {}, [&](const auto& one) {
                return std::pair(usefulness(*one.first, now), ~one.second->since);
            })->first;
}

void Slots::add_reserved(const PeerId& peer) {
    reserved_.insert(peer);
    const auto slot = slots_.find(peer);
    if (slot != slots_.end()) change(slot->second, SlotKind::kReserved);
}

bool Slots::remove_reserved(const PeerId& peer, bool is_outbound) {
    reserved_.erase(peer);
    return settle(peer, is_outbound);
}

std::vector<Slots::PeerId> Slots::set_authorities(std::set<PeerId> peers) {
    authorities_ = std::move(peers);
    std::vector<PeerId> out;
    for (auto& [peer, slot] : slots_) {
        if (reserved_.contains(peer)) continue;
        const bool has_right = authorities_.contains(peer) && !options_.reserved_only;
        if (has_right) change(slot, SlotKind::kReserved);
        if (!has_right && slot.kind == SlotKind::kReserved) out.push_back(peer);
    }
    return out;
}

bool Slots::settle(const PeerId& peer, bool is_outbound) {
    const auto found = slots_.find(peer);
    if (found == slots_.end() || found->second.kind != SlotKind::kReserved) return true;
    if (reserved_.contains(peer) || (authorities_.contains(peer) && !options_.reserved_only)) return true;
    if (is_outbound && wants_out()) {
        change(found->second, SlotKind::kOutbound);
    } else if (!options_.reserved_only && count(SlotKind::kInbound) < options_.in_peers) {
        change(found->second, SlotKind::kInbound);
    } else {
        free(peer);
        return false;
    }
    return true;
}

void Slots::on_useful(const PeerId& peer, Millis now) {
    const auto found = slots_.find(peer);
    if (found == slots_.end()) return;
    Slot& slot = found->second;
    const Millis bucket = bucket_of(now);
    if (bucket != slot.bucket) {
        slot.before_useful = bucket == slot.bucket + 1 ? slot.now_useful : 0;
        slot.now_useful = 0;
        slot.bucket = bucket;
    }
    ++slot.now_useful;
    std::erase(last_useful_, peer);
    last_useful_.push_back(peer);
    if (last_useful_.size() > options_.protected_useful) last_useful_.pop_front();
}

size_t Slots::usefulness(const PeerId& peer, Millis now) const {
    const auto found = slots_.find(peer);
    if (found == slots_.end()) return 0;
    const Slot& slot = found->second;
    const Millis age = bucket_of(now) - slot.bucket;
    return age == 0 ? slot.now_useful + slot.before_useful : age == 1 ? slot.now_useful : 0;
}

std::vector<Slots::PeerId> Slots::anchors(size_t max, Millis now) const {
    std::vector<std::pair<PeerId, const Slot*>> all;
    for (const auto& [peer, slot] : slots_) {
        if (slot.kind == SlotKind::kOutbound) all.emplace_back(peer, &slot);
    }
    std::ranges::sort(all, {}, [&](const auto& one) {
        return std::tuple(~usefulness(one.first, now), one.second->since, one.first);
    });
    std::vector<PeerId> out;
    for (const auto& [peer, slot] : all) {
        if (out.size() < max) out.push_back(peer);
    }
    return out;
}

}  // namespace serinus::network
