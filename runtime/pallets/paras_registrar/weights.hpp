/// What Registrar weighs. `b`: bytes of code or of a head.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_common::paras_registrar {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> reserve = sdk::estimate(28'000'000, 3600, 3, 2);
    Figures<0> register_ = sdk::estimate(7'700'000'000, 3900, 7, 8);
    Figures<0> force_register = sdk::estimate(8'100'000'000, 3800, 7, 8);
    Figures<0> deregister = sdk::estimate(78'000'000, 4000, 6, 4);
    Figures<0> swap = sdk::estimate(76'000'000, 6800, 10, 8);
    Figures<1> schedule_code_upgrade = sdk::estimate(39'000'000, 3700, 9, 7, {{2700}});  // b
    Figures<1> set_current_head = sdk::estimate(7'000'000, 0, 0, 1, {{960}});            // b
};

}  // namespace serinus::polkadot_runtime_common::paras_registrar
