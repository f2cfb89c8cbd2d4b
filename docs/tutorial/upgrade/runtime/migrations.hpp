/// What changes in storage when this runtime takes the place of an older one.
#pragma once

#include "pallets/numbers/numbers.hpp"
#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::mychain {

/// Version 1 of Numbers remembers since when a number is kept. For those that are there, that is the block of the
/// upgrade.
struct RememberSince {
    static sdk::Weight on_runtime_upgrade();
};

/// Each runs once, by the storage version of its pallet.
using Migrations = sdk::List<sdk::VersionedMigration<Numbers, 0, 1, development_weights::kDbWeight, RememberSince>>;

}  // namespace serinus::mychain
