/// What calls of NominationPools of the release of July 2025 weigh.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_nomination_pools {

template <template <size_t> class Figures>
struct WeightsOf2025 {
    Figures<0> adjust_pool_deposit = sdk::estimate(130'000'000, 6200, 6, 2);
    Figures<0> set_commission_claim_permission = sdk::estimate(42'000'000, 3800, 3, 1);
    Figures<0> apply_slash = sdk::estimate(180'000'000, 4700, 9, 4);
    Figures<0> apply_slash_fail = sdk::estimate(92'000'000, 4700, 7);
    Figures<0> migrate_delegation = sdk::estimate(180'000'000, 6300, 15, 6);
    Figures<0> pool_migrate = sdk::estimate(300'000'000, 6300, 16, 11);
};

}  // namespace serinus::pallet_nomination_pools
