/// What Multisig weighs. `s`: signatories; `z`: bytes of the call.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_multisig {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> as_multi_threshold_1 = sdk::estimate(14'000'000, 0, 0, 0, {{510}});              // z
    Figures<2> as_multi_create = sdk::estimate(34'000'000, 6900, 1, 1, {{130'000}, {1500}});    // s, z
    Figures<2> as_multi_approve = sdk::estimate(20'000'000, 6900, 1, 1, {{120'000}, {1600}});   // s, z
    Figures<2> as_multi_complete = sdk::estimate(37'000'000, 6900, 2, 2, {{160'000}, {1600}});  // s, z
    Figures<1> approve_as_multi_create = sdk::estimate(32'000'000, 6900, 1, 1, {{130'000}});    // s
    Figures<1> approve_as_multi_approve = sdk::estimate(19'000'000, 6900, 1, 1, {{120'000}});   // s
    Figures<1> cancel_as_multi = sdk::estimate(34'000'000, 6900, 1, 1, {{130'000}});            // s
    Figures<1> poke_deposit = sdk::estimate(30'000'000, 6800, 1, 1, {{150'000}});               // s
};

}  // namespace serinus::pallet_multisig
