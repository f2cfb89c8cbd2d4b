/// Weights of Configuration.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_configuration.rs
#pragma once

#include "runtime/pallets/parachains/configuration/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::configuration::Weights<Measured> kConfiguration{
    .set_config_with_block_number = {9'707'000, 1636, 3, 1},
    .set_config_with_u32 = {9'728'000, 1636, 3, 1},
    .set_config_with_option_u32 = {9'637'000, 1636, 3, 1},
    .set_hrmp_open_request_ttl = {2'000'000'000'000, 0},
    .set_config_with_balance = {9'610'000, 1636, 3, 1},
    .set_config_with_executor_params = {10'284'000, 1636, 3, 1},
    .set_config_with_perbill = {9'826'000, 1636, 3, 1},
};

}  // namespace serinus::polkadot::weights
