/// What NominationPools stores and reports besides or otherwise with the release of July 2025.
/// Source: pallet-nomination-pools 40
#pragma once

#include "runtime/pallets/nomination_pools/types.hpp"

namespace serinus::pallet_nomination_pools {

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
struct CommissionOf2025 {
    using Params = List<Param<"T">>;
    using ChangeRate = CommissionChangeRate<BlockNumber>;

    std::optional<std::pair<Perbill, AccountId>> current{};  ///< with the payee
    std::optional<Perbill> max{};                            ///< only falls
    std::optional<CommissionChangeRate<BlockNumber>> change_rate{};
    std::optional<BlockNumber> throttle_from{};  ///< the block of the last change
    std::optional<CommissionClaimPermission<AccountId>> claim_permission{};

    /// Whether `to` would grow by too much, or too early.
    bool is_throttled(Perbill to, BlockNumber now) const {
        return Commission<T>{current, max, change_rate, throttle_from}.is_throttled(to, now);
    }
    bool is_less_restrictive(const ChangeRate& rate) const {
        return Commission<T>{current, max, change_rate, throttle_from}.is_less_restrictive(rate);
    }
};

/// A pool: its bond, its members together.
template <class T>
struct BondedPoolInnerOf2025 {
    using Params = List<Param<"T">>;

    CommissionOf2025<T> commission{};
    uint32_t member_counter{};
    Balance points{};  ///< of all members; what one is worth follows from the active stake
    PoolRoles<AccountId> roles{};
    PoolState state{};
};

namespace pallet {

/// Contradictions in the state.
enum class DefensiveErrorOf2025 : uint8_t {
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
