/// NominationPools: many members with little money nominate together.
///
/// A pool has two accounts that nobody has a key for: one is bonded in Staking and nominates, the other collects
/// rewards, and its existential deposit is frozen. The money of members stays in their accounts, delegated to the first
/// one (delegated_staking). Members own points of the pool; a point is worth the active stake divided by all points, so
/// that slashes concern all alike; a slash is applied to a member when somebody asks for it, or when the member leaves.
/// Rewards are counted for each point from the creation on (RewardCounter); a member gets what came since its last
/// payout, after the commission of the pool's root. What is on its way out belongs to sub pools, one for each era of
/// withdrawal, which Staking tells when it slashes; old ones are put together.
///
/// Pools and members of older releases, whose money is in the bonded account, cannot do anything before they are
/// migrated (NotMigrated). Kept as the reference has it: `claim_payout` writes the records of the reward pool as they
/// were; `pool_withdraw_unbonded` of a pool that is destroyed says NotDestroying; the value of points saturates before
/// it is divided. Its filter of accounts, which Kusama does not have, is not there. Invariants (checked by
/// try_state()): a pool has the members that it counts, and enough for their rewards; what all pools have at stake is
/// TotalValueLocked.
///
/// Source: pallet-nomination-pools 40 with adapter::DelegateStake
#pragma once

#include "runtime/pallets/nomination_pools/types.hpp"
#include "runtime/pallets/nomination_pools/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/delegation.hpp"
#include "runtime/sdk/traits/election.hpp"
#include "runtime/sdk/traits/fungible.hpp"

namespace serinus::pallet_nomination_pools {

using namespace sdk;

struct Constants {
    /// From which account those of pools are derived.
    frame_support::PalletId PalletId;
    /// How many points for a planck a pool may have at most and be open; it has more after slashes.
    uint8_t MaxPointsToBalance;
    /// In how many eras a member can unbond at once.
    uint32_t MaxUnbonding;
};

/// Limits at the beginning.
struct GenesisConfig {
    Balance min_join_bond{};
    Balance min_create_bond{};
    std::optional<uint32_t> max_pools{16};
    std::optional<uint32_t> max_members_per_pool{32};
    std::optional<uint32_t> max_members{16 * 32};
    std::optional<Perbill> global_max_commission;
};

/// `T` has: System, Currency (with freezes), Staking (sdk/traits/election.hpp, StakingInterface; and
/// `is_virtual_staker(stash)`), Delegation (sdk/traits/delegation.hpp), AdminOrigin, kMaxMetadataLen,
/// kMaxUnbonding, kPostUnbondingPoolsWindow (eras for which a sub pool stays), kTotalUnbondingPools (these and the
/// bonding duration), kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kMaxMetadataLen } -> std::convertible_to<uint32_t>;
    { T::kMaxUnbonding } -> std::convertible_to<uint32_t>;
    { T::kPostUnbondingPoolsWindow } -> std::convertible_to<EraIndex>;
    { T::kTotalUnbondingPools } -> std::convertible_to<uint32_t>;
    typename T::AdminOrigin;
    typename T::Currency;
    typename T::Delegation;
    typename T::Staking;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(FungibleMutate<typename T::Currency> && FungibleFreeze<typename T::Currency>);
        static_assert(sdk::Delegation<typename T::Delegation> && DelegationMigrator<typename T::Delegation>);
        static_assert(StakingInterface<typename T::Staking>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Currency = typename T::Currency;
    static constexpr std::string_view kMetadataScope = "pallet_nomination_pools::Pallet";
    using Delegation = typename T::Delegation;
    using Freeze = Freezing<Currency, pallet::FreezeReason::PoolMinBalance>;
    using DefensiveError = pallet::DefensiveError;
    using Member = PoolMember<T>;
    using Rewards = RewardPool<T>;

    struct Storage {
        /// What all pools have at stake, and on its way out.
        Value<Balance, OrDefault> TotalValueLocked;
        /// The least with which somebody may join.
        Value<Balance, OrDefault> MinJoinBond;
        /// The least with which somebody may create a pool, besides what Staking asks of a nominator.
        Value<Balance, OrDefault> MinCreateBond;
        /// How many pools there may be.
        Value<uint32_t> MaxPools;
        /// How many members all pools may have together.
        Value<uint32_t> MaxPoolMembers;
        /// How many members a pool may have.
        Value<uint32_t> MaxPoolMembersPerPool;
        /// The largest commission that counts.
        Value<Perbill> GlobalMaxCommission;
        /// Members; an account is in one pool.
        CountedMap<Twox64Concat<AccountId>, PoolMember<T>> PoolMembers;
        /// Pools.
        CountedMap<Twox64Concat<PoolId>, BondedPoolInner<T>> BondedPools;
        /// What pools have earned and paid.
        CountedMap<Twox64Concat<PoolId>, RewardPool<T>> RewardPools;
        /// What is on its way out of pools.
        CountedMap<Twox64Concat<PoolId>, SubPools<T>> SubPoolsStorage;
        /// Descriptions of pools.
        CountedMap<Twox64Concat<PoolId>, BoundedVec<uint8_t, T::kMaxMetadataLen>, OrDefault> Metadata;
        /// The largest number that a pool has had.
        Value<uint32_t, OrDefault> LastPoolId;
        /// The pool of a bonded account.
        CountedMap<Twox64Concat<AccountId>, PoolId> ReversePoolIdLookup;
        /// What members allow to others.
        Map<Twox64Concat<AccountId>, ClaimPermission, OrDefault> ClaimPermissions{
            .on_empty = [] { return ClaimPermission::PermissionlessWithdraw; }};
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 8;

    struct Event {
        /// There is a new pool.
        struct Created {
            AccountId depositor;
            PoolId pool_id{};
        };
        /// A member has bonded, for the first time if it has joined.
        struct Bonded {
            AccountId member;
            PoolId pool_id{};
            Balance bonded{};
            bool joined{};
        };
        /// A member got its rewards.
        struct PaidOut {
            AccountId member;
            PoolId pool_id{};
            Balance payout{};
        };
        /// A member's money is on its way out: that much, shared by points, until the era.
        struct Unbonded {
            AccountId member;
            PoolId pool_id{};
            Balance balance{};
            Balance points{};
            EraIndex era{};
        };
        /// A member has its money back.
        struct Withdrawn {
            AccountId member;
            PoolId pool_id{};
            Balance balance{};
            Balance points{};
        };
        /// A pool is no more.
        struct Destroyed {
            PoolId pool_id{};
        };
        /// A pool has another state.
        struct StateChanged {
            PoolId pool_id{};
            PoolState new_state{};
        };
        /// A member has left: it has no points any more. That much of its delegation was left over, and is its own
        /// again.
        struct MemberRemoved {
            PoolId pool_id{};
            AccountId member;
            Balance released_balance{};
        };
        /// The roles of a pool are these now.
        struct RolesUpdated {
            std::optional<AccountId> root;
            std::optional<AccountId> bouncer;
            std::optional<AccountId> nominator;
        };
        /// A pool was slashed; this is left at stake.
        struct PoolSlashed {
            PoolId pool_id{};
            Balance balance{};
        };
        /// A sub pool was slashed; this is left of it.
        struct UnbondingPoolSlashed {
            PoolId pool_id{};
            EraIndex era{};
            Balance balance{};
        };
        /// A pool has another commission.
        struct PoolCommissionUpdated {
            PoolId pool_id{};
            std::optional<std::pair<Perbill, AccountId>> current;
        };
        /// A pool has another largest commission.
        struct PoolMaxCommissionUpdated {
            PoolId pool_id{};
            Perbill max_commission;
        };
        /// The commission of a pool can change by another rate.
        struct PoolCommissionChangeRateUpdated {
            PoolId pool_id{};
            CommissionChangeRate<BlockNumber> change_rate;
        };
        /// Others may have the commission of a pool paid.
        struct PoolCommissionClaimPermissionUpdated {
            PoolId pool_id{};
            std::optional<CommissionClaimPermission<AccountId>> permission;
        };
        /// Commission was paid.
        struct PoolCommissionClaimed {
            PoolId pool_id{};
            Balance commission{};
        };
        /// Somebody has paid what an account of rewards lacked of the existential deposit.
        struct MinBalanceDeficitAdjusted {
            PoolId pool_id{};
            Balance amount{};
        };
        /// Somebody got what was frozen of an account of rewards beyond the existential deposit.
        struct MinBalanceExcessAdjusted {
            PoolId pool_id{};
            Balance amount{};
        };
        /// A member allows other things.
        struct MemberClaimPermissionUpdated {
            AccountId member;
            ClaimPermission permission{};
        };
        /// A pool has another description.
        struct MetadataUpdated {
            PoolId pool_id{};
            AccountId caller;
        };
        /// A pool nominates others.
        struct PoolNominationMade {
            PoolId pool_id{};
            AccountId caller;
        };
        /// A pool nominates nobody any more.
        struct PoolNominatorChilled {
            PoolId pool_id{};
            AccountId caller;
        };
        /// The limits are these now.
        struct GlobalParamsUpdated {
            Balance min_join_bond{};
            Balance min_create_bond{};
            std::optional<uint32_t> max_pools;
            std::optional<uint32_t> max_members;
            std::optional<uint32_t> max_members_per_pool;
            std::optional<Perbill> global_max_commission;
        };
        using list =
            List<Created, Bonded, PaidOut, Unbonded, Withdrawn, Destroyed, StateChanged, MemberRemoved, RolesUpdated,
                 PoolSlashed, UnbondingPoolSlashed, PoolCommissionUpdated, PoolMaxCommissionUpdated,
                 PoolCommissionChangeRateUpdated, PoolCommissionClaimPermissionUpdated, PoolCommissionClaimed,
                 MinBalanceDeficitAdjusted, MinBalanceExcessAdjusted, MemberClaimPermissionUpdated, MetadataUpdated,
                 PoolNominationMade, PoolNominatorChilled, GlobalParamsUpdated>;
    };

    struct Error {
        /// There is no such pool.
        struct PoolNotFound {};
        /// The account is in no pool.
        struct PoolMemberNotFound {};
        /// The pool has no account of rewards.
        struct RewardPoolNotFound {};
        /// Nothing is on its way out of the pool.
        struct SubPoolsNotFound {};
        /// The account is in a pool already.
        struct AccountBelongsToOtherPool {};
        /// The member has no points in the pool any more.
        struct FullyUnbonding {};
        /// The member unbonds in as many eras as it may.
        struct MaxUnbondingLimit {};
        /// Nothing can be withdrawn yet.
        struct CannotWithdrawAny {};
        /// The bond is or would be too small.
        struct MinimumBondNotMet {};
        /// A number would be too large: the pool has lost too much to go on.
        struct OverflowRisk {};
        /// The pool has the wrong state for that.
        struct NotDestroying {};
        /// The account does not say whom the pool nominates.
        struct NotNominator {};
        /// The account may not kick, or the pool is not being destroyed.
        struct NotKickerOrDestroying {};
        /// The pool is not open.
        struct NotOpen {};
        /// There are as many pools as there may be.
        struct MaxPools {};
        /// There are as many members as there may be.
        struct MaxPoolMembers {};
        /// The pool cannot come to that state, or not by this account.
        struct CanNotChangeState {};
        /// The account may not do that.
        struct DoesNotHavePermission {};
        /// The description is too long.
        struct MetadataExceedsMaxLen {};
        /// The state contradicts itself.
        struct Defensive {
            pallet::DefensiveError _0{};
        };
        /// Others can only unbond all of a member.
        struct PartialUnbondNotAllowedPermissionlessly {};
        /// The largest commission cannot grow.
        struct MaxCommissionRestricted {};
        /// The commission is above the pool's largest.
        struct CommissionExceedsMaximum {};
        /// The commission is above the largest of all.
        struct CommissionExceedsGlobalMaximum {};
        /// The commission grows by too much, or too early.
        struct CommissionChangeThrottled {};
        /// The rate would allow more than it does.
        struct CommissionChangeRateNotAllowed {};
        /// There is no commission to pay.
        struct NoPendingCommission {};
        /// Nobody is to get a commission.
        struct NoCommissionCurrentSet {};
        /// There is a pool with that number.
        struct PoolIdInUse {};
        /// No pool has had that number.
        struct InvalidPoolId {};
        /// Others can only bond rewards.
        struct BondExtraRestricted {};
        /// What is frozen is right.
        struct NothingToAdjust {};
        /// No slash waits for the member.
        struct NothingToSlash {};
        /// The slash is too low to be applied for it alone.
        struct SlashTooLow {};
        /// The pool or member is migrated already.
        struct AlreadyMigrated {};
        /// The pool or member has to be migrated before.
        struct NotMigrated {};
        /// Not used.
        struct NotSupported {};
        /// Not used.
        struct Restricted {};
        std::variant<PoolNotFound, PoolMemberNotFound, RewardPoolNotFound, SubPoolsNotFound, AccountBelongsToOtherPool,
                     FullyUnbonding, MaxUnbondingLimit, CannotWithdrawAny, MinimumBondNotMet, OverflowRisk,
                     NotDestroying, NotNominator, NotKickerOrDestroying, NotOpen, MaxPools, MaxPoolMembers,
                     CanNotChangeState, DoesNotHavePermission, MetadataExceedsMaxLen, Defensive,
                     PartialUnbondNotAllowedPermissionlessly, MaxCommissionRestricted, CommissionExceedsMaximum,
                     CommissionExceedsGlobalMaximum, CommissionChangeThrottled, CommissionChangeRateNotAllowed,
                     NoPendingCommission, NoCommissionCurrentSet, PoolIdInUse, InvalidPoolId, BondExtraRestricted,
                     NothingToAdjust, NothingToSlash, SlashTooLow, AlreadyMigrated, NotMigrated, NotSupported,
                     Restricted>
            v;
        friend constexpr uint8_t pallet_index_of(const Error&) { return T::kInfo.index; }
    };

    /// Bonds money in a pool; an account is in one pool at most.
    /// Origin: signed. Errors: MinimumBondNotMet, AccountBelongsToOtherPool, PoolNotFound, NotOpen, OverflowRisk,
    /// MaxPoolMembers, Defensive; those of Currency and Staking.
    struct join {
        Compact<Balance> amount;
        PoolId pool_id{};
        Weight weight() const { return T::kWeights.join(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Bonds more. Rewards are paid first.
    /// Origin: signed. Errors: PoolMemberNotFound, FullyUnbonding, CanNotChangeState, OverflowRisk, Defensive; those of
    /// Currency and Staking.
    struct bond_extra {
        BondExtra<Balance> extra;
        Weight weight() const { return T::kWeights.bond_extra_transfer().max(T::kWeights.bond_extra_other()); }
        DispatchResult operator()(Signed who) const;
    };
    /// Pays the signer's rewards.
    /// Origin: signed. Errors: PoolMemberNotFound, FullyUnbonding, OverflowRisk, Defensive.
    struct claim_payout {
        Weight weight() const { return T::kWeights.claim_payout(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes a member's points out of the pool. Others may do so with all points, where the pool is being destroyed or
    /// where they may kick. The member gets its rewards.
    /// Origin: signed. Errors: PoolMemberNotFound, PartialUnbondNotAllowedPermissionlessly, MinimumBondNotMet,
    /// NotKickerOrDestroying, DoesNotHavePermission, FullyUnbonding, MaxUnbondingLimit, OverflowRisk, Defensive; those
    /// of Staking.
    struct unbond {
        LookupSource member_account;
        Compact<Balance> unbonding_points;
        Weight weight() const { return T::kWeights.unbond(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes what a pool can withdraw out of Staking, so that its bond has room for new chunks.
    /// Origin: signed. Errors: PoolNotFound, NotDestroying; those of Staking.
    struct pool_withdraw_unbonded {
        PoolId pool_id{};
        uint32_t num_slashing_spans{};
        Weight weight() const { return T::kWeights.pool_withdraw_unbonded(num_slashing_spans); }
        DispatchResult operator()(Signed) const;
    };
    /// Pays a member what is unbonded. The last one, the depositor, ends the pool.
    /// Origin: signed. Errors: PoolMemberNotFound, SubPoolsNotFound, NotKickerOrDestroying, CannotWithdrawAny,
    /// Defensive; those of Staking.
    struct withdraw_unbonded {
        LookupSource member_account;
        uint32_t num_slashing_spans{};
        Weight weight() const { return T::kWeights.withdraw_unbonded_kill(num_slashing_spans); }
        DispatchResultWithPostInfo operator()(Signed caller) const;
    };
    /// Creates a pool with the next number. The signer is its first member and pays the existential deposit of the
    /// account of rewards.
    /// Origin: signed. Errors: OverflowRisk, MinimumBondNotMet, MaxPools, AccountBelongsToOtherPool, MaxPoolMembers;
    /// those of Currency and Staking.
    struct create {
        Compact<Balance> amount;
        LookupSource root;
        LookupSource nominator;
        LookupSource bouncer;
        Weight weight() const { return T::kWeights.create(); }
        DispatchResult operator()(Signed depositor) const;
    };
    /// The same with the number of a pool that is no more.
    /// Origin: signed. Errors: PoolIdInUse, InvalidPoolId; those of `create`.
    struct create_with_pool_id {
        Compact<Balance> amount;
        LookupSource root;
        LookupSource nominator;
        LookupSource bouncer;
        PoolId pool_id{};
        Weight weight() const { return T::kWeights.create(); }
        DispatchResult operator()(Signed depositor) const;
    };
    /// Whom the pool nominates.
    /// Origin: signed by the nominator or root of the pool. Errors: PoolNotFound, NotNominator, PoolMemberNotFound,
    /// MinimumBondNotMet (the depositor's); those of Staking.
    struct nominate {
        PoolId pool_id{};
        std::vector<AccountId> validators;
        Weight weight() const { return T::kWeights.nominate(static_cast<uint32_t>(validators.size())); }
        DispatchResult operator()(Signed who) const;
    };
    /// Changes the state. Everybody may destroy a pool that has lost too much.
    /// Origin: signed by the bouncer or root of the pool. Errors: PoolNotFound, CanNotChangeState.
    struct set_state {
        PoolId pool_id{};
        PoolState state{};
        Weight weight() const { return T::kWeights.set_state(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Origin: signed by the bouncer or root of the pool. Errors: MetadataExceedsMaxLen, PoolNotFound,
    /// DoesNotHavePermission.
    struct set_metadata {
        PoolId pool_id{};
        Bytes metadata;
        Weight weight() const { return T::kWeights.set_metadata(static_cast<uint32_t>(metadata.size())); }
        DispatchResult operator()(Signed who) const;
    };
    /// Changes the limits.
    /// Origin: AdminOrigin.
    struct set_configs {
        ConfigOp<Balance> min_join_bond;
        ConfigOp<Balance> min_create_bond;
        ConfigOp<uint32_t> max_pools;
        ConfigOp<uint32_t> max_members;
        ConfigOp<uint32_t> max_members_per_pool;
        ConfigOp<Perbill> global_max_commission;
        Weight weight() const { return T::kWeights.set_configs(); }
        DispatchResult operator()(Origin<typename T::AdminOrigin>) const;
    };
    /// Changes the roles.
    /// Origin: root, or signed by the root of the pool. Errors: PoolNotFound, DoesNotHavePermission.
    struct update_roles {
        PoolId pool_id{};
        ConfigOp<AccountId> new_root;
        ConfigOp<AccountId> new_nominator;
        ConfigOp<AccountId> new_bouncer;
        Weight weight() const { return T::kWeights.update_roles(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// The pool nominates nobody any more.
    /// Origin: signed by the nominator or root of the pool; by anybody if the depositor has less bonded than Staking
    /// asks of nominators. Errors: PoolNotFound, NotNominator; those of Staking.
    struct chill {
        PoolId pool_id{};
        Weight weight() const { return T::kWeights.chill(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Bonds the rewards of a member that allows it.
    /// Origin: signed. Errors: DoesNotHavePermission, BondExtraRestricted; those of `bond_extra`.
    struct bond_extra_other {
        LookupSource member;
        BondExtra<Balance> extra;
        Weight weight() const { return T::kWeights.bond_extra_transfer().max(T::kWeights.bond_extra_other()); }
        DispatchResult operator()(Signed who) const;
    };
    /// What others may do with the signer's rewards.
    /// Origin: signed. Errors: PoolMemberNotFound.
    struct set_claim_permission {
        ClaimPermission permission{};
        Weight weight() const { return T::kWeights.set_claim_permission(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Pays the rewards of a member that allows it.
    /// Origin: signed. Errors: DoesNotHavePermission; those of `claim_payout`.
    struct claim_payout_other {
        AccountId other;
        Weight weight() const { return T::kWeights.claim_payout(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Sets the commission and who gets it.
    /// Origin: signed by the root of the pool. Errors: PoolNotFound, DoesNotHavePermission, CommissionChangeThrottled,
    /// CommissionExceedsGlobalMaximum, CommissionExceedsMaximum, OverflowRisk, Defensive.
    struct set_commission {
        PoolId pool_id{};
        std::optional<std::pair<Perbill, AccountId>> new_commission;
        Weight weight() const { return T::kWeights.set_commission(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Lowers the largest commission, and the commission with it.
    /// Origin: signed by the root of the pool. Errors: PoolNotFound, DoesNotHavePermission,
    /// CommissionExceedsGlobalMaximum, MaxCommissionRestricted.
    struct set_commission_max {
        PoolId pool_id{};
        Perbill max_commission;
        Weight weight() const { return T::kWeights.set_commission_max(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Restricts how the commission can grow.
    /// Origin: signed by the root of the pool. Errors: PoolNotFound, DoesNotHavePermission,
    /// CommissionChangeRateNotAllowed.
    struct set_commission_change_rate {
        PoolId pool_id{};
        CommissionChangeRate<BlockNumber> change_rate;
        Weight weight() const { return T::kWeights.set_commission_change_rate(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Pays the commission.
    /// Origin: signed by the root of the pool, or who has its permission. Errors: PoolNotFound, DoesNotHavePermission,
    /// NoPendingCommission, NoCommissionCurrentSet, OverflowRisk, Defensive.
    struct claim_commission {
        PoolId pool_id{};
        Weight weight() const { return T::kWeights.claim_commission(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes what is frozen of the account of rewards the existential deposit; the signer pays or gets the difference.
    /// Origin: signed. Errors: PoolNotFound, NothingToAdjust; those of Currency.
    struct adjust_pool_deposit {
        PoolId pool_id{};
        Weight weight() const { return T::kWeights.adjust_pool_deposit(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Says who may have the commission paid.
    /// Origin: signed by the root of the pool. Errors: PoolNotFound, DoesNotHavePermission.
    struct set_commission_claim_permission {
        PoolId pool_id{};
        std::optional<CommissionClaimPermission<AccountId>> permission;
        Weight weight() const { return T::kWeights.set_commission_claim_permission(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Applies the slash that waits for a member; the signer gets a part of it. Free.
    /// Origin: signed. Errors: PoolMemberNotFound, NothingToSlash, SlashTooLow; those of Delegation.
    struct apply_slash {
        LookupSource member_account;
        Weight weight() const { return T::kWeights.apply_slash(); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Moves a member's money to its own account, where it is delegated. Free.
    /// Origin: signed. Errors: PoolMemberNotFound, NotMigrated (the pool), MinimumBondNotMet, AlreadyMigrated; those of
    /// Delegation.
    struct migrate_delegation {
        LookupSource member_account;
        Weight weight() const { return T::kWeights.migrate_delegation(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Makes the bonded account of a pool an agent. Free.
    /// Origin: signed. Errors: PoolNotFound, AlreadyMigrated; those of Delegation.
    struct migrate_pool_to_delegate_stake {
        PoolId pool_id{};
        Weight weight() const { return T::kWeights.pool_migrate(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    using Calls =
        List<At<0, join>, At<1, bond_extra>, At<2, claim_payout>, At<3, unbond>, At<4, pool_withdraw_unbonded>,
             At<5, withdraw_unbonded>, At<6, create>, At<7, create_with_pool_id>, At<8, nominate>, At<9, set_state>,
             At<10, set_metadata>, At<11, set_configs>, At<12, update_roles>, At<13, chill>, At<14, bond_extra_other>,
             At<15, set_claim_permission>, At<16, claim_payout_other>, At<17, set_commission>,
             At<18, set_commission_max>, At<19, set_commission_change_rate>, At<20, claim_commission>,
             At<21, adjust_pool_deposit>, At<22, set_commission_claim_permission>, At<23, apply_slash>,
             At<24, migrate_delegation>, At<25, migrate_pool_to_delegate_stake>>;

    static void build(const GenesisConfig& config);
    static void integrity_test();
    static TryStateResult try_state();

    static AccountId bonded_account(PoolId id);
    static AccountId reward_account(PoolId id);

    /// Staking has slashed a bond: what is left at stake, and of each chunk that was touched.
    static void on_slash(const AccountId& stash, Balance active, const std::map<EraIndex, Balance>& chunks,
                         Balance total);
    static void on_withdraw(const AccountId& stash, Balance amount);

    // What tools ask.

    static Balance pending_rewards(const AccountId& who);
    static Balance points_to_balance(PoolId id, Balance points);
    static Balance balance_to_points(PoolId id, Balance new_funds);
    static Balance pool_pending_slash(PoolId id);
    static Balance member_pending_slash(const AccountId& who);
    static bool pool_needs_delegate_migration(PoolId id);
    static bool member_needs_delegate_migration(const AccountId& who);
    static Balance member_total_balance(const AccountId& who);
    static Balance pool_balance(PoolId id);

  private:
    struct Pool;  ///< a pool and its number
    enum class BondType : uint8_t { kCreate, kLater };
    struct MemberWithPools;

    template <class Case>
    static constexpr Error error() {
        return Error{Case{}};
    }
    static Error defensive(DefensiveError kind);

    static Balance least_of_depositor();
    static ResultOf<MemberWithPools> member_with_pools(const AccountId& who);
    static void put(const AccountId& who, const MemberWithPools& all);
    static Balance balance_to_point(Balance balance, Balance points, Balance new_funds);
    static Balance point_to_balance(Balance balance, Balance points, Balance some_points);

    static Perbill global_max_commission() { return storage.GlobalMaxCommission.get().value_or(Perbill::one()); }
    static Perbill commission_of(const BondedPoolInner<T>& pool);
    static ResultOf<Pool> managed_by(const AccountId& root, PoolId id);

    static Balance reward_balance(PoolId id);
    static ResultOf<std::pair<RewardCounter, Balance>> reward_counter(const Rewards& rewards, const Pool& pool);
    static DispatchResult update_records(Rewards& rewards, const Pool& pool);
    static ResultOf<Balance> pending_rewards(const Member& member, RewardCounter counter);
    static ResultOf<Balance> pay_reward(const AccountId& to, MemberWithPools& all);

    static DispatchResult do_create(const AccountId& who, Balance amount, const LookupSource& root,
                                    const LookupSource& nominator, const LookupSource& bouncer, PoolId id);
    static DispatchResult do_bond_extra(const AccountId& signer, const AccountId& who, const BondExtra<Balance>& extra);
    static DispatchResult do_claim_payout(const AccountId& signer, const AccountId& who);
    static void dissolve(const Pool& pool);
    /// Errors: NotMigrated.
    static DispatchResult ensure_migrated(PoolId id);
    static DispatchResult ensure_migrated(const AccountId& member);
    /// What a member has in its pool, with what is on its way out.
    static Balance total_balance(const Member& member);
    /// Errors: NotMigrated.
    static ResultOf<Balance> pending_slash_of(const AccountId& who, const Member& member);
    static DispatchResult do_apply_slash(const AccountId& who, const std::optional<AccountId>& reporter,
                                         bool only_if_worth_it);
    /// What a member that has left has still delegated is its own again.
    static ResultOf<Balance> release_dangling(const AccountId& who, PoolId id, uint32_t num_slashing_spans);
    static ResultOf<Balance> stake_of_depositor(const Pool& pool);

    static TryStateResult check_members();
    static TryStateResult check_balances();
};

}  // namespace serinus::pallet_nomination_pools
