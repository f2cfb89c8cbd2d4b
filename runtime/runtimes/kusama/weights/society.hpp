/// Weights of Society.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_society.rs
#pragma once

#include "runtime/pallets/society/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_society::Weights<Measured> kSociety{
    .bid = {46'510'000, 51'151, 5, 1},
    .unbid = {34'290'000, 51'151, 1, 1},
    .vouch = {33'060'000, 51'151, 5, 2},
    .unvouch = {23'780'000, 51'151, 2, 2},
    .vote = {33'180'000, 3591, 3, 2},
    .defender_vote = {29'270'000, 3522, 4, 2},
    .payout = {75'560'000, 3682, 3, 2},
    .waive_repay = {30'000'000, 3682, 2, 2},
    .found_society = {22'910'000, 1517, 2, 7},
    .dissolve = {88'470'000, 13'635, 20, 30},
    .judge_suspended_member = {28'540'000, 3682, 4, 2},
    .set_parameters = {16'580'000, 1517, 2, 1},
    .punish_skeptic = {34'230'000, 3591, 6, 2},
    .claim_membership = {52'830'000, 3593, 6, 6},
    .bestow_membership = {56'990'000, 3593, 7, 6},
    .kick_candidate = {55'030'000, 6196, 5, 3},
    .resign_candidacy = {52'690'000, 6196, 4, 3},
    .drop_candidate = {51'500'000, 6196, 4, 3},
    .cleanup_candidacy = {25'201'000, 6110, 4, 2},
    .cleanup_challenge = {17'921'000, 3522, 2, 1},
    .poke_deposit = {36'660'000, 51'151, 2, 1},
};

}  // namespace serinus::kusama::weights
