/// Weights of Multisig.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_multisig.rs
#pragma once

#include "runtime/pallets/multisig/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_multisig::Weights<Measured> kMultisig{
    .as_multi_threshold_1 = {13'653'647, 0, 0, 0, {{508}}},
    .as_multi_create = {33'241'844, 6811, 1, 1, {{126'162}, {1412}}},
    .as_multi_approve = {19'072'629, 6811, 1, 1, {{119'724}, {1517}}},
    .as_multi_complete = {36'233'544, 6811, 2, 2, {{153'334}, {1505}}},
    .approve_as_multi_create = {31'711'572, 6811, 1, 1, {{126'527}}},
    .approve_as_multi_approve = {18'739'375, 6811, 1, 1, {{112'416}}},
    .cancel_as_multi = {33'093'370, 6811, 1, 1, {{122'620}}},
};

}  // namespace serinus::kusama::weights
