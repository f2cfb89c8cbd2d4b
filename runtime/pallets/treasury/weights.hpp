/// What Treasury weighs. `p`: proposals, or spends, that are approved.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_treasury {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> spend_local = sdk::estimate(13'000'000, 1900, 2, 3);
    Figures<0> remove_approval = sdk::estimate(6'200'000, 1900, 1, 1);
    Figures<1> on_initialize_proposals = sdk::estimate(19'000'000, 1500, 2, 2, {{42'000}});  // p
    Figures<0> spend = sdk::estimate(26'000'000, 4700, 2, 2);
    Figures<0> payout = sdk::estimate(73'000'000, 5300, 7, 5);
    Figures<0> check_status = sdk::estimate(33'000'000, 5300, 2, 2);
    Figures<0> void_spend = sdk::estimate(19'000'000, 5300, 1, 1);
};

}  // namespace serinus::pallet_treasury
