#include "runtime/runtimes/kusama/migrations.hpp"

#include "runtime/pallets/parachains/configuration/configuration_migration.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler_migration.hpp"
#include "runtime/pallets/paras_registrar/migration.hpp"
#include "runtime/pallets/session/session.ipp"
#include "runtime/pallets/society/migration.hpp"
#include "runtime/runtimes/kusama/composition.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/leases.hpp"
#include "runtime/runtimes/kusama/config/parachains.hpp"
#include "runtime/runtimes/kusama/config/treasury.hpp"
#include "runtime/runtimes/kusama/past_payouts.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::kusama {

/// What a node said of itself in its heartbeat: its identity, and where it can be reached.
struct NetworkState {
    Bytes peer_id;
    std::vector<Bytes> external_addresses;
};
struct OldHeartbeats {
    sdk::DoubleMap<sdk::Twox64Concat<uint32_t>, sdk::Twox64Concat<uint32_t>, Bytes> ReceivedHeartbeats;
};
inline constexpr OldHeartbeats kOldHeartbeats = sdk::bind_storage<OldHeartbeats>(ImOnlineConfig::kInfo.name);

namespace {

/// Whether the first validator's keys have the size of the present ones.
bool keys_are_new() {
    auto validators = Session::storage.NextKeys.iter_keys();
    if (!validators.next()) return false;
    const auto stored = sdk::host::get(validators.last_key());
    return stored && stored->size() == scale::Codec<staging_kusama_runtime::SessionKeys>::kMinSize;
}

struct ParachainsToUnlock {
    static bool contains(polkadot_primitives::ParaId para) {
        static constexpr uint32_t kParas[] = {2003, 2008, 2018, 2077, 2089, 2111, 2112, 2120, 2126, 2127, 2130,
                                              2226, 2227, 2231, 2233, 2237, 2256, 2257, 2261, 2268, 2275};
        return std::ranges::binary_search(kParas, para._0);
    }
};

}  // namespace

staging_kusama_runtime::SessionKeys AddBeefyKeys::with_beefy(const sdk::AccountId& validator,
                                                             const OldSessionKeys& old) {
    ByteArray<33> key{};
    std::ranges::copy(validator.bytes, key.begin() + 1);
    std::ranges::copy(as_bytes("beef"), key.begin());
    return {.grandpa = old.grandpa,
            .babe = old.babe,
            .im_online = old.im_online,
            .para_validator = old.para_validator,
            .para_assignment = old.para_assignment,
            .authority_discovery = old.authority_discovery,
            .beefy = {{key}}};
}

sdk::Weight AddBeefyKeys::on_runtime_upgrade() {
    if (keys_are_new()) return weights::kDbWeight.reads(1);
    Session::upgrade_keys<OldSessionKeys>(with_beefy);
    return sdk::Perbill::from_percent(50) * System::block_weights().max_block;
}

sdk::Weight BeginTrieMigration::on_runtime_upgrade() {
    const auto& storage = StateTrieMigration::storage;
    const bool is_begun = storage.MigrationProcess.get() != StateTrieMigration::MigrationTask{};
    if (is_begun || storage.AutoLimits.get()) return weights::kDbWeight.reads(2);
    storage.AutoLimits.put(pallet_state_trie_migration::MigrationLimits{.size = 2 * 204'800, .item = 4'800});
    return weights::kDbWeight.reads_writes(2, 1);
}

sdk::Weight SocietyToVersion2::on_runtime_upgrade() {
    using Step = pallet_society::ToVersion2<Society, PastPayouts>;
    return sdk::VersionedMigration<Society, 0, 2, weights::kDbWeight, Step>::on_runtime_upgrade();
}

sdk::Weight HeartbeatsAsMarks::on_runtime_upgrade() {
    constexpr std::string_view kPallet = ImOnlineConfig::kInfo.name;
    if (sdk::storage_version(kPallet) != 0) return weights::kDbWeight.reads(1);
    std::vector<std::pair<uint32_t, uint32_t>> heartbeats;
    auto old = kOldHeartbeats.ReceivedHeartbeats.drain();
    while (const auto entry = old.next()) {
        const auto& [session, index] = entry->first;
        if (scale::decode<NetworkState>(entry->second)) heartbeats.emplace_back(session, index);
    }
    for (const auto& key : heartbeats) ImOnline::storage.ReceivedHeartbeats.put(key.first, key.second, true);
    sdk::put_storage_version(kPallet, 1);
    return weights::kDbWeight.reads_writes(heartbeats.size() + 1, heartbeats.size() + 1);
}

sdk::Weight ConfigurationToVersion7::on_runtime_upgrade() {
    return polkadot_runtime_parachains::configuration::ToVersion7<Configuration>::on_runtime_upgrade();
}
sdk::Weight ConfigurationToVersion8::on_runtime_upgrade() {
    return polkadot_runtime_parachains::configuration::ToVersion8<Configuration>::on_runtime_upgrade();
}
sdk::Weight ConfigurationToVersion9::on_runtime_upgrade() {
    return polkadot_runtime_parachains::configuration::ToVersion9<Configuration>::on_runtime_upgrade();
}

sdk::Weight ParaSchedulerToVersion1::on_runtime_upgrade() {
    using Step = polkadot_runtime_parachains::para_scheduler::ToVersion1<ParaScheduler, Paras, weights::kDbWeight>;
    return sdk::VersionedMigration<ParaScheduler, 0, 1, weights::kDbWeight, Step>::on_runtime_upgrade();
}

sdk::Weight RegistrarToVersion1::on_runtime_upgrade() {
    using Step = polkadot_runtime_common::paras_registrar::ToVersion1<Registrar, ParachainsToUnlock>;
    return sdk::VersionedMigration<Registrar, 0, 1, weights::kDbWeight, Step>::on_runtime_upgrade();
}

sdk::Weight Runtime::on_runtime_upgrade() { return sdk::run_migrations(Migrations{}); }

}  // namespace serinus::kusama
