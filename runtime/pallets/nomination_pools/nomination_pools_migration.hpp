/// NominationPools' storage from version 5 to version 8, and the money of pools from their bonded accounts to
/// DelegatedStaking. Members whose pool is migrated are migrated one by one, by anybody (migrate_delegation).
/// Source: pallet_nomination_pools::migration 35.0.3; how pools were migrated: pallet-staking 38 and
/// pallet-delegated-staking 5
#pragma once

#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/pallets/staking/common.hpp"

namespace serinus::pallet_nomination_pools {

// Steps of VersionedMigrations.

/// The existential deposit of each account of rewards is frozen, so that it cannot be taken out.
template <class P>
struct ToVersion6 {
    static Weight on_runtime_upgrade() {
        uint64_t pools = 0;
        auto keys = P::storage.BondedPools.iter_keys();
        while (const auto id = keys.next()) {
            ++pools;
            if (!P::Freeze::set(P::reward_account(*id), P::Currency::minimum_balance())) {
                host::log(host::LogLevel::kError, "runtime::nomination-pools", "a deposit cannot be frozen");
            }
        }
        return P::Config::kDbWeight.reads_writes(3 * pools, 2 * pools);
    }
};

/// What all pools have at stake is counted.
template <class P>
struct ToVersion7 {
    static Weight on_runtime_upgrade() {
        uint64_t pools = 0;
        Balance locked = 0;
        auto keys = P::storage.BondedPools.iter_keys();
        while (const auto id = keys.next()) {
            ++pools;
            locked = saturating_add(locked, P::Config::Staking::total_stake(P::bonded_account(*id)).value_or(0));
        }
        P::storage.TotalValueLocked.put(locked);
        return P::Config::kDbWeight.reads_writes(2 * pools + 2, 2);
    }
};

/// What version 7 stored of a pool: nobody but its root could have its commission paid.
template <class P>
struct PoolOfVersion7 {
    using Pool = typename decltype(P::storage.BondedPools)::ValueType;

    struct Commission {
        std::optional<std::pair<Perbill, AccountId>> current;
        std::optional<Perbill> max;
        std::optional<CommissionChangeRate<BlockNumber>> change_rate;
        std::optional<BlockNumber> throttle_from;
    };
    Commission commission;
    uint32_t member_counter{};
    Balance points{};
    PoolRoles<AccountId> roles;
    PoolState state{};

    Pool upgraded() const {
        return {.commission = {.current = commission.current,
                               .max = commission.max,
                               .change_rate = commission.change_rate,
                               .throttle_from = commission.throttle_from,
                               .claim_permission = std::nullopt},
                .member_counter = member_counter,
                .points = points,
                .roles = roles,
                .state = state};
    }
};
template <class P>
struct ToVersion8 {
    static Weight on_runtime_upgrade() {
        uint64_t pools = 0;
        P::storage.BondedPools.template translate<PoolOfVersion7<P>>([&](PoolId, const PoolOfVersion7<P>& old) {
            ++pools;
            return std::optional(old.upgraded());
        });
        return P::Config::kDbWeight.reads_writes(pools, pools + 1);
    }
};

/// The bonded account of each pool becomes an agent without money, and a virtual staker. A bond of older releases is a
/// lock, with a reference to its account of Staking's and, in Balances of 1.0.0, one of each account with locks; what
/// Staking and Balances do today would leave all three (pallet-staking 42 knows holds). The lock goes as in
/// pallet-staking 38, the references as with migrate_currency, which somebody had to call for each pool otherwise. A
/// pool that fails stays as it was. The reference takes 500 pools at most; those behind could not be migrated by a call
/// of today, so here it takes all.
template <class P>
struct PoolsToDelegation {
    static Weight on_runtime_upgrade() {
        std::vector<PoolId> pools;
        uint64_t seen = 0;
        auto keys = P::storage.BondedPools.iter_keys();
        while (const auto id = keys.next()) {
            ++seen;
            if (P::pool_needs_delegate_migration(*id)) pools.push_back(*id);
        }
        for (const PoolId id : pools) {
            if (!with_storage_layer([id] { return migrate(id); })) {
                host::log(host::LogLevel::kWarn, "runtime::nomination-pools", "a pool cannot be migrated");
            }
        }
        constexpr uint64_t kOfLockAndReferences = 3;  // read and written besides what the call for it does
        return P::Config::kWeights.pool_migrate()
            .saturating_mul(pools.size())
            .saturating_add(P::Config::kDbWeight.reads_writes(3 * seen + kOfLockAndReferences * pools.size(),
                                                              kOfLockAndReferences * pools.size()));
    }

  private:
    static DispatchResult migrate(PoolId id) {
        const AccountId account = P::bonded_account(id);
        P::Currency::remove_lock(pallet_staking::kStakingId, account);
        constexpr uint32_t kMostReferences = 2;
        const uint32_t references = P::Config::System::consumers(account);
        for (uint32_t i = 0; i < std::min(references, kMostReferences); ++i) {
            P::Config::System::dec_consumers(account);
        }
        return P::Delegation::migrate_nominator_to_agent({account}, P::reward_account(id));
    }
};

}  // namespace serinus::pallet_nomination_pools
