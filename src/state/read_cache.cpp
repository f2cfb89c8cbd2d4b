#include "state/read_cache.hpp"

#include "state/key_table.hpp"

namespace serinus::state {

ReadValues::Place& ReadValues::place_of(BytesView key) noexcept { return places_[hash_key(key) % kPlaces]; }

const std::optional<BytesView>* ReadValues::find(BytesView key) noexcept {
    const Place& place = place_of(key);
    return place.is_used && equal(place.key, key) ? &place.view : nullptr;
}

void ReadValues::put(BytesView key, const std::optional<BytesView>& value) {
    Place& place = place_of(key);
    if (key.size() > kLargestKey || (value && value->size() > kLargestValue)) {
        if (equal(place.key, key)) place.is_used = false;
        return;
    }
    place.is_used = true;
    place.key.assign(key.begin(), key.end());
    place.view.reset();
    if (!value) return;
    place.value.assign(value->begin(), value->end());
    place.view.emplace(place.value);
}

void ReadValues::apply(const ChangeSet& changes) {
    for (const auto& [key, value] : changes) put(key, value ? std::optional<BytesView>(*value) : std::nullopt);
}

void ReadValues::clear() noexcept {
    for (Place& place : places_) place.is_used = false;
}

Result<std::optional<BytesView>, StateError> ReadCache::get(Area area, BytesView key) {
    if (!area.is_top() || key.size() > ReadValues::kLargestKey) return below_.get(area, key);
    if (const auto* known = known_->find(key)) return *known;
    TRY_ASSIGN(const auto value, below_.get(area, key));
    known_->put(key, value);
    return value;
}

void ReadCache::roll_back_recording(size_t mark) {
    if (below_.recording_mark() == mark) return;
    known_->clear();
    below_.roll_back_recording(mark);
}

Result<bool, StateError> ReadCache::contains(Area area, BytesView key) {
    if (area.is_top()) {
        if (const auto* known = known_->find(key)) return known->has_value();
    }
    return below_.contains(area, key);
}

}  // namespace serinus::state
