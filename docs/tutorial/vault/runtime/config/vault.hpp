/// Vault in this chain: on the money of Balances.
#pragma once

#include "pallets/vault/vault.hpp"
#include "runtime/common.hpp"

namespace serinus::mychain {

struct VaultConfig : Common<VaultConfig> {
    static constexpr pallet_vault::Constants kConstants{.LongestTerm = 100'000};
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_vault::Weights>;
};

}  // namespace serinus::mychain
