/// Weights of ElectionProviderMultiPhase. `v`, `t`: voters and targets of the snapshot; `a`: voters in the solution;
/// `d`: winners.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_election_provider_multi_phase.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ElectionProviderMultiPhase {
    static constexpr Weight on_initialize_nothing() noexcept { return measured(19'797'000, 3481).reads(8); }
    static constexpr Weight on_initialize_open_signed() noexcept {
        return measured(7'796'000, 1528).reads(2).writes(1);
    }
    static constexpr Weight on_initialize_open_unsigned() noexcept {
        return measured(8'468'000, 1528).reads(2).writes(1);
    }
    static constexpr Weight finalize_signed_phase_accept_solution() noexcept {
        return measured(28'181'000, 3593).reads(1).writes(2);
    }
    static constexpr Weight finalize_signed_phase_reject_solution() noexcept {
        return measured(19'223'000, 3593).reads(1).writes(1);
    }
    static constexpr Weight create_snapshot_internal(uint32_t v, uint32_t) noexcept {
        return measured(471'515'000, 0).per(v, 495'215, 0).writes(3);
    }
    static constexpr Weight elect_queued(uint32_t a, uint32_t d) noexcept {
        return measured(458'300'000, 3818).per(a, 369'752, 768).per(d, 0, 49).reads(7).writes(8);
    }
    static constexpr Weight submit() noexcept { return measured(47'427'000, 2618).reads(5).writes(3); }
    static constexpr Weight submit_unsigned(uint32_t v, uint32_t t, uint32_t a, uint32_t) noexcept {
        return measured(6'416'740'000, 1633).per(v, 411'851, 553).per(a, 4'359'798, 0).per(t, 0, 32).reads(7).writes(1);
    }
    static constexpr Weight feasibility_check(uint32_t v, uint32_t t, uint32_t a, uint32_t) noexcept {
        return measured(5'419'878'000, 1608).per(v, 362'723, 553).per(a, 3'319'889, 0).per(t, 0, 32).reads(4);
    }
};

}  // namespace serinus::polkadot::weights
