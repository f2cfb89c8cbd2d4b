#include "runtime/runtimes/kusama/migrations/migrations.hpp"

#include "runtime/pallets/auctions/auctions.ipp"
#include "runtime/pallets/child_bounties/child_bounties.ipp"
#include "runtime/pallets/child_bounties/child_bounties_migration.hpp"
#include "runtime/pallets/grandpa/grandpa_migration.hpp"
#include "runtime/pallets/proxy/proxy.ipp"
#include "runtime/pallets/scheduler/scheduler.ipp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/governance.hpp"
#include "runtime/runtimes/kusama/config/parachains_leases.hpp"
#include "runtime/runtimes/kusama/config/system.hpp"
#include "runtime/runtimes/kusama/config/treasury.hpp"
#include "runtime/runtimes/kusama/migrations/identity_deposits.hpp"
#include "runtime/runtimes/kusama/migrations/judgement_proxies.hpp"
#include "runtime/sdk/migration.hpp"

namespace serinus::kusama {

namespace {

/// Of pallets that are gone. ParaAssignmentProvider, which the reference left, has nothing but a storage version.
constexpr std::string_view kRemoved[] = {"StateTrieMigration", "ImOnline", "Identity", "IdentityMigrator",
                                         "ParaAssignmentProvider"};

sdk::Weight remove_pallets() {
    sdk::Weight weight = sdk::Weight::zero();
    for (const std::string_view pallet : kRemoved) {
        const sdk::RemovalResult removed = sdk::clear_prefix(sdk::twox_128(pallet), std::nullopt);
        weight.saturating_accrue(weights::kDbWeight.reads_writes(removed.loops + 1, removed.backend));
    }
    return weight;
}

/// Leases that begin after the change to coretime would not be served: the auction that runs ends without winners, and
/// the one that Kusama had planned when that release came is not held.
sdk::Weight end_auctions() {
    constexpr ByteArray<32> kPlanned{0x5c, 0x68, 0xbf, 0x0c, 0x2d, 0x11, 0x04, 0x91, 0x6b, 0xa5, 0xa4,
                                     0xde, 0xe6, 0xb8, 0x14, 0xe8, 0x2b, 0x27, 0x93, 0x78, 0x4c, 0xb6,
                                     0xe7, 0x69, 0x04, 0x00, 0x1a, 0x59, 0x49, 0xc1, 0x63, 0xb1};
    const Auctions::cancel_auction running;
    static_cast<void>(running({}));
    const Scheduler::cancel_named planned{kPlanned};
    static_cast<void>(planned({}, auction_admin()));
    return running.weight().saturating_add(planned.weight());
}

}  // namespace

std::optional<LastRelease> LastRelease::find() {
    const auto last = System::storage.LastRuntimeUpgrade.get();
    if (!last || last->spec_name != "kusama") return std::nullopt;
    const uint32_t version = last->spec_version.value;
    if (version < kOldest || version > kNewest) return std::nullopt;
    return LastRelease{version};
}

sdk::Weight migrate_from_older_release() {
    const auto last = LastRelease::find();
    if (!last) return sdk::Weight::zero();
    sdk::Weight weight = migrate_parachains(*last);
    weight.saturating_accrue(migrate_stakers(*last));
    weight.saturating_accrue(migrate_rest(*last));
    return weight;
}

sdk::RuntimeOrigin auction_admin() {
    return sdk::RuntimeOrigin(
        {sdk::PalletOrigin{Origins::Config::kInfo.index, scale::encode(origins::Custom::AuctionAdmin)}});
}

sdk::Weight free_identity_deposits() {
    uint64_t identities = 0;
    auto entries = kIdentity.IdentityOf.iter();
    for (; const auto entry = entries.next(); ++identities) {
        Currency::unreserve(entry->first, entry->second.total_deposit());
    }
    auto subs = kIdentity.SubsOf.iter();
    for (; const auto entry = subs.next(); ++identities) Currency::unreserve(entry->first, entry->second);
    return weights::kDbWeight.reads_writes(2 * identities, identities);
}

sdk::Weight remove_judgement_proxies() {
    uint64_t seen = 0, changed = 0;
    auto entries = kOldProxies.Proxies.iter();
    while (auto entry = entries.next()) {
        ++seen;
        const sdk::AccountId& who = entry->first;
        auto& [proxies, deposit] = entry->second;
        const size_t before = proxies.size();
        std::erase_if(proxies, [](const OldProxy& one) { return one.proxy_type == OldProxy::kIdentityJudgement; });
        if (proxies.size() == before) continue;
        ++changed;
        const sdk::Balance now = std::min(Proxy::proxies_deposit(proxies.size()), deposit);
        Currency::unreserve(who, deposit - now);
        if (proxies.empty()) {
            kOldProxies.Proxies.remove(who);
        } else {
            kOldProxies.Proxies.put(who, {std::move(proxies), now});
        }
    }
    return weights::kDbWeight.reads_writes(seen + changed, 2 * changed);
}

sdk::Weight migrate_rest(LastRelease last) {
    using sdk::VersionedMigration;
    sdk::Weight weight = VersionedMigration<Grandpa, 4, 5, weights::kDbWeight,
                                            pallet_grandpa::ToVersion5<Grandpa>>::on_runtime_upgrade();
    weight.saturating_accrue(
        VersionedMigration<ChildBounties, 0, 1, weights::kDbWeight,
                           pallet_child_bounties::ToVersion1<ChildBounties>>::on_runtime_upgrade());
    if (last.is_before(1'002'000)) weight.saturating_accrue(end_auctions());
    weight.saturating_accrue(free_identity_deposits());
    if (last.is_before(1'002'006)) weight.saturating_accrue(remove_judgement_proxies());
    weight.saturating_accrue(remove_pallets());
    return weight;
}

}  // namespace serinus::kusama
