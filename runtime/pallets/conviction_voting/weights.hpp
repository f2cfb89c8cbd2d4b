/// What ConvictionVoting weighs. `r`: votes of the account that votes are delegated to.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_conviction_voting {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> vote_new = sdk::estimate(140'000'000, 43'000, 6, 5);
    Figures<0> vote_existing = sdk::estimate(210'000'000, 84'000, 7, 6);
    Figures<0> remove_vote = sdk::estimate(180'000'000, 84'000, 4, 4);
    Figures<0> remove_other_vote = sdk::estimate(82'000'000, 31'000, 2, 1);
    Figures<1> delegate = sdk::estimate(1'700'000'000, 84'000, 7, 6, {{40'000'000, 3500, 1, 1}});    // r
    Figures<1> undelegate = sdk::estimate(1'600'000'000, 84'000, 4, 4, {{40'000'000, 3500, 1, 1}});  // r
    Figures<0> unlock = sdk::estimate(110'000'000, 31'000, 4, 3);
};

}  // namespace serinus::pallet_conviction_voting
