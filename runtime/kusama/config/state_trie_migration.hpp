/// Parameters of StateTrieMigration.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/measured.hpp"
#include "runtime/pallets/state_trie_migration/state_trie_migration.hpp"

namespace serinus::kusama {

struct StateTrieMigrationConfig {
    static constexpr sdk::PalletInfo kInfo{98, "StateTrieMigration"};
    static constexpr pallet_state_trie_migration::Constants kConstants{.MaxKeyLen = 512};
    static constexpr sdk::Balance kSignedDepositPerItem = currency::kCents;
    static constexpr sdk::Balance kSignedDepositBase = 2'000 * currency::kCents;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Currency = kusama::Currency;
    using ControlOrigin = sdk::EnsureRoot;
    using SignedFilter = sdk::EnsureNever<sdk::AccountId>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_state_trie_migration::Weights>;
};

}  // namespace serinus::kusama
