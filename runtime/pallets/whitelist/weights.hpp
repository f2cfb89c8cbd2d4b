/// What Whitelist weighs. `n`: bytes of the call.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_whitelist {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> whitelist_call = sdk::estimate(19'000'000, 3600, 2, 2);
    Figures<0> remove_whitelisted_call = sdk::estimate(20'000'000, 3600, 2, 2);
    Figures<1> dispatch_whitelisted_call = sdk::estimate(31'000'000, 3900, 3, 3, {{1300, 1}});             // n
    Figures<1> dispatch_whitelisted_call_with_preimage = sdk::estimate(23'000'000, 3600, 2, 2, {{1500}});  // n
};

}  // namespace serinus::pallet_whitelist
