#include "collator/slot_pace.hpp"

#include "base/assert.hpp"

namespace serinus::collator {

uint64_t SlotPace::end_of_slot(uint64_t now_ms, uint64_t unix_now_ms, uint64_t relay_slot_ms,
                               uint64_t offset_ms) noexcept {
    const uint64_t left_ms = relay_slot_ms - unix_now_ms % relay_slot_ms + offset_ms;
    return now_ms + std::max(left_ms, kLeastMs);
}

SlotPace::SlotPace(SlotPlan plan, uint64_t relay_slot_ms, uint64_t para_slot_ms, uint64_t end_ms)
    : plan_(std::move(plan)),
      block_ms_(relay_slot_ms / plan_.block_count),
      ends_para_slot_((plan_.relay_slot + 1) * relay_slot_ms / para_slot_ms != plan_.slot),
      end_ms_(end_ms) {
    SERINUS_ASSERT(!plan_.cores.empty());
}

void SlotPace::begin_core(uint64_t now_ms) noexcept {
    const uint64_t cores_left = plan_.cores.size() - core_index_;
    core_end_ms_ = now_ms + (end_ms_ > now_ms ? end_ms_ - now_ms : 0) / cores_left;
    block_index_ = 0;
}

bool SlotPace::has_block() const noexcept {
    return block_index_ < core().block_count && !timing().is_left_out(block_index_);
}

void SlotPace::begin_block(uint64_t now_ms) noexcept {
    begun_ms_ = now_ms;
    const uint64_t left_ms = left_of_core_ms(now_ms);
    share_ms_ = left_ms / (core().block_count - block_index_);
    duration_ms_ = timing().duration_ms(block_index_, left_ms > 0 ? left_ms : kLeastMs, block_ms_);
}

uint64_t SlotPace::end_block(uint64_t now_ms) noexcept {
    ++block_index_;
    const uint64_t used_ms = now_ms - begun_ms_;
    return share_ms_ > used_ms ? share_ms_ - used_ms : 0;
}

bool SlotPace::next_core() noexcept { return ++core_index_ < plan_.cores.size(); }

}  // namespace serinus::collator
