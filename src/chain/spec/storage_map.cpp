#include "chain/spec/storage_map.hpp"

#include "base/assert.hpp"

namespace serinus::chain {
namespace {

constexpr size_t kBlockBytes = size_t{256} * 1024;

}  // namespace

uint8_t* StorageMap::allocate(size_t size) {
    if (size > free_size_) {
        if (size > kBlockBytes / 4) {  // a block of its own wastes nothing
            blocks_.push_back(std::make_unique_for_overwrite<uint8_t[]>(size));
            return blocks_.back().get();
        }
        blocks_.push_back(std::make_unique_for_overwrite<uint8_t[]>(kBlockBytes));
        free_ = blocks_.back().get();
        free_size_ = kBlockBytes;
    }
    uint8_t* const place = free_;
    free_ += size;
    free_size_ -= size;
    return place;
}

StorageMap::Slot StorageMap::append(size_t key_size, size_t value_size) {
    SERINUS_ASSERT(key_size <= UINT32_MAX && value_size <= UINT32_MAX);
    const Entry entry{allocate(key_size + value_size), static_cast<uint32_t>(key_size),
                      static_cast<uint32_t>(value_size)};
    entries_.push_back(entry);
    return {{entry.bytes, key_size}, {entry.bytes + key_size, value_size}};
}

void StorageMap::add(BytesView key, BytesView value) {
    const Slot slot = append(key.size(), value.size());
    std::ranges::copy(key, slot.key.begin());
    std::ranges::copy(value, slot.value.begin());
}

std::optional<Bytes> StorageMap::sort() {
    const auto before = [](const Entry& a, const Entry& b) { return compare(a.item().key, b.item().key) < 0; };
    const auto same = [](const Entry& a, const Entry& b) { return equal(a.item().key, b.item().key); };
    if (!std::ranges::is_sorted(entries_, before)) std::ranges::sort(entries_, before);
    const auto twice = std::ranges::adjacent_find(entries_, same);
    if (twice != entries_.end()) return to_bytes(twice->item().key);
    return std::nullopt;
}

std::optional<BytesView> StorageMap::find(BytesView key) const noexcept {
    const auto at = std::ranges::lower_bound(
        entries_, key, [](BytesView a, BytesView b) { return compare(a, b) < 0; },
        [](const Entry& entry) { return entry.item().key; });
    if (at == entries_.end() || !equal(at->item().key, key)) return std::nullopt;
    return at->item().value;
}

size_t StorageMap::first_after(BytesView key) const noexcept {
    const auto at = std::ranges::upper_bound(
        entries_, key, [](BytesView a, BytesView b) { return compare(a, b) < 0; },
        [](const Entry& entry) { return entry.item().key; });
    return static_cast<size_t>(at - entries_.begin());
}

bool operator==(const StorageMap& a, const StorageMap& b) noexcept {
    return std::ranges::equal(a.entries_, b.entries_, [](const auto& x, const auto& y) {
        return equal(x.item().key, y.item().key) && equal(x.item().value, y.item().value);
    });
}

}  // namespace serinus::chain
