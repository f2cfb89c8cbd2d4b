/// Weights of FellowshipCollective.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_ranked_collective.rs
#pragma once

#include "runtime/pallets/ranked_collective/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_ranked_collective::Weights<Measured> kFellowshipCollective{
    .add_member = {15'300'000, 3507, 2, 4},
    .remove_member = {29'376'215, 3519, 4, 4, {{12'034'663, 2529, 3, 3}}},
    .promote_member = {18'419'715, 3507, 2, 4, {{335'584}}},
    .demote_member = {30'839'920, 3519, 4, 4, {{590'418}}},
    .vote = {46'873'000, 83'866, 5, 4},
    .cleanup_poll = {18'183'637, 4365, 2, 0, {{1'138'158, 2540, 1, 1}}},
};

}  // namespace serinus::kusama::weights
