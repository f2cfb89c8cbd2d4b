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

State::Entries& State::trie_of(const Place& place) { return place.first ? children_[*place.first] : entries_; }

void State::remember(const Place& place) {
    if (layers_.empty()) return;
    const Entries& entries = trie_of(place);
    const auto found = entries.find(place.second);
    layers_.back().try_emplace(place, found == entries.end() ? std::nullopt : std::optional<Bytes>(found->second));
}

void State::set_at(const Place& place, BytesView value) {
    remember(place);
    trie_of(place)[place.second] = to_bytes(value);
}

void State::clear_at(const Place& place) {
    remember(place);
    trie_of(place).erase(place.second);
}

void State::set(BytesView key, BytesView value) { set_at({std::nullopt, to_bytes(key)}, value); }
void State::clear(BytesView key) { clear_at({std::nullopt, to_bytes(key)}); }
void State::child_set(BytesView name, BytesView key, BytesView value) {
    set_at({to_bytes(name), to_bytes(key)}, value);
}
void State::child_clear(BytesView name, BytesView key) { clear_at({to_bytes(name), to_bytes(key)}); }

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
            trie_of(place)[place.second] = *std::move(value);
        } else {
            trie_of(place).erase(place.second);
        }
    }
    layers_.pop_back();
}

void State::reset() { *this = State(); }

State& state() {
    static State state;
    return state;
}

}  // namespace serinus::sdk::native
