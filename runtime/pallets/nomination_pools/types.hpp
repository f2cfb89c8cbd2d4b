/// What NominationPools stores and reports.
/// Source: pallet-nomination-pools 40
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_nomination_pools {

using sdk::AccountId;
using sdk::Balance;
using sdk::BlockNumber;
using sdk::EraIndex;
using sdk::List;
using sdk::Param;
using sdk::Perbill;
using sp_arithmetic::fixed_point::FixedU128;

using PoolId = uint32_t;
/// What each point of a pool has earned, from the pool's creation on.
using RewardCounter = FixedU128;

/// A change of a parameter.
template <class T>
struct ConfigOp {
    using Params = List<Param<"T", T>>;

    struct Noop {
        friend bool operator==(Noop, Noop) = default;
    };
    struct Set {
        T _0{};
        friend bool operator==(const Set&, const Set&) = default;
    };
    struct Remove {
        friend bool operator==(Remove, Remove) = default;
    };
    std::variant<Noop, Set, Remove> v;
    friend bool operator==(const ConfigOp&, const ConfigOp&) = default;
};

/// From where a member bonds more.
template <class Balance>
struct BondExtra {
    using Params = List<Param<"Balance", Balance>>;

    /// That much of the account's free balance.
    struct FreeBalance {
        Balance _0{};
        friend bool operator==(const FreeBalance&, const FreeBalance&) = default;
    };
    /// All rewards that can be claimed.
    struct Rewards {
        friend bool operator==(Rewards, Rewards) = default;
    };
    std::variant<FreeBalance, Rewards> v;
    friend bool operator==(const BondExtra&, const BondExtra&) = default;
};

/// What others may do with the rewards of a member.
enum class ClaimPermission : uint8_t {
    Permissioned,            ///< nothing
    PermissionlessCompound,  ///< bond them
    PermissionlessWithdraw,  ///< pay them out
    PermissionlessAll,
};

constexpr bool can_bond_extra(ClaimPermission permission) {
    return permission == ClaimPermission::PermissionlessCompound || permission == ClaimPermission::PermissionlessAll;
}
constexpr bool can_claim_payout(ClaimPermission permission) {
    return permission == ClaimPermission::PermissionlessWithdraw || permission == ClaimPermission::PermissionlessAll;
}

/// The account's share in a pool.
template <class T>
struct PoolMember {
    using Params = List<Param<"T">>;
    using UnbondingEras = sdk::BoundedMap<EraIndex, Balance, T::kMaxUnbonding>;

    PoolId pool_id{};
    Balance points{};                            ///< in the bonded pool
    RewardCounter last_recorded_reward_counter;  ///< when the member was paid last
    UnbondingEras unbonding_eras{};              ///< points in sub pools, by the era from which they can be withdrawn

    Balance unbonding_points() const {
        Balance sum = 0;
        for (const auto& [era, in_era] : unbonding_eras) sum = saturating_add(sum, in_era);
        return sum;
    }
    Balance total_points() const { return saturating_add(points, unbonding_points()); }
    /// Takes out and gives what can be withdrawn in that era.
    std::map<EraIndex, Balance> withdraw_unlocked(EraIndex current_era) {
        std::map<EraIndex, Balance> out;
        for (const auto& [era, in_era] : unbonding_eras) {
            if (era <= current_era) out.emplace(era, in_era);
        }
        for (const auto& [era, in_era] : out) unbonding_eras.remove(era);
        return out;
    }
};

enum class PoolState : uint8_t {
    Open,        ///< everybody may join
    Blocked,     ///< nobody may join; members can be kicked
    Destroying,  ///< everybody can be unbonded by anybody, and no other state follows
};

/// Who may do what with a pool. Roles that nobody has cannot be given again but by the root of the pool or the chain.
template <class AccountId>
struct PoolRoles {
    using Params = List<Param<"AccountId", AccountId>>;

    AccountId depositor;                 ///< created the pool, and leaves it last
    std::optional<AccountId> root;       ///< gives roles, sets the commission, and may do all that the others may
    std::optional<AccountId> nominator;  ///< says whom the pool nominates
    std::optional<AccountId> bouncer;    ///< sets the state, and kicks members of a blocked pool
};

/// By how much a commission may grow, and how often.
template <class BlockNumber>
struct CommissionChangeRate {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    Perbill max_increase;     ///< in one change
    BlockNumber min_delay{};  ///< blocks between two changes
};

/// Who may have the commission of a pool paid, besides its root.
template <class AccountId>
struct CommissionClaimPermission {
    using Params = List<Param<"AccountId", AccountId>>;

    struct Permissionless {
        friend bool operator==(Permissionless, Permissionless) = default;
    };
    struct Account {
        AccountId _0;
        friend bool operator==(const Account&, const Account&) = default;
    };
    std::variant<Permissionless, Account> v;
    friend bool operator==(const CommissionClaimPermission&, const CommissionClaimPermission&) = default;
};

/// What the pool's root gets of the rewards.
template <class T>
struct Commission {
    using Params = List<Param<"T">>;
    using ChangeRate = CommissionChangeRate<BlockNumber>;

    std::optional<std::pair<Perbill, AccountId>> current{};  ///< with the payee
    std::optional<Perbill> max{};                            ///< only falls
    std::optional<CommissionChangeRate<BlockNumber>> change_rate{};
    std::optional<BlockNumber> throttle_from{};  ///< the block of the last change
    std::optional<CommissionClaimPermission<AccountId>> claim_permission{};

    /// Whether `to` would grow by too much, or too early.
    bool is_throttled(Perbill to, BlockNumber now) const {
        if (!change_rate) return false;
        const Perbill from = current ? current->first : Perbill::zero();
        if (to <= from) return false;
        if (to._0 - from._0 > change_rate->max_increase._0) return true;
        if (!throttle_from) return true;
        return change_rate->min_delay != 0 && saturating_sub(now, *throttle_from) < change_rate->min_delay;
    }
    bool is_less_restrictive(const ChangeRate& rate) const {
        return change_rate &&
               (rate.max_increase > change_rate->max_increase || rate.min_delay < change_rate->min_delay);
    }
};

/// A pool: its bond, its members together.
template <class T>
struct BondedPoolInner {
    using Params = List<Param<"T">>;

    Commission<T> commission{};
    uint32_t member_counter{};
    Balance points{};  ///< of all members; what one is worth follows from the active stake
    PoolRoles<AccountId> roles{};
    PoolState state{};
};

/// The account of what a pool has earned. All that ever came is the present balance and all that was paid.
template <class T>
struct RewardPool {
    using Params = List<Param<"T">>;

    RewardCounter last_recorded_reward_counter;  ///< when the points or the commission changed last
    Balance last_recorded_total_payouts{};       ///< all that had come then
    Balance total_rewards_claimed{};
    Balance total_commission_pending{};
    Balance total_commission_claimed{};
};

/// Money on its way out, shared by points.
template <class T>
struct UnbondPool {
    using Params = List<Param<"T">>;

    Balance points{};
    Balance balance{};
};

/// What is on its way out of a pool.
template <class T>
struct SubPools {
    using Params = List<Param<"T">>;

    UnbondPool<T> no_era{};                                                        ///< what can long be withdrawn
    sdk::BoundedMap<EraIndex, UnbondPool<T>, T::kTotalUnbondingPools> with_era{};  ///< by the era of withdrawal

    /// Puts the pools of eras that are at least `window` eras ago into that without era.
    void merge_old(EraIndex current_era, EraIndex window) {
        const auto newest = checked_sub(current_era, window);
        if (!newest) return;
        const auto pools = with_era.inner();
        for (const auto& [era, pool] : pools) {
            if (era > *newest) break;
            no_era.points = saturating_add(no_era.points, pool.points);
            no_era.balance = saturating_add(no_era.balance, pool.balance);
            with_era.remove(era);
        }
    }
};

namespace pallet {

/// Contradictions in the state.
enum class DefensiveError : uint8_t {
    /// A sub pool has no room.
    NotEnoughSpaceInUnbondPool,
    /// A bonded pool is missing.
    PoolNotFound,
    /// A reward pool is missing.
    RewardPoolNotFound,
    /// The sub pools are missing.
    SubPoolsNotFound,
    /// The bond of a pool has ended before its depositor left.
    BondedStashKilledPrematurely,
    /// Money is not delegated. Not used.
    DelegationUnsupported,
    /// A slash could not be applied to a member.
    SlashNotApplied,
};

/// Why money is frozen.
enum class FreezeReason : uint8_t {
    /// The existential deposit of a pool's account for rewards.
    PoolMinBalance,
};

}  // namespace pallet

}  // namespace serinus::pallet_nomination_pools
