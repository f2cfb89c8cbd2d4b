/// Weights of Recovery: the chain has no figures of its own for it.
/// Source: pallet-recovery 42, src/weights.rs
#pragma once

#include "runtime/pallets/recovery/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_recovery::Weights<Measured> kRecovery{
    .as_recovered = {19'503'000, 3997, 3},
    .set_recovered = {7'249'000, 0, 0, 1},
    .create_recovery = {27'597'455, 3816, 1, 1, {{165'970}}},
    .initiate_recovery = {34'078'000, 3854, 2, 1},
    .vouch_recovery = {22'295'139, 3854, 2, 1, {{255'188}}},
    .claim_recovery = {27'828'030, 3854, 3, 1, {{113'751}}},
    .close_recovery = {38'818'613, 3854, 2, 2, {{149'710}}},
    .remove_recovery = {31'960'172, 3854, 2, 1, {{237'226}}},
    .cancel_recovered = {15'730'000, 3545, 1, 1},
    .poke_deposit = {49'326'481, 3854, 2, 2, {{0}}},
};

}  // namespace serinus::kusama::weights
