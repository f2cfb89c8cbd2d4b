/// What Society weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_society {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> bid = sdk::estimate(35'000'000, 3900, 5, 1);
    Figures<0> unbid = sdk::estimate(30'000'000, 2000, 1, 1);
    Figures<0> vouch = sdk::estimate(26'000'000, 6400, 5, 2);
    Figures<0> unvouch = sdk::estimate(20'000'000, 4000, 2, 2);
    Figures<0> vote = sdk::estimate(25'000'000, 4100, 3, 2);
    Figures<0> defender_vote = sdk::estimate(24'000'000, 4000, 4, 2);
    Figures<0> payout = sdk::estimate(51'000'000, 4100, 3, 2);
    Figures<0> waive_repay = sdk::estimate(23'000'000, 4000, 2, 2);
    Figures<0> found_society = sdk::estimate(19'000'000, 1600, 2, 7);
    Figures<0> dissolve = sdk::estimate(64'000'000, 15'000, 20, 30);
    Figures<0> judge_suspended_member = sdk::estimate(24'000'000, 4000, 4, 2);
    Figures<0> set_parameters = sdk::estimate(14'000'000, 1900, 2, 1);
    Figures<0> punish_skeptic = sdk::estimate(27'000'000, 4100, 6, 2);
    Figures<0> claim_membership = sdk::estimate(42'000'000, 4100, 6, 6);
    Figures<0> bestow_membership = sdk::estimate(44'000'000, 4100, 7, 6);
    Figures<0> kick_candidate = sdk::estimate(41'000'000, 6200, 5, 3);
    Figures<0> resign_candidacy = sdk::estimate(38'000'000, 6200, 4, 3);
    Figures<0> drop_candidate = sdk::estimate(38'000'000, 6200, 4, 3);
    Figures<0> cleanup_candidacy = sdk::estimate(18'000'000, 6500, 4, 2);
    Figures<0> cleanup_challenge = sdk::estimate(13'000'000, 4000, 2, 1);
    Figures<0> poke_deposit = sdk::estimate(34'000'000, 3900, 3, 2);
};

}  // namespace serinus::pallet_society
