/// Numbers in this chain.
#pragma once

#include "pallets/numbers/numbers.hpp"
#include "runtime/common.hpp"

namespace serinus::new_chain {

struct NumbersConfig : Common<NumbersConfig> {
    static constexpr pallet_numbers::Constants kConstants{.Largest = 1'000'000};
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_numbers::Weights>;
};

}  // namespace serinus::new_chain
