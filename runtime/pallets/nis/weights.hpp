/// What Nis weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_nis {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> place_bid_max = sdk::estimate(160'000'000, 52'000, 3, 3);
    Figures<1> retract_bid = sdk::estimate(38'000'000, 52'000, 3, 3, {{81'000}});  // bids
    Figures<0> fund_deficit = sdk::estimate(40'000'000, 3600, 2, 1);
    Figures<0> communify = sdk::estimate(67'000'000, 3600, 5, 5);
    Figures<0> privatize = sdk::estimate(83'000'000, 3600, 5, 5);
    Figures<0> thaw_private = sdk::estimate(50'000'000, 3600, 4, 3);
    Figures<0> thaw_communal = sdk::estimate(90'000'000, 3600, 4, 4);
    Figures<0> process_queues = sdk::estimate(34'000'000, 12'000, 3, 2);
    Figures<0> process_queue = sdk::estimate(4'100'000, 52'000, 1, 1);
    Figures<0> process_bid = sdk::estimate(5'900'000, 0, 0, 1);
};

}  // namespace serinus::pallet_nis
