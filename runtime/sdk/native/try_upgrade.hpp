/// For tests of migrations: an upgrade between two looks at the invariants of all pallets.
#pragma once

#include "runtime/sdk/pallet.hpp"

namespace serinus::sdk::native {

/// The first invariant that does not hold, with its pallet's name.
inline TryStateResult try_state_of_all() {
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (!pallet->try_state) continue;
        if (auto state = pallet->try_state(); !state) return std::string(pallet->info.name) + ": " + state.error();
    }
    return {};
}

/// `upgrade()` gives the weight of the migrations. Errors: an invariant that is broken before or after it.
template <class F>
Result<Weight, std::string> try_upgrade(F&& upgrade) {
    if (auto before = try_state_of_all(); !before) return "before: " + before.error();
    const Weight weight = upgrade();
    if (auto after = try_state_of_all(); !after) return "after: " + after.error();
    return weight;
}

}  // namespace serinus::sdk::native
