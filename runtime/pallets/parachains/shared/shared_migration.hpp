/// ParasShared's storage from version 0 to version 1: relay parents come with the cores of paras, of which none is
/// known of those that are there. Source: polkadot_runtime_parachains::shared::migration 18.1.0
#pragma once

#include "runtime/pallets/parachains/shared/shared.hpp"

namespace serinus::polkadot_runtime_parachains::shared {

/// AllowedRelayParents of version 0.
struct RelayParentsOfVersion0 {
    std::vector<std::pair<Hash256, Hash256>> buffer;  ///< with their state roots
    BlockNumber latest_number{};
};

/// The step of a VersionedMigration.
template <class P>
struct ToVersion1 {
    static Weight on_runtime_upgrade() {
        const auto old = detail::Cell<RelayParentsOfVersion0, Optional>::find(P::storage.AllowedRelayParents.key());
        typename P::AllowedRelayParents parents;
        if (old) {
            parents.latest_number = old->latest_number;
            for (const auto& [block, state_root] : old->buffer) {
                parents.buffer.push_back({.relay_parent = block, .state_root = state_root, .claim_queue = {}});
            }
        }
        P::storage.AllowedRelayParents.put(parents);
        return P::Config::kDbWeight.reads_writes(1, 1);
    }
};

}  // namespace serinus::polkadot_runtime_parachains::shared
