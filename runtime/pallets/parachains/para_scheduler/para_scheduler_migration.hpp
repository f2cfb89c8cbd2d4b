/// ParaScheduler's storage from versions 1 and 2 to version 3: claims lose how long they last and how often they
/// failed, and cores are known to be occupied by the candidates that wait. Source:
/// polkadot_runtime_parachains::scheduler::migration, v2 and v3 of 18.1.0
#pragma once

#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {

namespace old {

/// A claim with the times that it has failed, and its last block.
template <class Claim>
struct Entry {
    Claim assignment;
    uint32_t availability_timeouts{};
    BlockNumber ttl{};
};
/// In version 1 a claim was the para alone, and places in a queue could be empty.
template <class P>
struct Items {
    using Version1 = std::map<CoreIndex, std::vector<std::optional<Entry<ParaId>>>>;
    using Version2 = std::map<CoreIndex, std::vector<Entry<Assignment>>>;

    struct Of1 {
        Value<Version1, OrDefault> ClaimQueue;
    };
    struct Of2 {
        Value<Version2, OrDefault> ClaimQueue;
        Value<uint8_t> AvailabilityCores;  ///< whatever it is: it goes
    };
    static constexpr Of1 version_1 = bind_storage<Of1>(P::Config::kInfo.name);
    static constexpr Of2 version_2 = bind_storage<Of2>(P::Config::kInfo.name);
};

}  // namespace old

/// Cores below the number of `Paras`' parachains were theirs, the others of orders. Queues without claims, which the
/// reference keeps, go: they come again when they are filled.
template <class P, class Paras>
struct ToVersion3 {
    static Weight on_runtime_upgrade() {
        using Old = old::Items<P>;
        const uint16_t version = storage_version(P::Config::kInfo.name);
        if (version != 1 && version != 2) return P::Config::kDbWeight.reads(1);

        typename P::ClaimQueues queues;
        if (version == 1) {
            const uint32_t bulk_cores = Paras::storage.Parachains.decode_len().value_or(0);
            for (const auto& [core, entries] : Old::version_1.ClaimQueue.get()) {
                for (const auto& entry : entries) {
                    if (entry) queues[core].push_back(claim_of_version_2(core, entry->assignment, bulk_cores));
                }
            }
        } else {
            for (const auto& [core, entries] : Old::version_2.ClaimQueue.get()) {
                for (const auto& entry : entries) queues[core].push_back(entry.assignment);
            }
        }
        P::storage.ClaimQueue.put(queues);
        Old::version_2.AvailabilityCores.remove();
        put_storage_version(P::Config::kInfo.name, 3);
        return P::Config::kDbWeight.reads_writes(4, 3);
    }

  private:
    static Assignment claim_of_version_2(CoreIndex core, ParaId para, uint32_t bulk_cores) {
        if (core._0 < bulk_cores) return {Assignment::Bulk{para}};
        return {Assignment::Pool{para, core}};
    }
};

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler
