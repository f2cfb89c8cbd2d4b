/// Weights of Configuration.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_configuration.rs
#pragma once

#include "runtime/pallets/parachains/configuration/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::configuration::Weights<Measured> kConfiguration{
    .set_config_with_block_number = {9'626'000, 1636, 3, 1},
    .set_config_with_u32 = {9'883'000, 1636, 3, 1},
    .set_config_with_option_u32 = {9'736'000, 1636, 3, 1},
    .set_hrmp_open_request_ttl = {2'000'000'000'000, 0},
    .set_config_with_balance = {9'692'000, 1636, 3, 1},
    .set_config_with_executor_params = {10'538'000, 1636, 3, 1},
    .set_config_with_perbill = {9'815'000, 1636, 3, 1},
};

}  // namespace serinus::kusama::weights
