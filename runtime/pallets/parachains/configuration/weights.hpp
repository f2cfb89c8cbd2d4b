/// What Configuration weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> set_config_with_block_number = sdk::estimate(9'700'000, 1700, 3, 1);
    Figures<0> set_config_with_u32 = sdk::estimate(9'900'000, 1700, 3, 1);
    Figures<0> set_config_with_option_u32 = sdk::estimate(9'800'000, 1700, 3, 1);
    Figures<0> set_hrmp_open_request_ttl = sdk::estimate(2'000'000'000'000, 0);
    Figures<0> set_config_with_balance = sdk::estimate(9'700'000, 1700, 3, 1);
    Figures<0> set_config_with_executor_params = sdk::estimate(11'000'000, 1700, 3, 1);
    Figures<0> set_config_with_perbill = sdk::estimate(9'900'000, 1700, 3, 1);
    Figures<0> set_node_feature = sdk::estimate(9'900'000, 1700, 3, 1);
    Figures<0> set_config_with_scheduler_params = sdk::estimate(9'900'000, 1700, 3, 1);
};

}  // namespace serinus::polkadot_runtime_parachains::configuration
