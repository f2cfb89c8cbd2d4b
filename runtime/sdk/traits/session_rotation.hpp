/// When the session will change, as a service: for elections that must be ready by then.
/// Source: frame_support::traits::EstimateNextSessionRotation of July 2023
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/arithmetic/weight.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// An estimate, which may be unknown, and what it costs to make it.
template <class V>
using Estimate = std::pair<std::optional<V>, Weight>;

/// `estimate_current_session_progress(now)`: how much of the session is over with the block `now`, which counts as
/// over. `estimate_next_session_rotation(now)`: the block with which the next session begins.
template <class E>
concept SessionEstimates = requires(BlockNumber now) {
    { E::average_session_length() } -> std::same_as<BlockNumber>;
    { E::estimate_current_session_progress(now) } -> std::same_as<Estimate<Permill>>;
    { E::estimate_next_session_rotation(now) } -> std::same_as<Estimate<BlockNumber>>;
};

}  // namespace serinus::sdk
