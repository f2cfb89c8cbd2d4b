/// Weights of ChildBounties. `d`: bytes of the description.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_child_bounties.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ChildBounties {
    static constexpr Weight add_child_bounty(uint32_t d) noexcept {
        return measured(65'409'591, 6196).per(d, 707, 0).reads(5).writes(6);
    }
    static constexpr Weight propose_curator() noexcept { return measured(18'281'000, 3642).reads(3).writes(2); }
    static constexpr Weight accept_curator() noexcept { return measured(31'766'000, 3642).reads(3).writes(2); }
    static constexpr Weight unassign_curator() noexcept { return measured(45'424'000, 3642).reads(3).writes(2); }
    static constexpr Weight award_child_bounty() noexcept { return measured(22'034'000, 3642).reads(2).writes(1); }
    static constexpr Weight claim_child_bounty() noexcept { return measured(107'371'000, 8799).reads(5).writes(6); }
    static constexpr Weight close_child_bounty_added() noexcept {
        return measured(69'143'000, 6196).reads(6).writes(6);
    }
    static constexpr Weight close_child_bounty_active() noexcept {
        return measured(84'570'000, 8799).reads(7).writes(7);
    }
};

}  // namespace serinus::polkadot::weights
