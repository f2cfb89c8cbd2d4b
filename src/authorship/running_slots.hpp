/// The timer of an author by the clock.
#pragma once

#include "authorship/slot_schedule.hpp"
#include "authorship/slots_sealing.hpp"

namespace serinus::authorship {

/// Calls the worker at the start of each slot, on the author's lane.
class RunningSlots {
  public:
    RunningSlots(platform::Scheduler& scheduler, platform::Lane& lane, uint64_t slot_duration_ms,
                 std::unique_ptr<SlotWorker> worker)
        : scheduler_(&scheduler), lane_(&lane), schedule_(slot_duration_ms), worker_(std::move(worker)) {}

    void start() {
        (void)lane_->post_always([this] { on_timer(); });
    }

  private:
    void on_timer() {
        const uint64_t now = scheduler_->unix_now_ms();
        if (const auto slot = schedule_.begin(now)) worker_->on_slot(*slot, now, [](SlotOutcome) {});
        (void)lane_->post_after(schedule_.delay_ms(scheduler_->unix_now_ms()), [this] { on_timer(); });
    }

    platform::Scheduler* scheduler_;
    platform::Lane* lane_;
    SlotSchedule schedule_;
    std::unique_ptr<SlotWorker> worker_;
};

}  // namespace serinus::authorship
