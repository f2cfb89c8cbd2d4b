/// Staking: who validates, with whose money behind it; what that earns, and what misbehaviour costs.
///
/// An account, the stash, bonds money; its controller, mostly the stash itself, offers to validate or nominates up to
/// kMaxNominations validators. Eras are some sessions long. Before each one an election (sdk/traits/election.hpp) says
/// who validates in it and how much of whose stake backs whom: the exposure. At the end of an era the configuration
/// says what it earns; validators share it by the points that they collected, and everybody behind a validator by the
/// exposure, when somebody asks for the payout. Offences cost a part of the exposure of their era. A slash waits for
/// SlashDeferDuration eras, in which it can be cancelled; money that is unbonded stays for BondingDuration eras, in
/// which it can be slashed.
///
/// Kept as the reference has it: a slash that is applied counts as one of the era after the offence, so that a chunk
/// unbonded in the era of the offence is spared while the active stake suffices; `kick` leaves nominators without
/// targets in the list of voters; `unbond` looks for the slashing spans of the controller where chunks are full.
/// Invariants (checked by try_state()): voters of the list are validators and nominators; a ledger's total is its
/// active stake and its chunks; an exposure's total is its parts; nominators are bonded.
///
/// Source: pallet_staking 23.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/offences/types.hpp"
#include "runtime/pallets/staking/common.hpp"
#include "runtime/pallets/staking/inspected_spans.hpp"
#include "runtime/pallets/staking/types.hpp"
#include "runtime/pallets/staking/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/election.hpp"
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
    /// How many nominators of a validator are paid: those with most stake.
    uint32_t MaxNominatorRewardedPerValidator;
    /// How many chunks of a bond can be on their way out.
    uint32_t MaxUnlockingChunks;
};

/// `T` has: System, Currency, Timestamp, Session, Historical, ElectionProvider, GenesisElectionProvider
/// (sdk/traits/election.hpp), VoterList (SortedListProvider with VoteWeight), Reward, RewardRemainder and Slash
/// (lists of those who take imbalances), AdminOrigin, EraPayout (`era_payout(staked, issuance, duration_ms)` gives the
/// validators' part and the rest), EventListeners (a List of OnStakingUpdate), kMaxNominations,
/// kOffendingValidatorsThreshold, kDbWeight, kWeights. If it likes: CurrencyToVote, otherwise U128CurrencyToVote;
/// NominationsQuota, otherwise kMaxNominations for each; TargetList (a SortedListProvider of validators), otherwise all
/// validators as they are stored.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kMaxNominations } -> std::convertible_to<uint32_t>;
    { T::kOffendingValidatorsThreshold } -> std::convertible_to<Perbill>;
    typename T::AdminOrigin;
    typename T::Currency;
    typename T::ElectionProvider;
    typename T::EraPayout;
    typename T::EventListeners;
    typename T::GenesisElectionProvider;
    typename T::Historical;
    typename T::Reward;
    typename T::RewardRemainder;
    typename T::Session;
    typename T::Slash;
    typename T::System;
    typename T::Timestamp;
    typename T::VoterList;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(LockableCurrency<typename T::Currency>);
        static_assert(ElectionProvider<typename T::ElectionProvider>);
        static_assert(ElectionProvider<typename T::GenesisElectionProvider>);
        static_assert(SortedListProvider<typename T::VoterList>);
        static_assert(OnUnbalanced<typename T::Slash, typename T::Currency::NegativeImbalance>);
        static_assert(OnUnbalanced<typename T::Reward, typename T::Currency::PositiveImbalance>);
        static_assert(OnUnbalanced<typename T::RewardRemainder, typename T::Currency::NegativeImbalance>);
        for_each_handler(typename T::EventListeners{}, []<class L>() { static_assert(OnStakingUpdate<L>); });
        static_assert(Sessions<typename T::Session> && DisablesValidators<typename T::Session>);
        static_assert(CurrencyToVote<VotesOf<T>>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    static constexpr std::string_view kMetadataScope = "pallet_staking::pallet::Pallet";
    using Currency = typename T::Currency;
    using NegativeImbalance = typename Currency::NegativeImbalance;
    using PositiveImbalance = typename Currency::PositiveImbalance;
    using Ledger = StakingLedger<T>;
    using Nominations = pallet_staking::Nominations<T>;
    using Payee = RewardDestination<AccountId>;
    using Exposure = pallet_staking::Exposure<AccountId, Balance>;
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
        /// Where rewards go, by stash.
        Map<Twox64Concat<AccountId>, RewardDestination<AccountId>, OrDefault> Payee;
        /// Who offers to validate, by stash.
        CountedMap<Twox64Concat<AccountId>, ValidatorPrefs, OrDefault> Validators;
        /// How many validators there may be.
        Value<uint32_t> MaxValidatorsCount;
        /// Whom a stash nominates.
        CountedMap<Twox64Concat<AccountId>, pallet_staking::Nominations<T>> Nominators;
        /// How many nominators there may be.
        Value<uint32_t> MaxNominatorsCount;
        /// The last era that is planned: the active one, or the next one once its validators are known.
        Value<EraIndex> CurrentEra;
        /// The era that goes on.
        Value<ActiveEraInfo> ActiveEra;
        /// With which session an era begins.
        Map<Twox64Concat<EraIndex>, SessionIndex> ErasStartSessionIndex;
        /// What backs a validator in an era.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, pallet_staking::Exposure<AccountId, Balance>,
                  OrDefault>
            ErasStakers;
        /// The same with those nominators alone who are paid.
        DoubleMap<Twox64Concat<EraIndex>, Twox64Concat<AccountId>, pallet_staking::Exposure<AccountId, Balance>,
                  OrDefault>
            ErasStakersClipped;
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
        /// Places of validators that have offended in this era, ascending, and whether they are disabled.
        Value<std::vector<std::pair<uint32_t, bool>>, OrDefault> OffendingValidators;
        /// From which part of their largest number on validators and nominators below the minimum can be chilled.
        Value<Percent> ChillThreshold;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 13;

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
        /// Those behind a validator are paid.
        struct PayoutStarted {
            EraIndex era_index;
            AccountId validator_stash;
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
        using list = List<EraPaid, Rewarded, Slashed, SlashReported, OldSlashingReportDiscarded, StakersElected, Bonded,
                          Unbonded, Withdrawn, Kicked, StakingElectionFailed, Chilled, PayoutStarted, ValidatorPrefsSet,
                          SnapshotVotersSizeExceeded, SnapshotTargetsSizeExceeded, ForceEra>;
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
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // Calls of stakers. "Controller" as origin means: signed by one, else NotController.

    /// Bonds money of the signer, who becomes a stash and its own controller.
    /// Origin: signed. Errors: AlreadyBonded, AlreadyPaired, InsufficientBond, BadState.
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
    /// Sends a part of the bond on its way out; what is left below the existential deposit goes along.
    /// Origin: controller. Errors: NoMoreChunks, InsufficientBond, IncorrectSlashingSpans.
    struct unbond {
        Compact<Balance> value;
        Weight weight() const {
            return T::kWeights.withdraw_unbonded_kill(kSpeculativeSpans).saturating_add(T::kWeights.unbond());
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
    /// Pays all behind a validator for an era.
    /// Origin: signed. Errors: InvalidEraToReward, NotStash, NotController, AlreadyClaimed, BoundNotMet.
    struct payout_stakers {
        AccountId validator_stash;
        EraIndex era{};
        Weight weight() const {
            return T::kWeights.payout_stakers_alive_staked(T::kConstants.MaxNominatorRewardedPerValidator);
        }
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
        AccountId controller;
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
    using Calls = List<At<0, bond>, At<1, bond_extra>, At<2, unbond>, At<3, withdraw_unbonded>, At<4, validate>,
                       At<5, nominate>, At<6, chill>, At<7, set_payee>, At<8, set_controller>,
                       At<9, set_validator_count>, At<10, increase_validator_count>, At<11, scale_validator_count>,
                       At<12, force_no_eras>, At<13, force_new_era>, At<14, set_invulnerables>, At<15, force_unstake>,
                       At<16, force_new_era_always>, At<17, cancel_deferred_slash>, At<18, payout_stakers>,
                       At<19, rebond>, At<20, reap_stash>, At<21, kick>, At<22, set_staking_configs>,
                       At<23, chill_other>, At<24, force_apply_min_commission>, At<25, set_min_commission>>;

    static void build(const GenesisConfig& config);
    static Weight on_initialize(BlockNumber now);
    /// Notes when an era has begun.
    static void on_finalize(BlockNumber now);
    static void integrity_test();
    static TryStateResult try_state();

    // ledger.ipp: for other pallets see also interface.hpp.

    static std::optional<AccountId> bonded(const AccountId& stash) { return storage.Bonded.get(stash); }
    static std::optional<Ledger> ledger(const AccountId& controller) { return storage.Ledger.get(controller); }
    /// By the stash; nullopt if it has no controller, or the controller no ledger.
    static std::optional<Ledger> ledger_of_stash(const AccountId& stash);
    static void update_ledger(const AccountId& controller, const Ledger& ledger);
    /// What of the bond counts in elections, in votes.
    static VoteWeight weight_of(const AccountId& stash);
    /// The same for the list of voters.
    static VoteWeight score(const AccountId& stash) { return weight_of(stash); }
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

    // eras.ipp: the manager of sessions.

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
    static void on_offence(std::span<const OffenceDetails> offenders, std::span<const Perbill> slash_fractions,
                           SessionIndex slash_session, sp_staking::offence::DisableStrategy strategy);

  private:
    struct SlashParams;
    using Inspected = InspectedSpans<Pallet>;

    /// With the weight of `weighed`: in a mixed up ledger the stash may be another one.
    static void update_in_voter_list(const AccountId& stash, const AccountId& weighed);
    static void do_add_validator(const AccountId& stash, const ValidatorPrefs& prefs);
    static void do_add_nominator(const AccountId& stash, const Nominations& nominations);
    static void set_force_era(Forcing mode);
    static void ensure_new_era();
    static DispatchResult put_validator_count(uint32_t count);

    static std::optional<std::vector<AccountId>> plan_session(SessionIndex index, bool is_genesis);
    static std::optional<Validators> with_exposures(std::optional<std::vector<AccountId>> validators);
    static std::optional<std::vector<AccountId>> try_trigger_new_era(SessionIndex start, bool is_genesis);
    static std::vector<AccountId> trigger_new_era(SessionIndex start, Validators exposures);
    static Validators collect_exposures(const Supports<AccountId>& supports);
    static std::vector<AccountId> store_stakers_info(Validators exposures, EraIndex era);
    static void clear_era_information(EraIndex era);
    static void start_era(SessionIndex start);
    static void end_era(const ActiveEraInfo& era);
    static void apply_unapplied_slashes(EraIndex active_era);

    static DispatchResultWithPostInfo do_payout_stakers(const AccountId& validator_stash, EraIndex era);
    static std::optional<PositiveImbalance> make_payout(const AccountId& stash, Balance amount);

    static std::optional<Slash> compute_slash(const SlashParams& params);
    static void kick_out_if_recent(const SlashParams& params);
    static void add_offending_validator(const AccountId& stash, bool disable);
    static Balance slash_nominators(const SlashParams& params, Perbill prior,
                                    std::vector<std::pair<AccountId, Balance>>& slashed);
    static void clear_era_metadata(EraIndex era);
    static DispatchResult clear_stash_metadata(const AccountId& stash, uint32_t num_slashing_spans);
    static void do_slash(const AccountId& stash, Balance value, Balance& reward_payout, NegativeImbalance& slashed,
                         EraIndex slash_era);
    static void apply_slash(const Slash& slash, EraIndex slash_era);
    static void pay_reporters(Balance reward_payout, NegativeImbalance slashed,
                              const std::vector<AccountId>& reporters);

    static std::vector<Voter> get_npos_voters(DataProviderBounds bounds);
    static std::vector<AccountId> get_npos_targets(DataProviderBounds bounds);
    static void register_weight(Weight weight);
};

/// For Session: the stash for which a controller sets keys.
template <class P>
struct StashOf {
    static std::optional<AccountId> convert(const AccountId& controller) {
        const auto ledger = P::ledger(controller);
        return ledger ? std::optional(ledger->stash) : std::nullopt;
    }
};

/// For Historical: what backs a validator in the active era.
template <class P>
struct ExposureOf {
    static std::optional<Exposure<AccountId, Balance>> convert(const AccountId& validator) {
        const auto era = P::storage.ActiveEra.get();
        return era ? std::optional(P::storage.ErasStakers.get(era->index, validator)) : std::nullopt;
    }
};

}  // namespace serinus::pallet_staking
