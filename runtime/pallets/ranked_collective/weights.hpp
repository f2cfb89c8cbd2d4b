/// What RankedCollective weighs. `r`: ranks; `n`: votes.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_ranked_collective {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> add_member = sdk::estimate(16'000'000, 3600, 2, 4);
    Figures<1> remove_member = sdk::estimate(30'000'000, 3600, 4, 4, {{13'000'000, 2600, 3, 3}});  // r
    Figures<1> promote_member = sdk::estimate(19'000'000, 3600, 2, 4, {{340'000}});                // r
    Figures<1> demote_member = sdk::estimate(31'000'000, 3600, 4, 4, {{600'000}});                 // r
    Figures<0> vote = sdk::estimate(47'000'000, 84'000, 5, 4);
    Figures<1> cleanup_poll = sdk::estimate(19'000'000, 4400, 2, 0, {{1'200'000, 2600, 1, 1}});  // n
    Figures<0> exchange_member = sdk::estimate(73'000'000, 6100, 6, 10);
};

}  // namespace serinus::pallet_ranked_collective
