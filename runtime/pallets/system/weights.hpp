/// What System weighs. `b`: bytes; `i`: keys; `p`: keys below the prefix.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::frame_system {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> remark = sdk::estimate(1'000'000, 0, 0, 0, {{0}});              // b
    Figures<1> remark_with_event = sdk::estimate(50'000'000, 0, 0, 0, {{0}});  // b
    Figures<0> set_heap_pages = sdk::estimate(5'000'000, 0, 1, 2);
    Figures<0> set_code = sdk::estimate(100'000'000'000, 0, 1, 2);
    Figures<1> set_storage = sdk::estimate(0, 0, 0, 0, {{1'000'000, 0, 0, 1}});   // i
    Figures<1> kill_storage = sdk::estimate(0, 0, 0, 0, {{1'000'000, 0, 0, 1}});  // i
    Figures<1> kill_prefix = sdk::estimate(0, 0, 0, 0, {{1'000'000, 0, 1, 1}});   // p
    Figures<0> authorize_upgrade = sdk::estimate(12'000'000, 0, 0, 1);
    Figures<0> apply_authorized_upgrade = sdk::estimate(100'000'000'000, 22'000, 2, 3);
};

/// Of the transaction extensions (extensions.hpp).
template <template <size_t> class Figures>
struct ExtensionWeights {
    Figures<0> check_genesis = sdk::estimate(5'000'000, 3500, 0, 0);
    Figures<0> check_mortality_mortal_transaction = sdk::estimate(9'000'000, 3500, 0, 0);
    Figures<0> check_mortality_immortal_transaction = sdk::estimate(9'000'000, 3500, 0, 0);
    Figures<0> check_non_zero_sender = sdk::estimate(1'000'000, 0, 0, 0);
    Figures<0> check_nonce = sdk::estimate(10'000'000, 3600, 1, 1);
    Figures<0> check_spec_version = sdk::estimate(1'000'000, 0, 0, 0);
    Figures<0> check_tx_version = sdk::estimate(1'000'000, 0, 0, 0);
    Figures<0> check_weight = sdk::estimate(7'000'000, 1500, 0, 0);
    Figures<0> weight_reclaim = sdk::estimate(5'000'000, 0, 0, 0);
};

}  // namespace serinus::frame_system
