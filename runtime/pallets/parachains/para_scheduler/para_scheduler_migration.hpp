/// ParaScheduler's storage from version 0 to version 1: what was scheduled, and parathreads among it, become claims.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/paras_scheduler_migration.rs
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {

/// What version 0 stored in another form, or under another name.
template <class P>
struct StorageOfVersion0 {
    using ParaId = polkadot_primitives::ParaId;
    using Collator = polkadot_primitives::v5::collator_app::Public;

    struct AssignmentKind {
        struct Parachain {};
        struct Parathread {
            Collator collator;
            uint32_t retries{};
        };
        std::variant<Parachain, Parathread> v;
    };
    struct CoreAssignment {
        polkadot_primitives::v5::CoreIndex core;
        ParaId para_id;
        AssignmentKind kind;
        polkadot_primitives::v5::GroupIndex group_idx;
    };
    struct CoreOccupied {
        struct Parathread {
            ParaId para_id;
            Collator collator;
            uint32_t retries{};
        };
        struct Parachain {};
        std::variant<Parathread, Parachain> v;
    };

    struct Items {
        sdk::Value<std::vector<CoreAssignment>, sdk::OrDefault> Scheduled;
        sdk::Value<std::vector<std::optional<CoreOccupied>>, sdk::OrDefault> AvailabilityCores;
        sdk::Value<uint8_t> ParathreadQueue;
        sdk::Value<uint8_t> ParathreadClaimIndex;
    };
    static constexpr Items items = sdk::bind_storage<Items>(P::Config::kInfo.name);
};

/// The step of a VersionedMigration. The parachain of a core is that at the same place in `Paras`' list of parachains.
template <class P, class Paras, sdk::RuntimeDbWeight kDbWeight>
struct ToVersion1 {
    static sdk::Weight on_runtime_upgrade() {
        using Old = StorageOfVersion0<P>;
        constexpr const auto& kOld = Old::items;
        using Occupied = polkadot_primitives::v5::CoreOccupied<sdk::BlockNumber>;
        const sdk::BlockNumber now = P::Config::System::block_number();
        const auto claim = [now](polkadot_primitives::ParaId para) {
            return polkadot_primitives::v5::ParasEntry<sdk::BlockNumber>{.assignment = {para}, .ttl = now};
        };

        kOld.ParathreadQueue.remove();
        kOld.ParathreadClaimIndex.remove();
        const auto scheduled = kOld.Scheduled.take();
        if (!scheduled.empty()) {
            auto queues = P::storage.ClaimQueue.get();
            for (const auto& assignment : scheduled) queues[assignment.core].push_back(claim(assignment.para_id));
            P::storage.ClaimQueue.put(queues);
        }

        const auto parachains = Paras::storage.Parachains.get();
        std::vector<Occupied> cores;
        for (const auto& core : kOld.AvailabilityCores.take()) {
            if (!core) {
                cores.push_back({typename Occupied::Free{}});
            } else if (const auto* parathread = std::get_if<typename Old::CoreOccupied::Parathread>(&core->v)) {
                cores.push_back({typename Occupied::Paras{claim(parathread->para_id)}});
            } else {
                if (cores.size() >= parachains.size()) sdk::panic("a core of a parachain that is not there");
                cores.push_back({typename Occupied::Paras{claim(parachains[cores.size()])}});
            }
        }
        P::storage.AvailabilityCores.put(cores);
        return kDbWeight.reads_writes(2 * scheduled.size() + 2, 2 * scheduled.size() + 3);
    }
};

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler
