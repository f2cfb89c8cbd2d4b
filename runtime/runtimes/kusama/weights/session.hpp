/// Weights of Session.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_session.rs
#pragma once

#include "runtime/pallets/session/session_weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_session::Weights<Measured> kSession{
    .set_keys = {66'010'000, 16'538, 7, 7},
    .purge_keys = {64'299'000, 4666, 2, 8},
};

}  // namespace serinus::kusama::weights
