/// Weights of FellowshipCollective.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_ranked_collective.rs
#pragma once

#include "runtime/pallets/ranked_collective/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_ranked_collective::Weights<Measured> kFellowshipCollective{
    .add_member = {22'980'000, 3507, 2, 4},
    .remove_member = {44'022'410, 3519, 4, 6, {{24'478'336, 2529, 3, 5}}},
    .promote_member = {27'009'548, 3507, 2, 4, {{561'657}}},
    .demote_member = {44'532'217, 3519, 4, 6, {{1'138'212}}},
    .vote = {58'460'000, 83'866, 5, 5},
    .cleanup_poll = {24'825'577, 4365, 2, 0, {{1'618'347, 2540, 1, 1}}},
    .exchange_member = {72'720'000, 6048, 6, 10},
};

}  // namespace serinus::kusama::weights
