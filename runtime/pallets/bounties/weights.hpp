/// What Bounties weighs. `d`: bytes of the description; `b`: bounties that wait for money.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_bounties {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> propose_bounty = sdk::estimate(28'000'000, 3600, 2, 4, {{690}});  // d
    Figures<0> approve_bounty = sdk::estimate(9'900'000, 3700, 2, 2);
    Figures<0> propose_curator = sdk::estimate(8'900'000, 3700, 1, 1);
    Figures<0> unassign_curator = sdk::estimate(42'000'000, 3700, 2, 2);
    Figures<0> accept_curator = sdk::estimate(29'000'000, 3700, 2, 2);
    Figures<0> award_bounty = sdk::estimate(21'000'000, 3700, 2, 1);
    Figures<0> claim_bounty = sdk::estimate(120'000'000, 8800, 5, 6);
    Figures<0> close_bounty_proposed = sdk::estimate(47'000'000, 3700, 3, 3);
    Figures<0> close_bounty_active = sdk::estimate(78'000'000, 6200, 4, 4);
    Figures<0> extend_bounty_expiry = sdk::estimate(15'000'000, 3700, 1, 1);
    Figures<1> spend_funds = sdk::estimate(4'300'000, 1900, 1, 1, {{40'000'000, 5300, 3, 3}});  // b
    Figures<0> approve_bounty_with_curator = sdk::estimate(22'000'000, 3700, 2, 2);
    Figures<0> poke_deposit = sdk::estimate(49'000'000, 20'000, 3, 2);
};

}  // namespace serinus::pallet_bounties
