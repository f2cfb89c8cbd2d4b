/// Staking: who validates, with whose money behind it; what that earns, and what misbehaviour costs.
///
/// An account, the stash, bonds money, which is on hold while the existential deposit stays free; its controller,
/// mostly the stash itself, offers to validate or nominates up to kMaxNominations validators. Eras are some sessions
/// long. Before each one an election (sdk/traits/election.hpp) says who validates in it and how much of whose stake
/// backs whom: the exposure, which is stored in pages. At the end of an era the configuration says what it earns;
/// validators share it by the points that they collected, and everybody behind a validator by the exposure, page by
/// page, when somebody asks for the payout. Offences cost a part of the exposure of their era; whom they disable is
/// Session's matter. A slash waits for SlashDeferDuration eras, in which it can be cancelled; money that is unbonded
/// stays for BondingDuration eras, in which it can be slashed. Another pallet may bond money that it holds itself, of a
/// virtual staker.
///
/// A bond is broken if the controller of a stash has the ledger of another one, or none: then calls fail (BadState,
/// NotController), and AdminOrigin may restore it. Bonds of older releases are locked; migrate_currency makes them
/// holds. Kept as the reference has it: a slash that is applied counts as one of the era after the offence, so that a
/// chunk unbonded in the era of the offence is spared while the active stake suffices; `kick` leaves nominators without
/// targets in the list of voters; `unbond` looks for the slashing spans of the controller where chunks are full. Its
/// filter of accounts, which Kusama does not have, is not there. Invariants (checked by try_state()): voters of the
/// list are validators and nominators; a ledger's total is its active stake and its chunks, and on hold unless the
/// staker is virtual; an exposure's total is its parts.
///
/// Source: pallet_staking 42, sp_staking 40
#pragma once

#include "runtime/pallets/offences/types.hpp"
#include "runtime/pallets/staking/common.hpp"
#include "runtime/pallets/staking/inspected_spans.hpp"
#include "runtime/pallets/staking/types.hpp"
#include "runtime/pallets/staking/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/delegation.hpp"
#include "runtime/sdk/traits/election.hpp"
#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"
#include "runtime/sdk/traits/sessions.hpp"

namespace serinus::pallet_staking {

using namespace sdk;
using pallet::pallet::ConfigOp;
using slashing::SlashingSpans;
using slashing::SpanIndex;

struct Constants {
    /// For how many eras payouts can be asked for and exposures are kept.
    uint32_t HistoryDepth;
    /// How many sessions an era has.
    SessionIndex SessionsPerEra;
    /// For how many eras unbonded money stays.
    EraIndex BondingDuration;
    /// For how many eras a slash waits; less than BondingDuration.
    EraIndex SlashDeferDuration;
    /// How many nominators a page of an exposure has.
    uint32_t MaxExposurePageSize;
    /// How many validators there may be at most.
    uint32_t MaxValidatorSet;
    /// How many chunks of a bond can be on their way out.
    uint32_t MaxUnlockingChunks;
};

/// `T` has: System, Currency (holds, credits and, for old bonds, locks), OldLocks (what is locked: `balance_locked(id,
/// who)`), Timestamp, Session (with report_offence), Historical, ElectionProvider, GenesisElectionProvider
/// (sdk/traits/election.hpp), VoterList (SortedListProvider with VoteWeight), Reward, RewardRemainder and Slash (lists
/// of those who take credits and debts), AdminOrigin, EraPayout (`era_payout(staked, issuance, duration_ms)` gives the
/// validators' part and the rest), EventListeners (a List of OnBondUpdate), kMaxNominations, kMaxControllersInBatch,
/// kDbWeight, kWeights. If it likes: CurrencyToVote, otherwise U128CurrencyToVote.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kMaxNominations } -> std::convertible_to<uint32_t>;
    { T::kMaxControllersInBatch } -> std::convertible_to<uint32_t>;
    typename T::AdminOrigin;
    typename T::Currency;
    typename T::ElectionProvider;
    typename T::EraPayout;
    typename T::EventListeners;
    typename T::GenesisElectionProvider;
    typename T::Historical;
    typename T::OldLocks;
    typename T::Reward;
    typename T::RewardRemainder;
    typename T::Session;
    typename T::Slash;
    typename T::System;
    typename T::Timestamp;
    typename T::VoterList;
    T::kDbWeight;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(LockableCurrency<typename T::Currency> && FungibleMutate<typename T::Currency>);
        static_assert(FungibleBalanced<typename T::Currency> && FungibleHold<typename T::Currency>);
        static_assert(ElectionProvider<typename T::ElectionProvider>);
        static_assert(ElectionProvider<typename T::GenesisElectionProvider>);
        static_assert(SortedListProvider<typename T::VoterList>);
        static_assert(OnUnbalanced<typename T::Slash, Credit>);
        static_assert(OnUnbalanced<typename T::Reward, Debt>);
        static_assert(OnUnbalanced<typename T::RewardRemainder, Credit>);
        for_each_handler(typename T::EventListeners{}, []<class L>() { static_assert(OnBondUpdate<L>); });
        static_assert(CurrencyToVote<VotesOf<T>>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    static constexpr std::string_view kMetadataScope = "pallet_staking::pallet::Pallet";
    using Currency = typename T::Currency;
    using Credit = CreditOf<Currency>;
    using Debt = DebtOf<Currency>;
    using Hold = Holding<Currency, pallet::pallet::HoldReason::Staking>;
    using Ledger = StakingLedger<T>;
    using Nominations = pallet_staking::Nominations<T>;
    using Payee = RewardDestination<AccountId>;
    using Exposure = sp_staking::Exposure<AccountId, Balance>;
    using Slash = UnappliedSlash<AccountId, Balance>;
    using SpanRecord = slashing::SpanRecord<Balance>;

    struct Storage {
        /// How many validators an era should have.
        Value<uint32_t, OrDefault> ValidatorCount;
        /// With fewer the old ones stay.
        Value<uint32_t, OrDefault> MinimumValidatorCount;
        /// Validators that cannot be slashed.
        Value<std::vector<AccountId>, OrDefault> Invulnerables;
        /// The controller of a stash.
        Map<Twox64Concat<AccountId>, AccountId> Bonded;
        /// The least active bond with which somebody may become a nominator or stay one.
        Value<Balance, OrDefault> MinNominatorBond;
        /// The same for validators.
        Value<Balance, OrDefault> MinValidatorBond;
        /// The smallest stake of a nominator in the last election.
        Value<Balance, OrDefault> MinimumActiveStake;
        /// The least commission that a validator may ask for.
        Value<Perbill, OrDefault> MinCommission;
        /// What is bonded, by controller.
        Map<Blake2_128Concat<AccountId>, pallet_staking::StakingLedger<T>> Ledger;
        /// Where rewards go, by stash; nowhere if it is absent.
        Map<Twox64Concat<AccountId>, RewardDestination<AccountId>> Payee;
        /// Who offers to validate, by stash.
        CountedMap<Twox64Concat<AccountId>, ValidatorPrefs, OrDefault> Validators;
        /// How many validators there may be.
        Value<uint32_t> MaxValidatorsCount;
        /// Whom a stash nominates.
        CountedMap<Twox64Concat<AccountId>, pallet_staking::Nominations<T>> Nominators;
        /// Stakers whose money another pallet holds.
        CountedMap<Twox64Concat<AccountId>, Unit> VirtualStakers;
        /// How many nominators there may be.
        Value<uint32_t> MaxNominatorsCount;
        /// The last era that is planned: the active one, or the next one once its validators are known.
        Value<EraIndex> CurrentEra;
        /// The era that goes on.
        Value<ActiveEraInfo> ActiveEra;
        /// With which session an era begins.
        Map<Twox64Concat<EraIndex>, SessionIndex> ErasStartSessionIndex;
        /// What backed a validator in an era, of eras from before exposures had pages.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, sp_staking::Exposure<AccountId, Balance>, OrDefault>
            ErasStakers;
        /// What backs a validator in an era, in sums.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, sp_staking::PagedExposureMetadata<Balance>>
            ErasStakersOverview;
        /// As ErasStakers, with those nominators alone who are paid.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, sp_staking::Exposure<AccountId, Balance>, OrDefault>
            ErasStakersClipped;
        /// The nominators behind a validator in an era, in pages.
        NMap<Keys<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, Twox64Concat<Page>>,
             sp_staking::ExposurePage<AccountId, Balance>>
            ErasStakersPaged;
        /// The pages of an era and validator that are paid.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, std::vector<Page>, OrDefault> ClaimedRewards;
        /// What a validator wanted when the era was planned.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, ValidatorPrefs, OrDefault> ErasValidatorPrefs;
        /// What an era that is over pays.
        Map<Twox64Concat<EraIndex>, Balance> ErasValidatorReward;
        /// Points of an era.
        Map<Twox64Concat<EraIndex>, EraRewardPoints<AccountId>, OrDefault> ErasRewardPoints;
        /// All stake of an era.
        Map<Twox64Concat<EraIndex>, Balance, OrDefault> ErasTotalStake;
        /// Whether eras end before their time.
        Value<Forcing, OrDefault> ForceEra;
        /// How much of the inflation stakers get at most.
        Value<Percent> MaxStakedRewards;
        /// How much of a slash reporters may get; they get half of this part.
        Value<Perbill, OrDefault> SlashRewardFraction;
        /// Not used.
        Value<Balance, OrDefault> CanceledSlashPayout;
        /// Slashes, by the era with which they are applied.
        Map<Twox64Concat<EraIndex>, std::vector<UnappliedSlash<AccountId, Balance>>, OrDefault> UnappliedSlashes;
        /// Eras for which somebody can be slashed, with the session with which they began.
        Value<std::vector<std::pair<EraIndex, SessionIndex>>, OrDefault> BondedEras;
        /// The largest slash of a validator in an era: the part, and the amount of its own.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, std::pair<Perbill, Balance>> ValidatorSlashInEra;
        /// All that a nominator has lost in an era.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, Balance> NominatorSlashInEra;
        /// The slashing spans of a stash.
        Map<Twox64Concat<AccountId>, slashing::SlashingSpans> SlashingSpans;
        /// What a stash has lost in a span.
        Map<Twox64Concat<std::pair<AccountId, slashing::SpanIndex>>, slashing::SpanRecord<Balance>, OrDefault>
            SpanSlash;
        /// The last session whose validators have been asked for.
        Value<SessionIndex, OrDefault> CurrentPlannedSession;
        /// From which part of their largest number on validators and nominators below the minimum can be chilled.
        Value<Percent> ChillThreshold;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 16;

    struct Event {
        /// What an era that is over pays to validators, and what is left of the inflation.
        struct EraPaid {
            EraIndex era_index;
            Balance validator_payout;
            Balance remainder;
        };
        /// A stash got a reward.
        struct Rewarded {
            AccountId stash;
            RewardDestination<AccountId> dest;
            Balance amount;
        };
        /// Somebody has lost stake.
        struct Slashed {
            AccountId staker;
            Balance amount;
        };
        /// An offence was reported.
        struct SlashReported {
            AccountId validator;
            Perbill fraction;
            EraIndex slash_era;
        };
        /// A report came too late.
        struct OldSlashingReportDiscarded {
            SessionIndex session_index;
        };
        /// The validators of the next era are known.
        struct StakersElected {};
        /// Money was bonded.
        struct Bonded {
            AccountId stash;
            Balance amount;
        };
        /// Money is on its way out.
        struct Unbonded {
            AccountId stash;
            Balance amount;
        };
        /// Money is free again.
        struct Withdrawn {
            AccountId stash;
            Balance amount;
        };
        /// A validator has refused a nominator.
        struct Kicked {
            AccountId nominator;
            AccountId stash;
        };
        /// There are no validators for a next era.
        struct StakingElectionFailed {};
        /// A stash neither validates nor nominates any more.
        struct Chilled {
            AccountId stash;
        };
        /// A page of those behind a validator is paid; the next one that is not paid yet, if there is one.
        struct PayoutStarted {
            EraIndex era_index;
            AccountId validator_stash;
            Page page;
            std::optional<Page> next;
        };
        /// A validator has said what it wants.
        struct ValidatorPrefsSet {
            AccountId stash;
            ValidatorPrefs prefs;
        };
        /// Not all voters had room.
        struct SnapshotVotersSizeExceeded {
            uint32_t size;
        };
        /// Not all candidates had room.
        struct SnapshotTargetsSizeExceeded {
            uint32_t size;
        };
        /// Eras end from now on as it says.
        struct ForceEra {
            Forcing mode;
        };
        /// Stashes have become their own controllers, but for so many.
        struct ControllerBatchDeprecated {
            uint32_t failures;
        };
        /// A bond was a lock and is a hold from now on; what could not be held is out.
        struct CurrencyMigrated {
            AccountId stash;
            Balance force_withdraw;
        };
        using list = List<EraPaid, Rewarded, Slashed, SlashReported, OldSlashingReportDiscarded, StakersElected, Bonded,
                          Unbonded, Withdrawn, Kicked, StakingElectionFailed, Chilled, PayoutStarted, ValidatorPrefsSet,
                          SnapshotVotersSizeExceeded, SnapshotTargetsSizeExceeded, ForceEra, ControllerBatchDeprecated,
                          CurrencyMigrated>;
    };

    enum class Error : uint8_t {
        /// The account is no controller.
        NotController,
        /// The account is no stash.
        NotStash,
        /// The stash is bonded already.
        AlreadyBonded,
        /// The account is a controller already.
        AlreadyPaired,
        /// There must be a target.
        EmptyTargets,
        /// An index occurs twice.
        DuplicateIndex,
        /// There is no slash with that index.
        InvalidSlashIndex,
        /// The bond is or would be too small.
        InsufficientBond,
        /// There are MaxUnlockingChunks chunks already.
        NoMoreChunks,
        /// Nothing is on its way out.
        NoUnlockChunk,
        /// There is still money in the stash.
        FundedTarget,
        /// Nothing is paid for that era.
        InvalidEraToReward,
        /// The number of nominations is wrong.
        InvalidNumberOfNominations,
        /// The indices do not ascend.
        NotSortedAndUnique,
        /// It has been paid already.
        AlreadyClaimed,
        /// The exposure does not have that page.
        InvalidPage,
        /// The history is not that deep.
        IncorrectHistoryDepth,
        /// The stash has more slashing spans than was said.
        IncorrectSlashingSpans,
        /// The state contradicts itself.
        BadState,
        /// A nominator may not choose that many.
        TooManyTargets,
        /// A target does not want new nominators.
        BadTarget,
        /// Others may not end what this stash does.
        CannotChillOther,
        /// There are as many nominators as there may be.
        TooManyNominators,
        /// There are as many validators as there may be.
        TooManyValidators,
        /// The commission is below the least.
        CommissionTooLow,
        /// Something has more elements than there may be.
        BoundNotMet,
        /// There are no controllers besides the stash any more.
        ControllerDeprecated,
        /// The ledger is sound, or nobody knows how it should be.
        CannotRestoreLedger,
        /// Rewards cannot go there.
        RewardDestinationRestricted,
        /// There is not enough money.
        NotEnoughFunds,
        /// Another pallet looks after this staker.
        VirtualStakerNotAllowed,
        /// Others may still need the stash. Not used.
        CannotReapStash,
        /// The stake is on hold already.
        AlreadyMigrated,
        /// The account may not stake. Not used.
        Restricted,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // Calls of stakers. "Controller" as origin means: signed by one, else NotController, or BadState if the bond is
    // broken.

    /// Bonds money of the signer, who becomes a stash and its own controller.
    /// Origin: signed. Errors: AlreadyBonded, AlreadyPaired, InsufficientBond, NotEnoughFunds.
    struct bond {
        Compact<Balance> value;
        RewardDestination<AccountId> payee;
        Weight weight() const { return T::kWeights.bond(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Bonds more of what is free.
    /// Origin: a stash. Errors: NotStash, NotController, InsufficientBond.
    struct bond_extra {
        Compact<Balance> max_additional;
        Weight weight() const { return T::kWeights.bond_extra(); }
        DispatchResult operator()(Signed stash) const;
    };
    /// Sends a part of the bond on its way out; what is left below the existential deposit goes along. Chills who asks
    /// for all.
    /// Origin: controller. Errors: NoMoreChunks, InsufficientBond, IncorrectSlashingSpans.
    struct unbond {
        Compact<Balance> value;
        Weight weight() const {
            return T::kWeights.withdraw_unbonded_kill(kSpeculativeSpans)
                .saturating_add(T::kWeights.unbond())
                .saturating_add(T::kWeights.chill());
        }
        DispatchResultWithPostInfo operator()(Signed controller) const;
    };
    /// Frees what is out. Nothing is known of the stash any more when nothing is left of its bond.
    /// Origin: controller. Errors: IncorrectSlashingSpans.
    struct withdraw_unbonded {
        uint32_t num_slashing_spans{};
        Weight weight() const { return T::kWeights.withdraw_unbonded_kill(num_slashing_spans); }
        DispatchResultWithPostInfo operator()(Signed controller) const;
    };
    /// Offers to validate.
    /// Origin: controller. Errors: InsufficientBond, CommissionTooLow, TooManyValidators.
    struct validate {
        ValidatorPrefs prefs;
        Weight weight() const { return T::kWeights.validate(); }
        DispatchResult operator()(Signed controller) const;
    };
    /// Chooses validators.
    /// Origin: controller. Errors: InsufficientBond, TooManyNominators, EmptyTargets, TooManyTargets, BadTarget.
    struct nominate {
        std::vector<LookupSource> targets;
        Weight weight() const { return T::kWeights.nominate(static_cast<uint32_t>(targets.size())); }
        DispatchResult operator()(Signed controller) const;
    };
    /// Neither validates nor nominates any more, from the next era on.
    /// Origin: controller.
    struct chill {
        Weight weight() const { return T::kWeights.chill(); }
        DispatchResult operator()(Signed controller) const;
    };
    /// Says where rewards go.
    /// Origin: controller.
    struct set_payee {
        RewardDestination<AccountId> payee;
        Weight weight() const { return T::kWeights.set_payee(); }
        DispatchResult operator()(Signed controller) const;
    };
    /// Makes the stash its own controller.
    /// Origin: a stash. Errors: NotStash, AlreadyPaired.
    struct set_controller {
        Weight weight() const { return T::kWeights.set_controller(); }
        DispatchResult operator()(Signed stash) const;
    };
    /// Pays the next page of those behind a validator in an era.
    /// Origin: signed. Errors: NotStash, NotController, BadState, AlreadyClaimed, InvalidEraToReward.
    struct payout_stakers {
        AccountId validator_stash;
        EraIndex era{};
        Weight weight() const { return T::kWeights.payout_stakers_alive_staked(T::kConstants.MaxExposurePageSize); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Bonds again what is on its way out, the youngest first.
    /// Origin: controller. Errors: NoUnlockChunk, InsufficientBond.
    struct rebond {
        Compact<Balance> value;
        Weight weight() const { return T::kWeights.rebond(T::kConstants.MaxUnlockingChunks); }
        DispatchResultWithPostInfo operator()(Signed controller) const;
    };
    /// Forgets a stash with less than the existential deposit. Free.
    /// Origin: signed. Errors: NotStash, FundedTarget, IncorrectSlashingSpans.
    struct reap_stash {
        AccountId stash;
        uint32_t num_slashing_spans{};
        Weight weight() const { return T::kWeights.reap_stash(num_slashing_spans); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Takes nominations of the validator away from nominators.
    /// Origin: controller.
    struct kick {
        std::vector<LookupSource> who;
        Weight weight() const { return T::kWeights.kick(static_cast<uint32_t>(who.size())); }
        DispatchResult operator()(Signed controller) const;
    };
    /// Chills somebody who has less than the least bond while nearly as many take part as may.
    /// Origin: signed. Errors: NotController, CannotChillOther.
    struct chill_other {
        AccountId stash;
        Weight weight() const { return T::kWeights.chill_other(); }
        DispatchResult operator()(Signed caller) const;
    };
    /// Raises a validator's commission to the least.
    /// Origin: signed. Errors: NotStash.
    struct force_apply_min_commission {
        AccountId validator_stash;
        Weight weight() const { return T::kWeights.force_apply_min_commission(); }
        DispatchResult operator()(Signed) const;
    };

    // Calls of those who look after staking.

    /// Origin: root. Errors: TooManyValidators.
    struct set_validator_count {
        Compact<uint32_t> new_;
        Weight weight() const { return T::kWeights.set_validator_count(); }
        DispatchResult operator()(Root) const;
    };
    /// Origin: root. Errors: TooManyValidators, Overflow.
    struct increase_validator_count {
        Compact<uint32_t> additional;
        Weight weight() const { return T::kWeights.set_validator_count(); }
        DispatchResult operator()(Root) const;
    };
    /// Adds a part of the present number.
    /// Origin: root. Errors: TooManyValidators, Overflow.
    struct scale_validator_count {
        Percent factor;
        Weight weight() const { return T::kWeights.set_validator_count(); }
        DispatchResult operator()(Root) const;
    };
    /// No new era from now on.
    /// Origin: root.
    struct force_no_eras {
        Weight weight() const { return T::kWeights.force_no_eras(); }
        DispatchResult operator()(Root) const;
    };
    /// A new era as soon as possible.
    /// Origin: root.
    struct force_new_era {
        Weight weight() const { return T::kWeights.force_new_era(); }
        DispatchResult operator()(Root) const;
    };
    /// Origin: root.
    struct set_invulnerables {
        std::vector<AccountId> invulnerables;
        Weight weight() const { return T::kWeights.set_invulnerables(static_cast<uint32_t>(invulnerables.size())); }
        DispatchResult operator()(Root) const;
    };
    /// Forgets a stash and frees its money at once.
    /// Origin: root. Errors: NotStash, IncorrectSlashingSpans.
    struct force_unstake {
        AccountId stash;
        uint32_t num_slashing_spans{};
        Weight weight() const { return T::kWeights.force_unstake(num_slashing_spans); }
        DispatchResult operator()(Root) const;
    };
    /// A new era with each session.
    /// Origin: root.
    struct force_new_era_always {
        Weight weight() const { return T::kWeights.force_new_era_always(); }
        DispatchResult operator()(Root) const;
    };
    /// Cancels slashes that wait, by their places.
    /// Origin: AdminOrigin. Errors: EmptyTargets, NotSortedAndUnique, InvalidSlashIndex.
    struct cancel_deferred_slash {
        EraIndex era{};
        std::vector<uint32_t> slash_indices;
        Weight weight() const { return T::kWeights.cancel_deferred_slash(static_cast<uint32_t>(slash_indices.size())); }
        DispatchResult operator()(Origin<typename T::AdminOrigin>) const;
    };
    /// Origin: root.
    struct set_staking_configs {
        ConfigOp<Balance> min_nominator_bond;
        ConfigOp<Balance> min_validator_bond;
        ConfigOp<uint32_t> max_nominator_count;
        ConfigOp<uint32_t> max_validator_count;
        ConfigOp<Percent> chill_threshold;
        ConfigOp<Perbill> min_commission;
        ConfigOp<Percent> max_staked_rewards;
        Weight weight() const {
            return T::kWeights.set_staking_configs_all_set().max(T::kWeights.set_staking_configs_all_remove());
        }
        DispatchResult operator()(Root) const;
    };
    /// Origin: AdminOrigin.
    struct set_min_commission {
        Perbill new_;
        Weight weight() const { return T::kWeights.set_min_commission(); }
        DispatchResult operator()(Origin<typename T::AdminOrigin>) const;
    };
    /// Pays that page of those behind a validator in an era.
    /// Origin: signed. Errors: InvalidEraToReward, InvalidPage, NotStash, NotController, AlreadyClaimed.
    struct payout_stakers_by_page {
        AccountId validator_stash;
        EraIndex era{};
        Page page{};
        Weight weight() const { return T::kWeights.payout_stakers_alive_staked(T::kConstants.MaxExposurePageSize); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Has rewards that went to the controller go to its account by name. Free.
    /// Origin: signed. Errors: NotController, BadState.
    struct update_payee {
        AccountId controller;
        Weight weight() const { return T::kWeights.update_payee(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Makes the stashes of these controllers their own ones, where nothing speaks against it.
    /// Origin: AdminOrigin.
    struct deprecate_controller_batch {
        BoundedVec<AccountId, T::kMaxControllersInBatch> controllers;
        Weight weight() const {
            return T::kWeights.deprecate_controller_batch(static_cast<uint32_t>(controllers.size()));
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::AdminOrigin>) const;
    };
    /// Repairs a bond whose controller, ledger and hold contradict each other.
    /// Origin: AdminOrigin. Errors: VirtualStakerNotAllowed, CannotRestoreLedger, BadState, those of holds.
    struct restore_ledger {
        AccountId stash;
        std::optional<AccountId> maybe_controller;
        std::optional<Balance> maybe_total;
        std::optional<BoundedVec<UnlockChunk<Balance>, T::kConstants.MaxUnlockingChunks>> maybe_unlocking;
        Weight weight() const { return T::kWeights.restore_ledger(); }
        DispatchResult operator()(Origin<typename T::AdminOrigin>) const;
    };
    /// Makes a bond that is a lock a hold. Free.
    /// Origin: signed. Errors: AlreadyMigrated, BadState, NotEnoughFunds.
    struct migrate_currency {
        AccountId stash;
        Weight weight() const { return T::kWeights.migrate_currency(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Slashes a validator for an era.
    /// Origin: AdminOrigin. Errors: InvalidEraToReward.
    struct manual_slash {
        AccountId validator_stash;
        EraIndex era{};
        Perbill slash_fraction;
        Weight weight() const { return T::kWeights.manual_slash(); }
        DispatchResult operator()(Origin<typename T::AdminOrigin>) const;
    };
    using Calls = List<At<0, bond>, At<1, bond_extra>, At<2, unbond>, At<3, withdraw_unbonded>, At<4, validate>,
                       At<5, nominate>, At<6, chill>, At<7, set_payee>, At<8, set_controller>,
                       At<9, set_validator_count>, At<10, increase_validator_count>, At<11, scale_validator_count>,
                       At<12, force_no_eras>, At<13, force_new_era>, At<14, set_invulnerables>, At<15, force_unstake>,
                       At<16, force_new_era_always>, At<17, cancel_deferred_slash>, At<18, payout_stakers>,
                       At<19, rebond>, At<20, reap_stash>, At<21, kick>, At<22, set_staking_configs>,
                       At<23, chill_other>, At<24, force_apply_min_commission>, At<25, set_min_commission>,
                       At<26, payout_stakers_by_page>, At<27, update_payee>, At<28, deprecate_controller_batch>,
                       At<29, restore_ledger>, At<30, migrate_currency>, At<33, manual_slash>>;

    static void build(const GenesisConfig& config);
    static Weight on_initialize(BlockNumber now);
    /// Notes when an era has begun.
    static void on_finalize(BlockNumber now);
    static void integrity_test();
    static TryStateResult try_state();

    // ledger.ipp: for other pallets see also interface.hpp.

    /// A ledger and the account that controls it.
    struct Bond {
        AccountId controller;
        Ledger ledger;
    };
    static std::optional<AccountId> bonded(const AccountId& stash) { return storage.Bonded.get(stash); }
    /// Errors: NotStash, NotController, BadState.
    static ResultOf<Bond> bond_of_stash(const AccountId& stash);
    /// Errors: NotController, BadState.
    static ResultOf<Bond> bond_of_controller(const AccountId& controller);
    /// Stores a ledger, and holds what it says unless the staker is virtual. Errors: NotStash, NotEnoughFunds.
    static DispatchResult update(const AccountId& controller, const Ledger& ledger);
    /// Makes an account a stash. Errors: AlreadyBonded, those of update.
    static DispatchResult put_bond(const Ledger& ledger, const RewardDestination<AccountId>& payee);
    static bool is_virtual_staker(const AccountId& who);
    /// What can be staked besides what is: even if it is frozen, but for the existential deposit.
    static Balance free_to_stake(const AccountId& who);
    /// What of the bond counts in elections, in votes.
    static VoteWeight weight_of(const AccountId& stash) { return score(stash).value_or(0); }
    /// The same for the list of voters; nullopt if the account has no sound bond.
    static std::optional<VoteWeight> score(const AccountId& stash);
    /// Neither validates nor nominates any more.
    static void chill_stash(const AccountId& stash);
    static bool do_remove_validator(const AccountId& stash);
    static bool do_remove_nominator(const AccountId& stash);
    static DispatchResult kill_stash(const AccountId& stash, uint32_t num_slashing_spans);
    static ResultOf<Weight> do_withdraw_unbonded(const AccountId& controller, uint32_t num_slashing_spans);
    static uint32_t slashing_span_count(const AccountId& stash);
    /// How many targets a nominator with that active bond may name: at least one.
    static uint32_t nominations_quota(Balance active) {
        uint32_t quota = T::kMaxNominations;
        if constexpr (requires { typename T::NominationsQuota; }) {
            static_assert(NominationsQuota<typename T::NominationsQuota>);
            quota = std::min(quota, uint32_t{T::NominationsQuota::get_quota(active)});
        }
        return std::max(quota, 1u);
    }

    // exposures.ipp

    static Exposure eras_stakers(EraIndex era, const AccountId& validator);
    /// How many pages can be asked for; one of eras that are not known.
    static Page page_count(EraIndex era, const AccountId& validator);
    /// Whether a page is not paid yet.
    static bool pending_rewards(EraIndex era, const AccountId& validator);
    static void set_exposure(EraIndex era, const AccountId& validator, Exposure exposure);

    // eras.ipp: the manager of sessions. What Historical proves of validators is empty.

    using Validators = std::vector<std::pair<AccountId, Exposure>>;
    static std::optional<Validators> new_session(SessionIndex planned);
    static std::optional<Validators> new_session_genesis(SessionIndex planned, std::span<const AccountId> configured);
    static void start_session(SessionIndex index);
    static void end_session(SessionIndex index);

    // election_data.ipp: ElectionDataProvider.

    static constexpr uint32_t kMaxVotesPerVoter = T::kMaxNominations;
    using Voter = ElectionVoter<kMaxVotesPerVoter>;
    static Result<std::vector<AccountId>, ElectionFailure> electable_targets(DataProviderBounds bounds);
    static Result<std::vector<Voter>, ElectionFailure> electing_voters(DataProviderBounds bounds);
    static Result<uint32_t, ElectionFailure> desired_targets();
    static BlockNumber next_election_prediction(BlockNumber now);

    // rewards.ipp

    /// Authorship's handler: 20 points for a block.
    static void note_author(const AccountId& author) { reward_by_ids({{author, 20}}); }
    static void reward_by_ids(const std::vector<std::pair<AccountId, uint32_t>>& points);

    // slashing.ipp: Offences' handler.

    using OffenceDetails = sp_staking::offence::OffenceDetails<AccountId, std::pair<AccountId, Exposure>>;
    /// The exposure of the report is not looked at.
    static void on_offence(std::span<const OffenceDetails> offenders, std::span<const Perbill> slash_fractions,
                           SessionIndex slash_session);
    struct Offender {
        AccountId validator;
        std::vector<AccountId> reporters;
    };
    static void punish(std::span<const Offender> offenders, std::span<const Perbill> slash_fractions,
                       SessionIndex slash_session);

  private:
    struct SlashParams;
    using Inspected = InspectedSpans<Pallet>;
    struct PagedExposure;
    enum class Integrity : uint8_t { kSound, kOtherLedger, kNoLedger, kWrongHold };

    static void update_in_voter_list(const AccountId& stash);
    static DispatchResult do_bond_extra(const AccountId& stash, Balance additional);
    static ResultOf<Weight> do_unbond(const AccountId& controller, Balance value);
    static DispatchResult set_controller_to_stash(const Bond& bond);
    static ResultOf<Integrity> inspect(const AccountId& stash);
    static DispatchResult do_migrate_currency(const AccountId& stash);
    static DispatchResult do_migrate_virtual_staker(const AccountId& stash);
    static void do_add_validator(const AccountId& stash, const ValidatorPrefs& prefs);
    static void do_add_nominator(const AccountId& stash, const Nominations& nominations);
    static void set_force_era(Forcing mode);
    static DispatchResult put_validator_count(uint32_t count);

    static std::optional<std::vector<AccountId>> plan_session(SessionIndex index, bool is_genesis);
    static std::optional<Validators> without_exposures(std::optional<std::vector<AccountId>> validators);
    static std::optional<std::vector<AccountId>> try_trigger_new_era(SessionIndex start, bool is_genesis);
    static std::vector<AccountId> trigger_new_era(SessionIndex start, Validators exposures);
    static Validators collect_exposures(const Supports<AccountId>& supports);
    static std::vector<AccountId> store_stakers_info(Validators exposures, EraIndex era);
    static void clear_era_information(EraIndex era);
    static void start_era(SessionIndex start);
    static void end_era(const ActiveEraInfo& era);
    static void apply_unapplied_slashes(EraIndex active_era);

    static std::optional<Page> next_claimable_page(EraIndex era, const AccountId& validator, const Ledger& ledger);
    static std::optional<PagedExposure> paged_exposure(EraIndex era, const AccountId& validator, Page page);
    static DispatchResultWithPostInfo do_payout_page(const AccountId& validator_stash, EraIndex era, Page page);
    static uint32_t pay_page(const AccountId& stash, EraIndex era, const PagedExposure& exposure, Balance payout);
    static std::optional<std::pair<Debt, Payee>> make_payout(const AccountId& stash, Balance amount);

    static std::optional<Slash> compute_slash(const SlashParams& params);
    static Balance slash_nominators(const SlashParams& params, Perbill prior,
                                    std::vector<std::pair<AccountId, Balance>>& slashed);
    static void clear_era_metadata(EraIndex era);
    static DispatchResult clear_stash_metadata(const AccountId& stash, uint32_t num_slashing_spans);
    static void do_slash(const AccountId& stash, Balance value, Balance& reward_payout, Credit& slashed,
                         EraIndex slash_era);
    static void apply_slash(const Slash& slash, EraIndex slash_era);
    static void pay_reporters(Balance reward_payout, Credit slashed, const std::vector<AccountId>& reporters);

    static std::vector<Voter> get_npos_voters(DataProviderBounds bounds);
    static std::vector<AccountId> get_npos_targets(DataProviderBounds bounds);
    static void register_weight(Weight weight);
};

/// For Historical: an empty exposure of whoever validates.
template <class P>
struct NoExposureOf {
    static std::optional<sp_staking::Exposure<AccountId, Balance>> convert(const AccountId& validator) {
        const auto validators = P::Config::Session::validators();
        const bool validates = std::ranges::find(validators, validator) != validators.end();
        return validates ? std::optional(sp_staking::Exposure<AccountId, Balance>{}) : std::nullopt;
    }
};

}  // namespace serinus::pallet_staking
