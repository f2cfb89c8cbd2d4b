/// Weights of FellowshipCollective. `r`: ranks; `n`: votes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_ranked_collective.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct FellowshipCollective {
    static constexpr Weight add_member() noexcept { return measured(15'300'000, 3507).reads(2).writes(4); }
    static constexpr Weight remove_member(uint32_t r) noexcept {
        return measured(29'376'215, 3519)
            .per(r, 12'034'663, 2529)
            .reads(4 + 3 * uint64_t{r})
            .writes(4 + 3 * uint64_t{r});
    }
    static constexpr Weight promote_member(uint32_t r) noexcept {
        return measured(18'419'715, 3507).per(r, 335'584, 0).reads(2).writes(4);
    }
    static constexpr Weight demote_member(uint32_t r) noexcept {
        return measured(30'839'920, 3519).per(r, 590'418, 0).reads(4).writes(4);
    }
    static constexpr Weight vote() noexcept { return measured(46'873'000, 83'866).reads(5).writes(4); }
    static constexpr Weight cleanup_poll(uint32_t n) noexcept {
        return measured(18'183'637, 4365).per(n, 1'138'158, 2540).reads(2 + uint64_t{n}).writes(uint64_t{n});
    }
};

}  // namespace serinus::kusama::weights
