/// What Staking's calls of the release of July 2025 weigh. `u`: controllers.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_staking {

template <template <size_t> class Figures>
struct WeightsOf2025 {
    Figures<0> update_payee = sdk::estimate(34'000'000, 4600, 3, 1);
    Figures<1> deprecate_controller_batch = sdk::estimate(7'500'000, 1000, 0, 0, {{36'000'000, 7200, 4, 3}});  // u
    Figures<0> restore_ledger = sdk::estimate(60'000'000, 4600, 5, 2);
    Figures<0> migrate_currency = sdk::estimate(130'000'000, 4800, 6, 2);
    Figures<0> manual_slash = sdk::estimate(9'200'000'000, 1'400'000, 1600, 1600);
};

}  // namespace serinus::pallet_staking
