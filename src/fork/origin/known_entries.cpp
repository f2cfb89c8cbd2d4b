#include "fork/origin/known_entries.hpp"

#include <bit>
#include <cstring>
#include <utility>

#include "base/checked.hpp"
#include "base/format.hpp"

namespace serinus::fork {
namespace {

using state::Area;

/// What an entry takes beside its key and value, roughly.
constexpr size_t kEntryBytes = 128;

uint64_t mix(uint64_t a, uint64_t b) noexcept {
    const auto product = static_cast<uint128_t>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t word_at(BytesView bytes, size_t size) noexcept {
    uint64_t out = 0;
    std::memcpy(&out, bytes.data(), size);
    return out;
}

}  // namespace

size_t KeyHash::operator()(BytesView key) const noexcept {
    // Where the system has put the program and its memory: nobody else knows.
    static const std::array<uint64_t, 2> kSecret = [] {
        const auto of_memory = std::make_unique<int>();
        const uint64_t first = std::bit_cast<uintptr_t>(of_memory.get()), second = std::bit_cast<uintptr_t>(&mix);
        return std::array<uint64_t, 2>{mix(first | 1, 0x9e37'79b9'7f4a'7c15), mix(second | 1, 0xd1b5'4a32'd192'ed03)};
    }();
    constexpr size_t kWord = sizeof(uint64_t);
    uint64_t out = kSecret[0] ^ key.size();
    for (; key.size() >= kWord; key = key.subspan(kWord)) out = mix(out ^ word_at(key, kWord), kSecret[1] | 1);
    if (!key.empty()) out = mix(out ^ word_at(key, key.size()), kSecret[1] | 1);
    return static_cast<size_t>(mix(out, kSecret[0] | 1));
}

const KnownEntries::OfArea* KnownEntries::find(Area area) const {
    if (area.is_top()) return &all_.top;
    const auto found = all_.children.find(area.child_key());
    return found == all_.children.end() ? nullptr : &found->second;
}

KnownEntries::OfArea& KnownEntries::get(Area area) {
    if (area.is_top()) return all_.top;
    const auto found = all_.children.find(area.child_key());
    return found == all_.children.end() ? all_.children[to_bytes(area.child_key())] : found->second;
}

/// What is needed of the rest is fetched once more.
KnownEntries::All KnownEntries::make_room(size_t bytes) {
    All out;
    if (all_.bytes + kEntryBytes + bytes > max_bytes_) std::swap(out, all_);
    all_.bytes += kEntryBytes + bytes;
    return out;
}

std::optional<KnownEntries::Value> KnownEntries::value(Area area, BytesView key) const {
    const std::lock_guard lock(mutex_);
    const OfArea* known = find(area);
    if (known == nullptr) return std::nullopt;
    const auto found = known->values.find(key);
    if (found == known->values.end()) return std::nullopt;
    return std::optional<Value>(std::in_place, found->second);
}

bool KnownEntries::has_value(Area area, BytesView key) const {
    const std::lock_guard lock(mutex_);
    const OfArea* known = find(area);
    return known != nullptr && known->values.contains(key);
}

void KnownEntries::put_value(Area area, BytesView key, const Value& value) {
    std::pair<Bytes, Value> entry(to_bytes(key), value);
    All dropped;
    const std::lock_guard lock(mutex_);
    dropped = make_room((area.is_top() ? 0 : area.child_key().size()) + key.size() + (value ? value->size() : 0));
    get(area).values.insert(std::move(entry));
}

std::shared_ptr<const KnownEntries::Page> KnownEntries::page(Area area, BytesView key) const {
    const std::lock_guard lock(mutex_);
    const OfArea* known = find(area);
    if (known == nullptr) return nullptr;
    const auto found = known->pages.upper_bound(key);
    const auto& page = found == known->pages.end() ? known->last_page : found->second;
    return page == nullptr || compare(key, page->after) < 0 ? nullptr : page;
}

void KnownEntries::put_page(Area area, std::shared_ptr<const Page> page) {
    size_t bytes = page->after.size();
    for (const Bytes& key : page->keys) bytes += sizeof(Bytes) + key.size();
    All dropped;
    const std::lock_guard lock(mutex_);
    dropped = make_room(bytes);
    OfArea& known = get(area);
    if (page->is_last) {
        known.last_page = std::move(page);
    } else {
        known.pages[page->keys.back()] = std::move(page);
    }
}

}  // namespace serinus::fork
