/// Weights of Society.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_society.rs
#pragma once

#include "runtime/pallets/society/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_society::Weights<Measured> kSociety{
    .bid = {34'886'000, 3881, 5, 1},
    .unbid = {29'116'000, 1918, 1, 1},
    .vouch = {25'463'000, 6393, 5, 2},
    .unvouch = {19'850'000, 3972, 2, 2},
    .vote = {24'823'000, 4006, 3, 2},
    .defender_vote = {23'891'000, 3998, 4, 2},
    .payout = {50'771'000, 4087, 3, 2},
    .waive_repay = {22'565'000, 3984, 2, 2},
    .found_society = {18'760'000, 1599, 2, 7},
    .dissolve = {63'743'000, 14'991, 20, 30},
    .judge_suspended_member = {23'432'000, 3921, 4, 2},
    .set_parameters = {13'898'000, 1844, 2, 1},
    .punish_skeptic = {26'279'000, 4073, 6, 2},
    .claim_membership = {41'904'000, 4069, 6, 6},
    .bestow_membership = {43'387'000, 4087, 7, 6},
    .kick_candidate = {40'839'000, 6196, 5, 3},
    .resign_candidacy = {37'762'000, 6196, 4, 3},
    .drop_candidate = {37'917'000, 6196, 4, 3},
    .cleanup_candidacy = {17'185'000, 6464, 4, 2},
    .cleanup_challenge = {12'421'000, 3947, 2, 1},
};

}  // namespace serinus::kusama::weights
