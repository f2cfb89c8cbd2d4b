/// Weights of Coretime.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_coretime.rs
#pragma once

#include "runtime/pallets/parachains/coretime/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::coretime::Weights<Measured> kCoretime{
    .request_revenue_at = {167'419'000, 6448, 8, 5},
    .request_core_count = {14'160'000, 1636, 3, 1},
    .assign_core = {15'716'594, 3545, 1, 2, {{8147}}},
    .credit_account = {12'690'000, 3574, 1, 1},
};

}  // namespace serinus::kusama::weights
