/// Weights of Hrmp.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_hrmp.rs
#pragma once

#include "runtime/pallets/parachains/hrmp/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::hrmp::Weights<Measured> kHrmp{
    .hrmp_init_open_channel = {72'610'000, 3875, 10, 5},
    .hrmp_accept_open_channel = {67'760'000, 4087, 7, 4},
    .hrmp_close_channel = {95'279'000, 4200, 7, 4},
    .force_clean_hrmp = {1'881'670'000, 3659, 2, 4, {{5'580'122, 2575, 2, 3}, {5'754'090, 2575, 2, 3}}},
    .force_process_hrmp_open = {9'559'975, 1880, 1, 1, {{33'446'332, 5086, 7, 6}}},
    .force_process_hrmp_close = {33'287'031, 1728, 1, 1, {{19'750'551, 2600, 3, 5}}},
    .hrmp_cancel_open_request = {37'250'915, 4228, 3, 3, {{133'565, 15}}},
    .force_open_hrmp_channel = {99'440'724, 6350, 16, 8, {{22'263'275, 235}}},
    .establish_system_channel = {99'339'000, 6350, 16, 8},
    .poke_channel_deposits = {19'420'000, 3661, 1, 1},
    .establish_channel_with_system = {164'088'000, 6350, 23, 11},
};

}  // namespace serinus::kusama::weights
