/// Weights of Scheduler. `s`: tasks in the block's agenda; of service_task_fetched: bytes of the preimage.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_scheduler.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Scheduler {
    static constexpr Weight service_agendas_base() noexcept { return measured(3'976'000, 1489).reads(1).writes(1); }
    static constexpr Weight service_agenda_base(uint32_t s) noexcept {
        return measured(5'834'982, 42'428).per(s, 735'418, 0).reads(1).writes(1);
    }
    static constexpr Weight service_task_base() noexcept { return measured(5'225'000, 0); }
    static constexpr Weight service_task_fetched(uint32_t s) noexcept {
        return measured(18'212'000, 3644).per(s, 1281, 0).reads(2).writes(2).per(s, 0, 1);
    }
    static constexpr Weight service_task_named() noexcept { return measured(6'488'000, 0).writes(1); }
    static constexpr Weight service_task_periodic() noexcept { return measured(5'241'000, 0); }
    static constexpr Weight execute_dispatch_signed() noexcept { return measured(2'216'000, 0); }
    static constexpr Weight execute_dispatch_unsigned() noexcept { return measured(2'223'000, 0); }
    static constexpr Weight schedule(uint32_t s) noexcept {
        return measured(13'989'026, 42'428).per(s, 752'366, 0).reads(1).writes(1);
    }
    static constexpr Weight cancel(uint32_t s) noexcept {
        return measured(14'402'909, 42'428).per(s, 1'404'108, 0).reads(1).writes(2);
    }
    static constexpr Weight schedule_named(uint32_t s) noexcept {
        return measured(18'596'080, 42'428).per(s, 832'081, 0).reads(2).writes(2);
    }
    static constexpr Weight cancel_named(uint32_t s) noexcept {
        return measured(19'159'948, 42'428).per(s, 1'424'608, 0).reads(2).writes(2);
    }
};

}  // namespace serinus::kusama::weights
