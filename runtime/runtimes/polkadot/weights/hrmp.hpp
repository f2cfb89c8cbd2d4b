/// Weights of Hrmp.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_hrmp.rs
#pragma once

#include "runtime/pallets/parachains/hrmp/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::hrmp::Weights<Measured> kHrmp{
    .hrmp_init_open_channel = {34'387'000, 3848, 8, 5},
    .hrmp_accept_open_channel = {32'788'000, 3838, 5, 4},
    .hrmp_close_channel = {33'842'000, 3951, 5, 4},
    .force_clean_hrmp = {1'190'393'000, 3693, 2, 4, {{3'669'481, 2575, 2, 3}, {3'565'988, 2575, 2, 3}}},
    .force_process_hrmp_open = {6'522'000, 1914, 1, 1, {{20'773'045, 5086, 7, 6}}},
    .force_process_hrmp_close = {5'532'000, 1762, 1, 1, {{12'975'587, 2600, 3, 5}}},
    .hrmp_cancel_open_request = {29'660'461, 4262, 3, 3, {{251'998, 15}}},
    .force_open_hrmp_channel = {61'075'000, 6558, 12, 8, {{0}}},
};

}  // namespace serinus::polkadot::weights
