/// Weights of ParaInclusion.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_inclusion.rs
#pragma once

#include "runtime/pallets/parachains/inclusion/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::inclusion::Weights<Measured> kParaInclusion{
    .enact_candidate = {128'762'980,
                        69'051,
                        9,
                        5,
                        {{199'239'316, 41'475, 1, 4}, {243'365'653, 15'058, 3, 4}, {63'819'505, 17'747, 9, 9}}},
};

}  // namespace serinus::kusama::weights
