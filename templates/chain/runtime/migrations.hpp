/// What changes in storage when this runtime takes the place of an older one.
#pragma once

#include "runtime/pallets.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::new_chain {

/// Each runs once, by the storage version of its pallet.
using Migrations = sdk::List<>;

}  // namespace serinus::new_chain
