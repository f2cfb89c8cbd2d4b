/// Weights of AssetRate.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_asset_rate.rs
#pragma once

#include "runtime/pallets/asset_rate/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_asset_rate::Weights<Measured> kAssetRate{
    .create = {16'420'000, 4703, 1, 1},
    .update = {16'940'000, 4703, 1, 1},
    .remove = {18'510'000, 4703, 1, 1},
};

}  // namespace serinus::kusama::weights
