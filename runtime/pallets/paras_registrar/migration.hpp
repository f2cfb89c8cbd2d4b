/// Registrar's storage from version 0 to version 1: a para may be neither locked nor unlocked until its next block.
/// Source: polkadot_runtime_common::paras_registrar::migration 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/paras_registrar/paras_registrar.hpp"

namespace serinus::polkadot_runtime_common::paras_registrar {

/// What version 0 stored of a para.
struct ParaInfoOfVersion0 {
    AccountId manager;
    Balance deposit{};
    bool locked{};
};

/// The step of a VersionedMigration. `Unlocked::contains(para)`: whether a para that never made a block is unlocked.
template <class P, class Unlocked>
struct ToVersion1 {
    static Weight on_runtime_upgrade() {
        uint64_t count = 0;
        P::storage.Paras.template translate<ParaInfoOfVersion0>([&](ParaId para, const ParaInfoOfVersion0& old) {
            ++count;
            const auto locked = Unlocked::contains(para) ? std::nullopt : std::optional(old.locked);
            return std::optional(typename P::Info{.manager = old.manager, .deposit = old.deposit, .locked = locked});
        });
        return P::Config::kDbWeight.reads_writes(count, count);
    }
};

}  // namespace serinus::polkadot_runtime_common::paras_registrar
