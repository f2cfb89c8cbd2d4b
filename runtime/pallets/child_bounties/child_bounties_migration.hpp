/// ChildBounties' storage from version 0 to version 1: child bounties are counted by parent, so that they, their
/// descriptions and the accounts with their money get other numbers. Which ones stands in V0ToV1ChildBountyIds.
/// Source: pallet_child_bounties::migration 38.1.0
#pragma once

#include "runtime/pallets/child_bounties/child_bounties.hpp"

namespace serinus::pallet_child_bounties {

/// What version 0 stored elsewhere.
template <class P>
struct StorageOfVersion0 {
    struct Items {
        Map<Twox64Concat<BountyIndex>, typename P::Description> ChildBountyDescriptions;
    };
    static constexpr Items items = bind_storage<Items>(P::Config::kInfo.name);

    static AccountId account_of(BountyIndex child) { return sub_account_of(P::Config::kPalletId, "cb", child); }
};

/// The step of a VersionedMigration.
template <class P>
struct ToVersion1 {
    static Weight on_runtime_upgrade() {
        std::set<std::pair<BountyIndex, BountyIndex>> children;  // by parent, in the old order
        auto keys = P::storage.ChildBounties.iter_keys();
        while (const auto key = keys.next()) children.emplace(std::get<0>(*key), std::get<1>(*key));
        for (const auto& [parent, child] : children) renumber(parent, child);
        const uint64_t count = children.size();
        return P::Config::kDbWeight.reads_writes(5 * count, 8 * count);
    }

  private:
    static void renumber(BountyIndex parent, BountyIndex old_child) {
        using Old = StorageOfVersion0<P>;
        using Currency = typename P::Config::Currency;
        const BountyIndex child = P::storage.ParentTotalChildBounties.get(parent);
        P::storage.ParentTotalChildBounties.put(parent, saturating_add(child, 1u));
        P::storage.V0ToV1ChildBountyIds.put(old_child, {parent, child});

        const AccountId from = Old::account_of(old_child);
        const auto moved = Currency::transfer(from, P::child_bounty_account_id(parent, child),
                                              Currency::free_balance(from), ExistenceRequirement::AllowDeath);
        if (!moved) host::log(host::LogLevel::kError, "runtime::child-bounties", "money cannot be moved");

        auto description = Old::items.ChildBountyDescriptions.take(old_child);
        if (auto bounty = P::storage.ChildBounties.take(parent, old_child)) {
            P::storage.ChildBounties.put(parent, child, *bounty);
        }
        if (description) P::storage.ChildBountyDescriptionsV1.put(parent, child, *description);
    }
};

}  // namespace serinus::pallet_child_bounties
