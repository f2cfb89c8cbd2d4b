/// What Preimage weighs. `s`: bytes of the preimage.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_preimage {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> note_preimage = sdk::estimate(26'000'000, 3600, 1, 2, {{2300}});             // s
    Figures<1> note_requested_preimage = sdk::estimate(15'000'000, 3600, 1, 2, {{2400}});   // s
    Figures<1> note_no_deposit_preimage = sdk::estimate(15'000'000, 3600, 1, 2, {{2300}});  // s
    Figures<0> unnote_preimage = sdk::estimate(44'000'000, 3600, 1, 2);
    Figures<0> unnote_no_deposit_preimage = sdk::estimate(26'000'000, 3600, 1, 2);
    Figures<0> request_preimage = sdk::estimate(21'000'000, 3600, 1, 1);
    Figures<0> request_no_deposit_preimage = sdk::estimate(14'000'000, 3600, 1, 1);
    Figures<0> request_unnoted_preimage = sdk::estimate(15'000'000, 3600, 1, 1);
    Figures<0> request_requested_preimage = sdk::estimate(8'600'000, 3600, 1, 1);
    Figures<0> unrequest_preimage = sdk::estimate(23'000'000, 3600, 1, 2);
    Figures<0> unrequest_unnoted_preimage = sdk::estimate(8'400'000, 3600, 1, 1);
    Figures<0> unrequest_multi_referenced_preimage = sdk::estimate(8'600'000, 3600, 1, 1);
    Figures<1> ensure_updated = sdk::estimate(60'000'000, 1000, 0, 0, {{60'000'000, 2700, 3, 4}});  // n
};

}  // namespace serinus::pallet_preimage
