/// Weights of Parameters.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_parameters.rs
#pragma once

#include "runtime/pallets/parameters/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_parameters::Weights<Measured> kParameters{
    .set_parameter = {12'089'000, 3518, 1, 1},
};

}  // namespace serinus::kusama::weights
