/// Weights of Configuration.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_configuration.rs
#pragma once

#include "runtime/pallets/parachains/configuration/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::configuration::Weights<Measured> kConfiguration{
    .set_config_with_block_number = {13'770'000, 1636, 3, 1},
    .set_config_with_u32 = {13'710'000, 1636, 3, 1},
    .set_config_with_option_u32 = {13'660'000, 1636, 3, 1},
    .set_hrmp_open_request_ttl = {2'000'000'000'000, 0},
    .set_config_with_balance = {13'920'000, 1636, 3, 1},
    .set_config_with_executor_params = {15'950'000, 1636, 3, 1},
    .set_config_with_perbill = {13'670'000, 1636, 3, 1},
    .set_node_feature = {15'960'000, 1636, 3, 1},
    .set_config_with_scheduler_params = {13'820'000, 1636, 3, 1},
};

}  // namespace serinus::kusama::weights
