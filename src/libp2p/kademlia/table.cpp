#include "libp2p/kademlia/table.hpp"

#include <algorithm>

namespace serinus::network::kademlia {

Table::Bucket* Table::bucket_of(const Key& key) noexcept {
    const size_t index = common_bits(own_, key);
    return index == kKeyBits ? nullptr : &buckets_[index];
}

Table::Entry* Table::find_entry(const PeerId& peer) noexcept {
    Bucket* const bucket = bucket_of(key_of(peer));
    if (bucket == nullptr) return nullptr;
    const auto found = std::ranges::find(*bucket, peer, &Entry::peer);
    return found == bucket->end() ? nullptr : &*found;
}

const Table::Entry* Table::find(const PeerId& peer) const { return const_cast<Table*>(this)->find_entry(peer); }

bool Table::add(const PeerId& peer, const std::vector<wire::Multiaddr>& addresses) {
    const Key key = key_of(peer);
    Bucket* const bucket = bucket_of(key);
    if (bucket == nullptr) return false;
    auto at = std::ranges::find(*bucket, peer, &Entry::peer);
    if (at == bucket->end()) {
        if (bucket->size() >= options_.bucket_size) {
            const auto worst = std::ranges::max_element(
                *bucket, {}, [](const Entry& one) { return one.is_connected ? 0 : one.failures; });
            if (worst->is_connected || worst->failures == 0) return false;
            bucket->erase(worst);
            --size_;
        }
        bucket->push_back({.key = key, .peer = peer, .addresses = {}});
        at = bucket->end() - 1;
        ++size_;
    }
    auto& known = at->addresses;
    for (const auto& address : addresses) {
        const wire::Multiaddr bare = address.without_peer_id();
        const auto old = std::ranges::find(known, bare);
        if (bare.empty() || old != known.end()) continue;
        known.insert(known.begin(), bare);
        if (known.size() > options_.max_addresses_per_peer) known.pop_back();
    }
    return true;
}

void Table::set_connected(const PeerId& peer, bool is_connected) {
    if (Entry* const entry = find_entry(peer)) entry->is_connected = is_connected;
}

void Table::on_success(const PeerId& peer) {
    if (Entry* const entry = find_entry(peer)) entry->failures = 0;
}

void Table::on_failure(const PeerId& peer) {
    Entry* const entry = find_entry(peer);
    if (entry != nullptr && ++entry->failures >= options_.max_failures) remove(peer);
}

void Table::remove(const PeerId& peer) {
    Bucket* const bucket = bucket_of(key_of(peer));
    if (bucket != nullptr) size_ -= std::erase_if(*bucket, [&](const Entry& one) { return one.peer == peer; });
}

std::vector<const Table::Entry*> Table::closest(const Key& target, size_t count) const {
    std::vector<const Entry*> out;
    const auto take = [&](size_t first, size_t last) {
        const auto begin = static_cast<ptrdiff_t>(out.size());
        for (size_t i = first; i < last; ++i) {
            for (const Entry& one : buckets_[i]) out.push_back(&one);
        }
        std::ranges::sort(out.begin() + begin, out.end(), {},
                          [&](const Entry* one) { return distance(one->key, target); });
    };
    // With `shared` bits in common with the own key, the target is closest to the peers of that bucket, which differ
    // from the own key in the same bit. Those that are closer to us come next, all of them at distances of one
    // magnitude; then the buckets further away, one by one.
    const size_t shared = common_bits(own_, target);
    if (shared < kKeyBits) take(shared, shared + 1);
    if (out.size() < count && shared < kKeyBits) take(shared + 1, kKeyBits);
    for (size_t i = std::min(shared, kKeyBits); i > 0 && out.size() < count; --i) take(i - 1, i);
    if (out.size() > count) out.resize(count);
    return out;
}

size_t Table::memory_bytes() const noexcept {
    constexpr size_t kAddressBytes = 64;
    size_t out = sizeof *this;
    for (const Bucket& bucket : buckets_) {
        out += bucket.capacity() * sizeof(Entry);
        for (const Entry& one : bucket) out += one.addresses.size() * kAddressBytes;
    }
    return out;
}

std::vector<size_t> Table::bucket_sizes() const {
    std::vector<size_t> out;
    for (const Bucket& bucket : buckets_) out.push_back(bucket.size());
    while (!out.empty() && out.back() == 0) out.pop_back();
    return out;
}

}  // namespace serinus::network::kademlia
