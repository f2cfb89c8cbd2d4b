/// Vault in this chain: on the money of Balances.
#pragma once

#include "pallets/vault/vault.hpp"
#include "runtime/pallets.hpp"

namespace serinus::mychain {

struct VaultConfig {
    static constexpr sdk::PalletInfo kInfo{11, "Vault"};
    static constexpr pallet_vault::Constants kConstants{.LongestTerm = 100'000};
    using Currency = mychain::Balances;
    using System = mychain::System;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_vault::Weights>;
};

}  // namespace serinus::mychain
