#include "state/read_cache.hpp"

#include "state/key_table.hpp"

namespace serinus::state {

ReadCache::Place& ReadCache::place_of(BytesView key) noexcept { return places_[hash_key(key) % kPlaces]; }

Result<std::optional<BytesView>, StateError> ReadCache::get(Area area, BytesView key) {
    if (!area.is_top() || key.size() > kLargestKey) return below_.get(area, key);
    Place& place = place_of(key);
    if (!place.is_used || !equal(place.key, key)) {
        TRY_ASSIGN(const auto value, below_.get(area, key));
        if (value && value->size() > kLargestValue) return value;
        place.is_used = true;
        place.is_present = value.has_value();
        place.key.assign(key.begin(), key.end());
        place.value.clear();
        if (value) place.value.assign(value->begin(), value->end());
    }
    return place.is_present ? std::optional<BytesView>(place.value) : std::nullopt;
}

void ReadCache::roll_back_recording(size_t mark) {
    if (below_.recording_mark() == mark) return;
    for (Place& place : places_) place.is_used = false;
    below_.roll_back_recording(mark);
}

Result<bool, StateError> ReadCache::contains(Area area, BytesView key) {
    if (area.is_top()) {
        const Place& place = place_of(key);
        if (place.is_used && equal(place.key, key)) return place.is_present;
    }
    return below_.contains(area, key);
}

}  // namespace serinus::state
