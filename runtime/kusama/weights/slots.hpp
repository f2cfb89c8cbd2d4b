/// Weights of Slots. `c`: parachains before, `t`: parachains with a lease.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_slots.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Slots {
    static constexpr Weight force_lease() noexcept { return measured(30'854'000, 3'752).reads(2).writes(2); }
    static constexpr Weight manage_lease_period_start(uint32_t c, uint32_t t) noexcept {
        return measured(700'380'000, 4'091)
            .per(c, 2'965'835, 2'496)
            .per(t, 8'719'796, 2'709)
            .reads(4 + uint64_t{c} + 2 * uint64_t{t})
            .writes(1 + uint64_t{c} + 2 * uint64_t{t});
    }
    static constexpr Weight clear_all_leases() noexcept { return measured(150'127'000, 21'814).reads(9).writes(9); }
    static constexpr Weight trigger_onboard() noexcept { return measured(42'904'000, 4'044).reads(4).writes(2); }
};

}  // namespace serinus::kusama::weights
