// Does not compile. The test `runtime_missing_trait` reads why: the supplied currency cannot reserve.
#include "runtime/pallets/indices/indices.ipp"
#include "runtime/sdk/traits/fungibles.hpp"

namespace serinus::pallet_indices {

struct Coins;

struct CoinsOnly {
    static constexpr PalletInfo kInfo{3, "Indices"};
    static constexpr Constants kConstants{.Deposit = 1};
    using Currency = ItemOf<Coins, 0>;
    struct System;
    static constexpr auto kWeights = kDefaultWeights<Weights>;
};

}  // namespace serinus::pallet_indices

SERINUS_PALLET(serinus::pallet_indices::Pallet<serinus::pallet_indices::CoinsOnly>)
