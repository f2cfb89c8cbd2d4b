/// Weights of ChildBounties for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct ChildBounties {
    static constexpr Weight add_child_bounty(uint32_t d) noexcept {
        return measured(69'000'000, 6200).per(d, 760, 0).reads(5).writes(6);
    }
    static constexpr Weight propose_curator() noexcept { return measured(20'000'000, 3700).reads(3).writes(2); }
    static constexpr Weight accept_curator() noexcept { return measured(33'000'000, 3700).reads(3).writes(2); }
    static constexpr Weight unassign_curator() noexcept { return measured(47'000'000, 3700).reads(3).writes(2); }
    static constexpr Weight award_child_bounty() noexcept { return measured(23'000'000, 3700).reads(2).writes(1); }
    static constexpr Weight claim_child_bounty() noexcept { return measured(120'000'000, 8800).reads(5).writes(6); }
    static constexpr Weight close_child_bounty_added() noexcept {
        return measured(74'000'000, 6200).reads(6).writes(6);
    }
    static constexpr Weight close_child_bounty_active() noexcept {
        return measured(90'000'000, 8800).reads(7).writes(7);
    }
};

}  // namespace serinus::development_weights
