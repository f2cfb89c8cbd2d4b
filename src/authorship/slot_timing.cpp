#include "authorship/slot_timing.hpp"

#include <algorithm>

namespace serinus::authorship {
namespace {

constexpr uint64_t kDoublingSlots = 2;
constexpr uint64_t kMaxDoublings = 7;

bool begins_with_any(std::string_view id, std::string_view a, std::string_view b) noexcept {
    return id.starts_with(a) || id.starts_with(b);
}

}  // namespace

uint64_t proposing_duration_ms(uint64_t slot, std::optional<uint64_t> parent_slot, uint64_t slot_duration_ms,
                               uint64_t remaining_ms) noexcept {
    const uint64_t usual = std::min(remaining_ms, slot_duration_ms * 2 / 3);
    if (usual == 0 || !parent_slot || slot <= *parent_slot + 1) return usual;
    const uint64_t skipped = slot - *parent_slot - 1;
    const uint64_t factor = uint64_t{1} << std::min(skipped / kDoublingSlots, kMaxDoublings);
    return usual + factor * slot_duration_ms * 2 / 3;
}

bool Backoff::holds(uint64_t best, uint64_t best_slot, uint64_t finalized, uint64_t slot) const noexcept {
    if (slot <= best_slot) return false;
    const uint64_t unfinalized = best > finalized ? best - finalized : 0;
    const uint64_t above = unfinalized > unfinalized_slack ? unfinalized - unfinalized_slack : 0;
    return slot <= best_slot + std::min(above / authoring_bias, max_interval);
}

std::optional<Backoff> backoff_of(std::string_view spec_id, bool forced) noexcept {
    const bool production = begins_with_any(spec_id, "kusama", "ksm") || begins_with_any(spec_id, "polkadot", "dot");
    if (production && !forced) return std::nullopt;
    Backoff backoff;
    if (begins_with_any(spec_id, "rococo", "rco") || begins_with_any(spec_id, "versi", "vrs")) {
        backoff.max_interval = 10;
    }
    return backoff;
}

}  // namespace serinus::authorship
