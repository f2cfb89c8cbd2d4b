/// Weights of ChildBounties. `d`: bytes of the description.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_child_bounties.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ChildBounties {
    static constexpr Weight add_child_bounty(uint32_t d) noexcept {
        return measured(68'289'949, 6196).per(d, 758, 0).reads(5).writes(6);
    }
    static constexpr Weight propose_curator() noexcept { return measured(19'140'000, 3642).reads(3).writes(2); }
    static constexpr Weight accept_curator() noexcept { return measured(32'451'000, 3642).reads(3).writes(2); }
    static constexpr Weight unassign_curator() noexcept { return measured(46'785'000, 3642).reads(3).writes(2); }
    static constexpr Weight award_child_bounty() noexcept { return measured(22'852'000, 3642).reads(2).writes(1); }
    static constexpr Weight claim_child_bounty() noexcept { return measured(111'193'000, 8799).reads(5).writes(6); }
    static constexpr Weight close_child_bounty_added() noexcept {
        return measured(73'088'000, 6196).reads(6).writes(6);
    }
    static constexpr Weight close_child_bounty_active() noexcept {
        return measured(89'083'000, 8799).reads(7).writes(7);
    }
};

}  // namespace serinus::kusama::weights
