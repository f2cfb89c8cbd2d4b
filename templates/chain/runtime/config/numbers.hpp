/// Numbers in this chain.
#pragma once

#include "pallets/numbers/numbers.hpp"
#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"

namespace serinus::new_chain {

/// Chosen, not measured.
struct NumbersWeights {
    static constexpr sdk::Weight keep() noexcept { return development_weights::cost(10, 2, 2); }
    static constexpr sdk::Weight drop() noexcept { return development_weights::cost(10, 2, 2); }
};

struct NumbersConfig {
    static constexpr sdk::PalletInfo kInfo{10, "Numbers"};
    static constexpr pallet_numbers::Constants kConstants{.Largest = 1'000'000};
    using WeightInfo = NumbersWeights;
};

}  // namespace serinus::new_chain
