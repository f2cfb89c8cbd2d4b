/// What AssetRate weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_asset_rate {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> create = sdk::estimate(11'000'000, 4700, 1, 1);
    Figures<0> update = sdk::estimate(12'000'000, 4700, 1, 1);
    Figures<0> remove = sdk::estimate(13'000'000, 4700, 1, 1);
};

}  // namespace serinus::pallet_asset_rate
