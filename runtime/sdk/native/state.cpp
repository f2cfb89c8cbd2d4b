#include "runtime/sdk/native/state.hpp"

#include "base/assert.hpp"

namespace serinus::sdk::native {

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

void State::start() { layers_.emplace_back(); }

void State::commit() {
    SERINUS_ASSERT(!layers_.empty());
    auto layer = std::move(layers_.back());
    layers_.pop_back();
    // The outer transaction keeps the older of two values that it knows.
    if (!layers_.empty()) layers_.back().merge(layer);
}

void State::rollback() {
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
