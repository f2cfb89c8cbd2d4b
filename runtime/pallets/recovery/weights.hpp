/// What Recovery weighs. `n`: friends.
/// The figures are those of the authors of the pallet. Source: pallet_recovery 23.0.0 (polkadot-sdk v1.1.0),
/// weights.rs; pallet-recovery 42 for what came later
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_recovery {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> as_recovered = sdk::estimate(9'773'000, 3545, 1);
    Figures<0> set_recovered = sdk::estimate(9'507'000, 0, 0, 1);
    Figures<1> create_recovery = sdk::estimate(27'917'651, 3816, 1, 1, {{59'239}});  // n
    Figures<0> initiate_recovery = sdk::estimate(30'192'000, 3854, 2, 1);
    Figures<1> vouch_recovery = sdk::estimate(20'642'522, 3854, 2, 1, {{142'308}});   // n
    Figures<1> claim_recovery = sdk::estimate(24'903'269, 3854, 3, 1, {{117'343}});   // n
    Figures<1> close_recovery = sdk::estimate(36'368'748, 3854, 2, 2, {{118'610}});   // n
    Figures<1> remove_recovery = sdk::estimate(32'552'838, 3854, 2, 1, {{171'605}});  // n
    Figures<0> cancel_recovered = sdk::estimate(11'851'000, 3545, 1, 1);
    Figures<1> poke_deposit = sdk::estimate(49'326'481, 3854, 2, 2, {{0}});  // n
};

}  // namespace serinus::pallet_recovery
