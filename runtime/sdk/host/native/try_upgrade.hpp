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

/// The pallets whose stored version is not that of their code: a migration is missing.
inline TryStateResult try_storage_versions() {
    std::string out;
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        const uint16_t stored = storage_version(pallet->info.name);
        if (stored == pallet->storage_version) continue;
        if (!out.empty()) out += ", ";
        out += std::string(pallet->info.name) + " has version " + std::to_string(stored) + " stored and " +
               std::to_string(pallet->storage_version) + " in its code";
    }
    if (!out.empty()) return out;
    return {};
}

/// `upgrade()` gives the weight of the migrations. Errors: an invariant that is broken before or after it; afterwards,
/// a pallet whose stored version is not its `kStorageVersion`, as without its migration.
template <class F>
Result<Weight, std::string> try_upgrade(F&& upgrade) {
    if (auto before = try_state_of_all(); !before) return "before: " + before.error();
    const Weight weight = upgrade();
    if (auto after = try_state_of_all(); !after) return "after: " + after.error();
    if (auto versions = try_storage_versions(); !versions) return "a migration is missing: " + versions.error();
    return weight;
}

}  // namespace serinus::sdk::native
