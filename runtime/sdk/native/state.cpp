#include "runtime/sdk/native/state.hpp"

#include "base/assert.hpp"

namespace serinus::sdk::native {

const Bytes* State::find(BytesView key) const {
    const auto found = entries_.find(to_bytes(key));
    return found == entries_.end() ? nullptr : &found->second;
}

void State::remember(BytesView key) {
    if (layers_.empty()) return;
    const Bytes* const value = find(key);
    layers_.back().try_emplace(to_bytes(key), value ? std::optional<Bytes>(*value) : std::nullopt);
}

void State::set(BytesView key, BytesView value) {
    remember(key);
    entries_[to_bytes(key)] = to_bytes(value);
}

void State::clear(BytesView key) {
    remember(key);
    entries_.erase(to_bytes(key));
}

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
    for (auto& [key, value] : layers_.back()) {
        if (value) {
            entries_[key] = *std::move(value);
        } else {
            entries_.erase(key);
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
