/// Vault in this chain: on the money of Balances.
#pragma once

#include "pallets/vault/vault.hpp"
#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"

namespace serinus::mychain {

/// Chosen, not measured.
struct VaultWeights {
    static constexpr sdk::Weight lock() noexcept { return development_weights::cost(30, 2, 2); }
    static constexpr sdk::Weight open() noexcept { return development_weights::cost(30, 2, 2); }
};

struct VaultConfig {
    static constexpr sdk::PalletInfo kInfo{11, "Vault"};
    static constexpr pallet_vault::Constants kConstants{.LongestTerm = 100'000};
    using Currency = mychain::Balances;
    using System = mychain::System;
    using WeightInfo = VaultWeights;
};

}  // namespace serinus::mychain
