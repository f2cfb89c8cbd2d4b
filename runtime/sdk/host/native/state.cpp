#include "runtime/sdk/host/native/state.hpp"

#include "base/assert.hpp"
#include "trie/proof.hpp"
#include "trie/root_builder.hpp"

namespace serinus::sdk::native {

namespace {

/// Clears by `clear` the keys of `entries` that start with `prefix`, at most `limit`.
template <class F>
host::Removal clear_below(const State::Entries& entries, BytesView prefix, std::optional<uint32_t> limit, F&& clear) {
    std::vector<Bytes> keys;
    host::Removal out{.all_removed = true, .count = 0};
    for (auto at = entries.lower_bound(to_bytes(prefix)); at != entries.end(); ++at) {
        if (at->first.size() < prefix.size() || !equal(BytesView(at->first).first(prefix.size()), prefix)) break;
        if (limit && keys.size() == *limit) {
            out.all_removed = false;
            break;
        }
        keys.push_back(at->first);
    }
    for (const Bytes& key : keys) clear(key);
    out.count = static_cast<uint32_t>(keys.size());
    return out;
}

std::optional<Bytes> key_behind(const State::Entries& entries, BytesView key) {
    const auto next = entries.upper_bound(to_bytes(key));
    return next == entries.end() ? std::nullopt : std::optional<Bytes>(next->first);
}

Hash256 root_of(const State::Entries& entries, uint8_t state_version) {
    trie::RootBuilder builder(state_version == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1);
    for (const auto& [key, value] : entries) SERINUS_ASSERT(builder.add(key, value));
    return builder.finish();
}

}  // namespace

const Bytes* State::find(BytesView key) const {
    const auto found = entries_.find(to_bytes(key));
    return found == entries_.end() ? nullptr : &found->second;
}

const State::Entries& State::child(BytesView name) const {
    static const Entries kNone;
    const auto found = children_.find(to_bytes(name));
    return found == children_.end() ? kNone : found->second;
}

State::Entries& State::entries_at(const Place& place) {
    switch (place.area) {
        case Area::kMain:
            return entries_;
        case Area::kChild:
            return children_[place.child];
        case Area::kOffchainIndex:
            return offchain_index_;
    }
    SERINUS_ASSERT(false);
}

void State::remember(const Place& place) {
    if (layers_.empty()) return;
    const Entries& entries = entries_at(place);
    const auto found = entries.find(place.key);
    layers_.back().try_emplace(place, found == entries.end() ? std::nullopt : std::optional<Bytes>(found->second));
}

void State::set_at(const Place& place, BytesView value) {
    remember(place);
    entries_at(place)[place.key] = to_bytes(value);
}

void State::clear_at(const Place& place) {
    remember(place);
    entries_at(place).erase(place.key);
}

void State::set(BytesView key, BytesView value) { set_at({Area::kMain, {}, to_bytes(key)}, value); }
void State::clear(BytesView key) { clear_at({Area::kMain, {}, to_bytes(key)}); }
void State::child_set(BytesView name, BytesView key, BytesView value) {
    set_at({Area::kChild, to_bytes(name), to_bytes(key)}, value);
}
void State::child_clear(BytesView name, BytesView key) { clear_at({Area::kChild, to_bytes(name), to_bytes(key)}); }
void State::index_offchain(BytesView key, BytesView value) { set_at({Area::kOffchainIndex, {}, to_bytes(key)}, value); }

std::optional<BytesView> State::get(BytesView key) {
    const Bytes* const value = find(key);
    return value ? std::optional<BytesView>(*value) : std::nullopt;
}

std::optional<uint32_t> State::read(BytesView key, MutableBytesView out, uint32_t offset) {
    const Bytes* const value = find(key);
    return value ? std::optional(copy_part(*value, out, offset)) : std::nullopt;
}

void State::append(BytesView key, BytesView element) {
    const Bytes* const value = find(key);
    set(key, with_elements(value ? BytesView(*value) : BytesView(), 1, element));
}

std::optional<Bytes> State::next_key(BytesView key) { return key_behind(entries_, key); }

host::Removal State::clear_prefix(BytesView prefix, std::optional<uint32_t> limit) {
    return clear_below(entries_, prefix, limit, [&](const Bytes& key) { clear(key); });
}

Hash256 State::storage_root(uint8_t state_version) {
    Entries entries = entries_;
    for (const auto& [name, child] : children_) {
        if (child.empty()) continue;
        const Hash256 root = root_of(child, state_version);
        entries[trie::default_child_root_key(name)] = to_bytes(root.bytes);
    }
    return root_of(entries, state_version);
}

std::optional<Bytes> State::child_get(BytesView child, BytesView key) {
    const Entries& entries = this->child(child);
    const auto found = entries.find(to_bytes(key));
    return found == entries.end() ? std::nullopt : std::optional<Bytes>(found->second);
}

std::optional<Bytes> State::child_next_key(BytesView child, BytesView key) {
    return key_behind(this->child(child), key);
}

host::Removal State::child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) {
    return clear_below(this->child(child), prefix, limit, [&](const Bytes& key) { child_clear(child, key); });
}

host::Removal State::child_kill(BytesView child, std::optional<uint32_t> limit) {
    return child_clear_prefix(child, {}, limit);
}

Hash256 State::child_root(BytesView child, uint8_t state_version) { return root_of(this->child(child), state_version); }

void State::start_transaction() { layers_.emplace_back(); }

void State::commit_transaction() {
    SERINUS_ASSERT(!layers_.empty());
    auto layer = std::move(layers_.back());
    layers_.pop_back();
    // The outer transaction keeps the older of two values that it knows.
    if (!layers_.empty()) layers_.back().merge(layer);
}

void State::rollback_transaction() {
    SERINUS_ASSERT(!layers_.empty());
    for (auto& [place, value] : layers_.back()) {
        if (value) {
            entries_at(place)[place.key] = *std::move(value);
        } else {
            entries_at(place).erase(place.key);
        }
    }
    layers_.pop_back();
}

void State::reset() { *this = State(); }

}  // namespace serinus::sdk::native
