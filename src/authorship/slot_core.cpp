#include "authorship/slot_core.hpp"

namespace serinus::authorship {

void SlotCore::handle(const Input& input, uint64_t unix_now_ms, Effects& effects) {
    const auto end = [&](SlotOutcome outcome) { effects.emplace_back(End{outcome}); };
    if (const auto* begun = std::get_if<SlotBegun>(&input)) {
        begun_ = *begun;
        if (const auto outcome = check(unix_now_ms, effects)) return end(*outcome);
        effects.emplace_back(Claim{});
    } else if (const auto* claimed = std::get_if<Claimed>(&input)) {
        if (!claimed->is_ours) return end(SlotOutcome::kFailed);
        if (!*claimed->is_ours) return end(SlotOutcome::kNotOurs);
        const Slot best_slot = begun_.best_slot.value_or(0);
        if (options_.backoff && options_.backoff->holds(begun_.best, best_slot, begun_.finalized, begun_.slot)) {
            return end(SlotOutcome::kBackedOff);
        }
        // Whatever becomes of the block: from here on the slot counts as used.
        last_authored_ = begun_.slot;
        effects.emplace_back(Note{});
    } else {
        if (!std::get<Noted>(input).succeeded) return end(SlotOutcome::kFailed);
        effects.emplace_back(Author{duration_ms_});
    }
}

std::optional<SlotOutcome> SlotCore::check(uint64_t unix_now_ms, Effects& effects) {
    const auto& [slot, best, finalized, best_slot, is_syncing] = begun_;
    const uint64_t slot_ms = options_.slot_duration_ms;
    if (slot <= last_authored_) return SlotOutcome::kAlreadyAuthored;
    if (is_syncing) return SlotOutcome::kSyncing;
    if (best_slot && *best_slot >= slot) {
        if (*best_slot > slot && warned_of_ != *best_slot) {
            warned_of_ = *best_slot;
            effects.emplace_back(WarnAhead{(*best_slot - slot + 1) * slot_ms / 1000});
        }
        return SlotOutcome::kChainIsAhead;
    }
    const uint64_t end_ms = (slot + 1) * slot_ms;
    const uint64_t left_ms = end_ms > unix_now_ms ? end_ms - unix_now_ms : 0;
    duration_ms_ = proposing_duration_ms(slot, best_slot, slot_ms, left_ms);
    return duration_ms_ == 0 ? std::optional(SlotOutcome::kNoTime) : std::nullopt;
}

}  // namespace serinus::authorship
