/// What ChildBounties weighs. `d`: bytes of the description.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_child_bounties {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> add_child_bounty = sdk::estimate(69'000'000, 6200, 5, 6, {{760}});  // d
    Figures<0> propose_curator = sdk::estimate(20'000'000, 3700, 3, 2);
    Figures<0> accept_curator = sdk::estimate(33'000'000, 3700, 3, 2);
    Figures<0> unassign_curator = sdk::estimate(47'000'000, 3700, 3, 2);
    Figures<0> award_child_bounty = sdk::estimate(23'000'000, 3700, 2, 1);
    Figures<0> claim_child_bounty = sdk::estimate(120'000'000, 8800, 5, 6);
    Figures<0> close_child_bounty_added = sdk::estimate(74'000'000, 6200, 6, 6);
    Figures<0> close_child_bounty_active = sdk::estimate(90'000'000, 8800, 7, 7);
};

}  // namespace serinus::pallet_child_bounties
