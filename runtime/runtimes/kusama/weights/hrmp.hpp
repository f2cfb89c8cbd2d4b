/// Weights of Hrmp.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_hrmp.rs
#pragma once

#include "runtime/pallets/parachains/hrmp/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::hrmp::Weights<Measured> kHrmp{
    .hrmp_init_open_channel = {37'935'000, 3882, 8, 5},
    .hrmp_accept_open_channel = {33'205'000, 3872, 5, 4},
    .hrmp_close_channel = {34'695'000, 3985, 5, 4},
    .force_clean_hrmp = {1'200'536'000, 3726, 2, 4, {{3'767'693, 2575, 2, 3}, {3'629'627, 2575, 2, 3}}},
    .force_process_hrmp_open = {6'722'000, 1947, 1, 1, {{20'983'900, 5086, 7, 6}}},
    .force_process_hrmp_close = {5'471'000, 1795, 1, 1, {{13'044'103, 2600, 3, 5}}},
    .hrmp_cancel_open_request = {29'670'475, 4295, 3, 3, {{221'707, 15}}},
    .force_open_hrmp_channel = {64'049'000, 6592, 12, 8, {{0}}},
};

}  // namespace serinus::kusama::weights
