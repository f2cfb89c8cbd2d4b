/// Weights of ElectionProviderMultiPhase. `v`, `t`: voters and targets of the snapshot; `a`: voters in the solution;
/// `d`: winners.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_election_provider_multi_phase.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ElectionProviderMultiPhase {
    static constexpr Weight on_initialize_nothing() noexcept { return measured(20'365'000, 3481).reads(8); }
    static constexpr Weight on_initialize_open_signed() noexcept {
        return measured(8'410'000, 1565).reads(2).writes(1);
    }
    static constexpr Weight on_initialize_open_unsigned() noexcept {
        return measured(8'815'000, 1565).reads(2).writes(1);
    }
    static constexpr Weight finalize_signed_phase_accept_solution() noexcept {
        return measured(27'755'000, 3593).reads(1).writes(2);
    }
    static constexpr Weight finalize_signed_phase_reject_solution() noexcept {
        return measured(19'574'000, 3593).reads(1).writes(1);
    }
    static constexpr Weight create_snapshot_internal(uint32_t v, uint32_t /*t*/) noexcept {
        return measured(59'371'643, 0).per(v, 651'879, 0).writes(3);
    }
    static constexpr Weight elect_queued(uint32_t a, uint32_t d) noexcept {
        return measured(544'460'000, 4281).per(a, 567'970, 1152).per(d, 0, 48).reads(7).writes(8);
    }
    static constexpr Weight submit() noexcept { return measured(49'386'000, 2654).reads(5).writes(3); }
    static constexpr Weight submit_unsigned(uint32_t v, uint32_t t, uint32_t a, uint32_t /*d*/) noexcept {
        return measured(8'230'462'000, 1670).per(a, 9'115'530, 0).per(t, 0, 32).per(v, 0, 809).reads(7).writes(1);
    }
    static constexpr Weight feasibility_check(uint32_t v, uint32_t t, uint32_t a, uint32_t /*d*/) noexcept {
        return measured(6'972'203'000, 1645).per(v, 287'019, 809).per(a, 5'844'438, 0).per(t, 0, 32).reads(4);
    }
};

}  // namespace serinus::kusama::weights
