/// The time of an author in a slot of the relay chain: shared out among its cores, and that of a core among its blocks.
/// Observed: cumulus-client-consensus-aura 0.36.0, slot_based, `build_collation_for_core`
#pragma once

#include "collator/slot_plan.hpp"

namespace serinus::collator {

/// All times in ms. Begins before the first core.
class SlotPace {
  public:
    /// Authors begin so long after the slot does, by when the relay chain's block is there, and leave as much to the
    /// next one; not for candidates of version 3, whose scheduling parent is of the slot before. Observed:
    /// cumulus-client-consensus-aura 0.36.0
    static constexpr uint64_t kOffsetMs = 1'000;
    /// Ours: a slot, and a block, has so long at least if the relay parent came late.
    static constexpr uint64_t kLeastMs = 1'000;

    /// When the slot ends, by the monotonic clock. `unix_now_ms`: at the same time.
    static uint64_t end_of_slot(uint64_t now_ms, uint64_t unix_now_ms, uint64_t relay_slot_ms,
                                uint64_t offset_ms = kOffsetMs) noexcept;

    /// `relay_slot_ms`, `para_slot_ms`: lengths of slots, not 0. `end_ms`: of this one.
    SlotPace(SlotPlan plan, uint64_t relay_slot_ms, uint64_t para_slot_ms, uint64_t end_ms);

    const SlotPlan& plan() const noexcept { return plan_; }
    /// The core that is worked at.
    const CorePlan& core() const noexcept { return plan_.cores[core_index_]; }
    uint32_t block_index() const noexcept { return block_index_; }  ///< of the next block, or the one that is made

    /// The core gets its part of what is left of the slot.
    void begin_core(uint64_t now_ms) noexcept;
    /// Whether a block is to be made next for this core.
    bool has_block() const noexcept;
    /// Whether none follows it in the core.
    bool ends_bundle() const noexcept { return timing().ends_bundle(block_index_); }
    /// Begins this block.
    void begin_block(uint64_t now_ms) noexcept;
    uint64_t block_begun_ms() const noexcept { return begun_ms_; }
    uint64_t block_duration_ms() const noexcept { return duration_ms_; }
    /// The block is there. Returns how long the next one waits, so that they come at a steady rate.
    uint64_t end_block(uint64_t now_ms) noexcept;

    /// Of the core's time.
    uint64_t left_of_core_ms(uint64_t now_ms) const noexcept {
        return core_end_ms_ > now_ms ? core_end_ms_ - now_ms : 0;
    }
    /// Goes on to the next core; false: this was the last one.
    bool next_core() noexcept;

  private:
    BlockTiming timing() const noexcept {
        return {plan_.block_count, core().block_count, ends_para_slot_ && core_index_ + 1 == plan_.cores.size()};
    }

    SlotPlan plan_;
    uint64_t block_ms_;    ///< of one block
    bool ends_para_slot_;  ///< the next slot of the relay chain is in another one of the parachain's
    uint64_t end_ms_;
    size_t core_index_ = 0;
    uint64_t core_end_ms_ = 0;
    uint32_t block_index_ = 0;
    uint64_t begun_ms_ = 0;
    uint64_t duration_ms_ = 0;
    uint64_t share_ms_ = 0;  ///< of the core's time, for this block
};

}  // namespace serinus::collator
