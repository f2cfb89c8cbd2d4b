#include "fork/origin/item_walks.hpp"

#include <algorithm>

namespace serinus::fork {

namespace {
constexpr size_t kPrefixBytes = 32;  // of the pallet and of the item
}

std::optional<BytesView> ItemWalks::item_of(BytesView key) noexcept {
    // What is no longer is the value of an item without keys.
    if (key.size() <= kPrefixBytes) return std::nullopt;
    return key.first(kPrefixBytes);
}

size_t ItemWalks::Walk::budget() const noexcept {
    if (misses < kFirstMisses) return 0;
    if (fetched >= kOnTrust && hits * kHitShare < fetched) return 0;
    const size_t most = misses * kForMiss;
    return most - std::min(most, fetched);
}

void ItemWalks::hit(BytesView key) {
    const auto item = item_of(key);
    const std::lock_guard lock(mutex_);
    const auto found = item ? walks_.find(*item) : walks_.end();
    if (found != walks_.end() && found->second.fetched > 0) ++found->second.hits;
}

std::vector<Bytes> ItemWalks::miss(BytesView key, size_t count) {
    std::vector<Bytes> out;
    const auto item = item_of(key);
    if (!item) return out;
    const std::lock_guard lock(mutex_);
    auto found = walks_.find(*item);
    if (found == walks_.end()) {
        if (walks_.size() >= kMaxItems) begin_again();
        found = walks_.emplace(to_bytes(*item), Walk()).first;
    }
    Walk& walk = found->second;
    ++walk.misses;
    for (size_t left = std::min(count, walk.budget()); left > 0 && !walk.known.empty(); --left) {
        known_bytes_ -= walk.known.front().size();
        out.push_back(std::move(walk.known.front()));
        walk.known.pop_front();
        ++walk.fetched;
    }
    return out;
}

std::optional<Bytes> ItemWalks::wanted_page(BytesView key) const {
    const auto item = item_of(key);
    const std::lock_guard lock(mutex_);
    const auto found = item ? walks_.find(*item) : walks_.end();
    if (found == walks_.end()) return std::nullopt;
    const Walk& walk = found->second;
    if (walk.has_ended || !walk.known.empty() || walk.budget() == 0) return std::nullopt;
    return walk.last.empty() ? to_bytes(*item) : walk.last;
}

void ItemWalks::add_page(BytesView key, const std::vector<Bytes>& keys, bool is_last) {
    const auto item = item_of(key);
    if (!item) return;
    const std::lock_guard lock(mutex_);
    const auto found = walks_.find(*item);
    if (found == walks_.end()) return;  // all began again meanwhile
    Walk& walk = found->second;
    walk.has_ended = is_last;
    for (const Bytes& one : keys) {
        if (one.size() < kPrefixBytes || !std::ranges::equal(BytesView(one).first(kPrefixBytes), *item)) {
            walk.has_ended = true;
            break;
        }
        walk.known.push_back(one);
        walk.last = one;
        known_bytes_ += one.size();
    }
    if (known_bytes_ > kMaxKnownBytes) begin_again();
}

}  // namespace serinus::fork
