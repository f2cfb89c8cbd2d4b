/// What Auctions weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_common::auctions {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> new_auction = sdk::estimate(13'000'000, 1500, 2, 2);
    Figures<0> bid = sdk::estimate(78'000'000, 6100, 8, 4);
    Figures<0> on_initialize = sdk::estimate(7'600'000'000, 16'000'000, 3687, 3682);
    Figures<0> cancel_auction = sdk::estimate(5'900'000'000, 16'000'000, 3673, 3673);
};

}  // namespace serinus::polkadot_runtime_common::auctions
