/// Weights of Session.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_session.rs
#pragma once

#include "runtime/pallets/session/session_weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_session::Weights<Measured> kSession{
    .set_keys = {55'996'000, 17'760, 8, 7},
    .purge_keys = {40'147'000, 5249, 2, 7},
};

}  // namespace serinus::polkadot::weights
