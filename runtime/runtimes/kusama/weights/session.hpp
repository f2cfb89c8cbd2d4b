/// Weights of Session.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_session.rs
#pragma once

#include "runtime/pallets/session/session_weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_session::Weights<Measured> kSession{
    .set_keys = {58'447'000, 20'448, 9, 8},
    .purge_keys = {40'957'000, 5412, 2, 8},
};

}  // namespace serinus::kusama::weights
