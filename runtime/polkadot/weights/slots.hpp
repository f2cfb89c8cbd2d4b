/// Weights of Slots. `c`: parachains before, `t`: parachains with a lease.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_slots.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Slots {
    static constexpr Weight force_lease() noexcept { return measured(30'973'000, 3719).reads(2).writes(2); }
    static constexpr Weight manage_lease_period_start(uint32_t c, uint32_t t) noexcept {
        return measured(720'357'000, 4024)
            .per(c, 3'269'574, 2496)
            .per(t, 8'555'600, 2709)
            .reads(4 + uint64_t{c} + 2 * uint64_t{t})
            .writes(1 + uint64_t{c} + 2 * uint64_t{t});
    }
    static constexpr Weight clear_all_leases() noexcept { return measured(161'102'000, 21'814).reads(9).writes(9); }
    static constexpr Weight trigger_onboard() noexcept { return measured(35'842'000, 4011).reads(4).writes(2); }
};

}  // namespace serinus::polkadot::weights
