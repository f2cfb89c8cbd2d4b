#include "libp2p/kademlia/records.hpp"

#include <algorithm>

namespace serinus::network::kademlia {

template <class Map>
bool Records::make_room(Map& map, const Place& place, size_t max) {
    if (map.contains(place) || map.size() < max) return true;
    const auto furthest = std::prev(map.end());
    if (furthest->first < place) return false;
    map.erase(furthest);
    return true;
}

bool Records::put(Record record, Millis now) {
    if (record.key.empty() || record.key.size() > options_.max_key_bytes ||
        record.value.size() > options_.max_value_bytes)
        return false;
    if (records_.size() >= options_.max_records) expire(now);
    const Place place = place_of(record.key);
    if (!make_room(records_, place, options_.max_records)) return false;
    Millis ttl = options_.record_ttl_ms;
    if (record.ttl_seconds != 0) ttl = std::min(ttl, Millis{record.ttl_seconds} * 1000);
    records_.insert_or_assign(place, Stored{std::move(record), now + ttl});
    return true;
}

std::optional<Record> Records::find(BytesView key, Millis now) const {
    const auto found = records_.find(place_of(key));
    if (found == records_.end() || found->second.until <= now) return std::nullopt;
    Record out = found->second.record;
    // At least one second, as 0 would mean no limit.
    out.ttl_seconds = static_cast<uint32_t>(std::max<Millis>((found->second.until - now) / 1000, 1));
    return out;
}

void Records::remove(BytesView key) { records_.erase(place_of(key)); }

bool Records::add_provider(BytesView key, const PeerInfo& provider, Millis now) {
    if (key.empty() || key.size() > options_.max_key_bytes) return false;
    if (providers_.size() >= options_.max_provider_keys) expire(now);
    const Place place = place_of(key);
    if (!make_room(providers_, place, options_.max_provider_keys)) return false;
    auto& all = providers_[place];
    const auto known = std::ranges::find(all, provider.peer, [](const Provider& one) { return one.info.peer; });
    if (known != all.end()) all.erase(known);
    // The one whose time is over first makes room.
    if (all.size() >= options_.max_providers_per_key) all.erase(all.begin());
    all.push_back({provider, now + options_.provider_ttl_ms});
    auto& addresses = all.back().info.addresses;
    if (addresses.size() > options_.max_addresses_per_provider) addresses.resize(options_.max_addresses_per_provider);
    return true;
}

std::vector<PeerInfo> Records::providers(BytesView key, Millis now) const {
    std::vector<PeerInfo> out;
    const auto found = providers_.find(place_of(key));
    if (found == providers_.end()) return out;
    for (const Provider& one : found->second) {
        if (one.until > now) out.push_back(one.info);
    }
    return out;
}

void Records::expire(Millis now) {
    std::erase_if(records_, [&](const auto& one) { return one.second.until <= now; });
    for (auto& [place, all] : providers_) std::erase_if(all, [&](const Provider& one) { return one.until <= now; });
    std::erase_if(providers_, [](const auto& one) { return one.second.empty(); });
}

size_t Records::memory_bytes() const noexcept {
    constexpr size_t kNodeBytes = 192, kProviderBytes = 160;
    size_t out = records_.size() * kNodeBytes + providers_.size() * kNodeBytes;
    for (const auto& [place, one] : records_) out += one.record.key.size() + one.record.value.size();
    for (const auto& [place, all] : providers_) out += all.size() * kProviderBytes;
    return out;
}

size_t Records::record_bytes() const noexcept {
    size_t out = 0;
    for (const auto& [place, stored] : records_) out += stored.record.value.size();
    return out;
}

}  // namespace serinus::network::kademlia
