/// Parameters of Indices.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/indices.hpp"
#include "runtime/pallets/indices/indices.hpp"

namespace serinus::kusama {

struct IndicesConfig {
    static constexpr sdk::PalletInfo kInfo{3, "Indices"};
    static constexpr pallet_indices::Constants kConstants{.Deposit = 100 * currency::kCents};
    using System = kusama::System;
    using Currency = kusama::Currency;
    static constexpr auto kWeights = weights::kIndices;
};

}  // namespace serinus::kusama
