/// Weights of Scheduler. `s`: tasks in the block's agenda; of service_task_fetched: bytes of the preimage.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_scheduler.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Scheduler {
    static constexpr Weight service_agendas_base() noexcept { return measured(3'973'000, 1489).reads(1).writes(1); }
    static constexpr Weight service_agenda_base(uint32_t s) noexcept {
        return measured(5'580'416, 42'428).per(s, 740'682, 0).reads(1).writes(1);
    }
    static constexpr Weight service_task_base() noexcept { return measured(5'224'000, 0); }
    static constexpr Weight service_task_fetched(uint32_t s) noexcept {
        return measured(18'287'000, 3644).per(s, 1555, 1).reads(2).writes(2);
    }
    static constexpr Weight service_task_named() noexcept { return measured(6'488'000, 0).writes(1); }
    static constexpr Weight service_task_periodic() noexcept { return measured(5'209'000, 0); }
    static constexpr Weight execute_dispatch_signed() noexcept { return measured(2'393'000, 0); }
    static constexpr Weight execute_dispatch_unsigned() noexcept { return measured(2'295'000, 0); }
    static constexpr Weight schedule(uint32_t s) noexcept {
        return measured(13'839'432, 42'428).per(s, 767'188, 0).reads(1).writes(1);
    }
    static constexpr Weight cancel(uint32_t s) noexcept {
        return measured(14'512'715, 42'428).per(s, 1'384'993, 0).reads(1).writes(2);
    }
    static constexpr Weight schedule_named(uint32_t s) noexcept {
        return measured(17'126'344, 42'428).per(s, 823'880, 0).reads(2).writes(2);
    }
    static constexpr Weight cancel_named(uint32_t s) noexcept {
        return measured(16'558'474, 42'428).per(s, 1'407'061, 0).reads(2).writes(2);
    }
};

}  // namespace serinus::polkadot::weights
