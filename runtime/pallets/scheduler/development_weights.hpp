/// Weights of Scheduler for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Scheduler {
    static constexpr Weight service_agendas_base() noexcept { return measured(4'000'000, 1500).reads(1).writes(1); }
    static constexpr Weight service_agenda_base(uint32_t s) noexcept {
        return measured(5'900'000, 43'000).per(s, 740'000, 0).reads(1).writes(1);
    }
    static constexpr Weight service_task_base() noexcept { return measured(5'300'000, 0); }
    static constexpr Weight service_task_fetched(uint32_t s) noexcept {
        return measured(19'000'000, 3700).per(s, 1300, 0).reads(2).writes(2).per(s, 0, 1);
    }
    static constexpr Weight service_task_named() noexcept { return measured(6'500'000, 0).writes(1); }
    static constexpr Weight service_task_periodic() noexcept { return measured(5'300'000, 0); }
    static constexpr Weight execute_dispatch_signed() noexcept { return measured(2'300'000, 0); }
    static constexpr Weight execute_dispatch_unsigned() noexcept { return measured(2'300'000, 0); }
    static constexpr Weight schedule(uint32_t s) noexcept {
        return measured(14'000'000, 43'000).per(s, 760'000, 0).reads(1).writes(1);
    }
    static constexpr Weight cancel(uint32_t s) noexcept {
        return measured(15'000'000, 43'000).per(s, 1'500'000, 0).reads(1).writes(2);
    }
    static constexpr Weight schedule_named(uint32_t s) noexcept {
        return measured(19'000'000, 43'000).per(s, 840'000, 0).reads(2).writes(2);
    }
    static constexpr Weight cancel_named(uint32_t s) noexcept {
        return measured(20'000'000, 43'000).per(s, 1'500'000, 0).reads(2).writes(2);
    }
};

}  // namespace serinus::development_weights
