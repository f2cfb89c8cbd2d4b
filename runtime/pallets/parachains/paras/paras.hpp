/// Paras: which parachains there are, their heads and their code.
///
/// A para comes, goes or changes its kind at the end of a session, two sessions after that was asked for. Code that is
/// new to the relay chain is voted on by the validators first (a *check of the PVF*); equal code of several paras is
/// kept once, with a count of references. An upgrade of code waits for the vote, then for a delay; from then on the
/// para is told to go ahead, and its next block brings the new code into force. After an upgrade was announced no other
/// one may be for a while (the *cooldown*). Replaced code is kept for disputes.
///
/// Invariants (checked by try_state()): PvfActiveVoteList is sorted and names the keys of PvfActiveVoteMap; Parachains
/// is sorted and has those paras whose life cycle is a parachain's; lists with blocks are in the order of these; code
/// with references is there.
///
/// Upgrades that are not a candidate's come into force at their block, by themselves. A cooldown
/// can be bought off. Root may authorize code by its hash, which anybody sets as the para's then.
///
/// Source: polkadot_runtime_parachains::paras 1.0.0 (polkadot-sdk v1.1.0). Observed:
/// polkadot-runtime-parachains 21.0.1
#pragma once

#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/paras/paras_types.hpp"
#include "runtime/pallets/parachains/paras/weights.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/traits/session_rotation.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

using polkadot_primitives::v5::PvfCheckStatement;
using polkadot_primitives::v5::UpgradeGoAhead;
using polkadot_primitives::v5::UpgradeRestriction;
using ValidatorSignature = polkadot_primitives::v5::validator_app::Signature;

struct Constants {
    uint64_t UnsignedPriority;  ///< of votes on code in the pool
};

struct GenesisConfig {
    struct Args {
        HeadData genesis_head;
        ValidationCode validation_code;
        bool parachain{};
    };
    std::vector<std::pair<ParaId, Args>> paras;
};

/// `T`: Configuration, Shared, System, kConstants, kDbWeight, NextSessionRotation, OnNewHead (`on_new_head(id, head)`),
/// QueueFootprinter (`message_count(id)`: upward messages of a para that wait), kWeights,
/// AssignCoretime (`assign_coretime(id)`), AuthorizeCurrentCodeOrigin, Fungible, kCooldownRemovalMultiplier (a Balance
/// for each block).
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    { T::kConstants } -> std::convertible_to<Constants>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    typename T::NextSessionRotation;
    typename T::OnNewHead;
    typename T::QueueFootprinter;
    typename T::Shared;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(paras::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(sdk::SessionEstimates<typename T::NextSessionRotation>);
        for_each_handler(typename T::OnNewHead{}, []<class L>() { static_assert(OnNewHead<L>); });
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Host = configuration::Host;
    using Cause = PvfCheckCause<BlockNumber>;
    using Vote = PvfCheckActiveVoteState<BlockNumber>;
    using AuthorizedCode = AuthorizedCodeHashAndExpiry<BlockNumber>;
    using Schedule = std::vector<std::pair<ParaId, BlockNumber>>;

    struct Storage {
        /// Votes on code that are not decided.
        Map<Twox64Concat<ValidationCodeHash>, Vote> PvfActiveVoteMap;
        /// What they are about, sorted.
        Value<std::vector<ValidationCodeHash>, OrDefault> PvfActiveVoteList;
        /// All parachains, sorted.
        Value<std::vector<ParaId>, OrDefault> Parachains;
        /// Where each para is in its life.
        Map<Twox64Concat<ParaId>, ParaLifecycle> ParaLifecycles;
        /// The head of each para, as far as it is included.
        Map<Twox64Concat<ParaId>, HeadData> Heads;
        /// The relay parent of that head.
        Map<Twox64Concat<ParaId>, BlockNumber> MostRecentContext;
        /// The code by which blocks of each para are checked.
        Map<Twox64Concat<ParaId>, ValidationCodeHash> CurrentCodeHash;
        /// Replaced code, by the block at which it was expected to be.
        Map<Twox64Concat<std::pair<ParaId, BlockNumber>>, ValidationCodeHash> PastCodeHash;
        /// When the code of each para was replaced.
        Map<Twox64Concat<ParaId>, ParaPastCodeMeta<BlockNumber>, OrDefault> PastCodeMeta;
        /// Paras with replaced code, by the block in which it was replaced.
        Value<Schedule, OrDefault> PastCodePruning;
        /// From which block on a para may use its new code.
        Map<Twox64Concat<ParaId>, BlockNumber> FutureCodeUpgrades;
        /// Paras whose announced code comes into force at a block by itself, in the order of blocks.
        Value<Schedule, OrDefault> FutureCodeUpgradesAt;
        /// Code that was announced.
        Map<Twox64Concat<ParaId>, ValidationCodeHash> FutureCodeHash;
        /// Code that may be set as a para's.
        Map<Twox64Concat<ParaId>, AuthorizedCodeHashAndExpiry<BlockNumber>> AuthorizedCodeHash;
        /// Read by the para in the relay chain's state.
        Map<Twox64Concat<ParaId>, UpgradeGoAhead> UpgradeGoAheadSignal;
        /// Likewise.
        Map<Twox64Concat<ParaId>, UpgradeRestriction> UpgradeRestrictionSignal;
        /// When restrictions end.
        Value<Schedule, OrDefault> UpgradeCooldowns;
        /// When paras are told to go ahead.
        Value<Schedule, OrDefault> UpcomingUpgrades;
        /// Paras that change at the begin of a session.
        Map<Twox64Concat<SessionIndex>, std::vector<ParaId>, OrDefault> ActionsQueue;
        /// How paras that are onboarding begin.
        Map<Twox64Concat<ParaId>, ParaGenesisArgs> UpcomingParasGenesis;
        /// How often code is referred to.
        Map<Identity<ValidationCodeHash>, uint32_t, OrDefault> CodeByHashRefs;
        /// The code itself, once for all paras.
        Map<Identity<ValidationCodeHash>, ValidationCode> CodeByHash;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        using Generics = List<Param<"T">>;
        /// Root has set the code of a para.
        struct CurrentCodeUpdated {
            ParaId _0;
        };
        /// Root has set the head of a para.
        struct CurrentHeadUpdated {
            ParaId _0;
        };
        /// New code of a para was announced.
        struct CodeUpgradeScheduled {
            ParaId _0;
        };
        /// Root has noted a head as if a block of the para were included.
        struct NewHeadNoted {
            ParaId _0;
        };
        /// A para will change at the begin of a session.
        struct ActionQueued {
            ParaId _0;
            SessionIndex _1{};
        };
        /// Validators are asked to vote on code, for a para.
        struct PvfCheckStarted {
            ValidationCodeHash _0;
            ParaId _1;
        };
        /// Code may be used by a para.
        struct PvfCheckAccepted {
            ValidationCodeHash _0;
            ParaId _1;
        };
        /// Code may not be used by a para.
        struct PvfCheckRejected {
            ValidationCodeHash _0;
            ParaId _1;
        };
        /// The cooldown of a para was bought off.
        struct UpgradeCooldownRemoved {
            ParaId para_id;
        };
        /// Code may be set as a para's, until a block.
        struct CodeAuthorized {
            ParaId para_id;
            ValidationCodeHash code_hash;
            BlockNumber expire_at{};
        };
        using list = List<CurrentCodeUpdated, CurrentHeadUpdated, CodeUpgradeScheduled, NewHeadNoted, ActionQueued,
                          PvfCheckStarted, PvfCheckAccepted, PvfCheckRejected, UpgradeCooldownRemoved, CodeAuthorized>;
    };

    enum class Error : uint8_t {
        /// There is no such para.
        NotRegistered,
        /// The para is there already, or has no code.
        CannotOnboard,
        /// The para changes already, its new code is voted on, or its messages wait.
        CannotOffboard,
        /// The para is no parathread.
        CannotUpgrade,
        /// The para is no parachain.
        CannotDowngrade,
        /// The vote is of a session that is over.
        PvfCheckStatementStale,
        /// The vote is of a session to come.
        PvfCheckStatementFuture,
        /// There is no such validator.
        PvfCheckValidatorIndexOutOfBounds,
        /// The signature is not the validator's.
        PvfCheckInvalidSignature,
        /// The validator has voted.
        PvfCheckDoubleVote,
        /// This code is not voted on.
        PvfCheckSubjectInvalid,
        /// An upgrade is under way, or its cooldown.
        CannotUpgradeCode,
        /// The code is too short or too long.
        InvalidCode,
        /// No code was authorized for the para.
        NothingAuthorized,
        /// Other code was authorized.
        Unauthorized,
        /// The authorization is over.
        InvalidBlockNumber,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Sets the code of a para at once, without a vote. Origin: root.
    struct force_set_current_code {
        ParaId para;
        ValidationCode new_code;
        Weight weight() const { return T::kWeights.force_set_current_code(size_of(new_code._0)); }
        DispatchResult operator()(Root) const;
    };
    /// Sets the head of a para at once. Origin: root.
    struct force_set_current_head {
        ParaId para;
        HeadData new_head;
        Weight weight() const { return T::kWeights.force_set_current_head(size_of(new_head._0)); }
        DispatchResult operator()(Root) const;
    };
    /// Announces new code as a candidate of the para with this relay parent would. Origin: root.
    struct force_schedule_code_upgrade {
        ParaId para;
        ValidationCode new_code;
        BlockNumber relay_parent_number{};
        Weight weight() const { return T::kWeights.force_schedule_code_upgrade(size_of(new_code._0)); }
        DispatchResult operator()(Root) const;
    };
    /// Notes a head as if a candidate of the para were included, with this block as its relay parent. Origin: root.
    struct force_note_new_head {
        ParaId para;
        HeadData new_head;
        Weight weight() const { return T::kWeights.force_note_new_head(size_of(new_head._0)); }
        DispatchResult operator()(Root) const;
    };
    /// Lets a change of a para happen with the next session already. Origin: root.
    struct force_queue_action {
        ParaId para;
        Weight weight() const { return T::kWeights.force_queue_action(); }
        DispatchResult operator()(Root) const;
    };
    /// Takes code as checked: it needs no vote, and ends one. Origin: root.
    struct add_trusted_validation_code {
        ValidationCode validation_code;
        Weight weight() const { return T::kWeights.add_trusted_validation_code(size_of(validation_code._0)); }
        DispatchResult operator()(Root) const;
    };
    /// Removes code that no para refers to. Origin: root.
    struct poke_unused_validation_code {
        ValidationCodeHash validation_code_hash;
        Weight weight() const { return T::kWeights.poke_unused_validation_code(); }
        DispatchResult operator()(Root) const;
    };
    /// Counts a validator's vote on code. Origin: none.
    /// Errors: PvfCheckStatementStale, PvfCheckStatementFuture, PvfCheckValidatorIndexOutOfBounds,
    /// PvfCheckInvalidSignature, PvfCheckSubjectInvalid, PvfCheckDoubleVote.
    struct include_pvf_check_statement {
        PvfCheckStatement stmt;
        ValidatorSignature signature;
        Weight weight() const;
        DispatchResultWithPostInfo operator()(None) const;
    };
    /// Sets the relay parent of a para's head. Origin: root.
    struct force_set_most_recent_context {
        ParaId para;
        BlockNumber context{};
        Weight weight() const { return T::kWeights.force_set_most_recent_context(); }
        DispatchResult operator()(Root) const;
    };
    /// Ends the first cooldown of a para. Burns what it costs for each block that is left; the account stays. Nothing
    /// happens if there is none. Errors: those of Fungible::burn_from.
    struct remove_upgrade_cooldown {
        ParaId para;
        Weight weight() const;
        DispatchResult operator()(Signed who) const;
    };
    /// Lets anybody set code with this hash as the para's, for so many blocks. Replaces what was authorized before.
    /// Origin: AuthorizeCurrentCodeOrigin. Errors: NotRegistered also of a para that comes or goes.
    struct authorize_force_set_current_code_hash {
        ParaId para;
        ValidationCodeHash new_code_hash;
        BlockNumber valid_period{};
        Weight weight() const;
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Sets code that was authorized as the para's. Origin: any, also none. Free of charge. Errors: NothingAuthorized,
    /// InvalidBlockNumber, Unauthorized.
    struct apply_authorized_force_set_current_code {
        ParaId para;
        ValidationCode new_code;
        Weight weight() const;
        DispatchResultWithPostInfo operator()(const RuntimeOrigin&) const;
    };
    using Calls = List<At<0, force_set_current_code>, At<1, force_set_current_head>, At<2, force_schedule_code_upgrade>,
                       At<3, force_note_new_head>, At<4, force_queue_action>, At<5, add_trusted_validation_code>,
                       At<6, poke_unused_validation_code>, At<7, include_pvf_check_statement>,
                       At<8, force_set_most_recent_context>, At<9, remove_upgrade_cooldown>,
                       At<10, authorize_force_set_current_code_hash>, At<11, apply_authorized_force_set_current_code>>;

    /// What ending the cooldown of a para costs; 0 if there is none.
    struct remove_upgrade_cooldown_cost {
        static constexpr std::string_view kSignature = "remove_upgrade_cooldown_cost(ParaId) -> BalanceOf<T>";
        ParaId para;
        Balance operator()() const;
    };
    using ViewFunctions = List<remove_upgrade_cooldown_cost>;

    static void build(const GenesisConfig& config);
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);
    static TryStateResult try_state();

    // The block and the session, led by Initializer.
    static Weight initializer_initialize(BlockNumber now);
    static void initializer_finalize(BlockNumber now);
    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

    // Life of paras, for those who register them. Errors as the names say.
    static bool can_schedule_para_initialize(ParaId id) { return !storage.ParaLifecycles.find(id); }
    static DispatchResult schedule_para_initialize(ParaId id, ParaGenesisArgs genesis);
    static DispatchResult schedule_para_cleanup(ParaId id);
    static DispatchResult schedule_parathread_upgrade(ParaId id);
    static DispatchResult schedule_parachain_downgrade(ParaId id);
    /// Announces new code at the wish of those who manage the para. It comes into force by itself.
    static DispatchResult schedule_code_upgrade_external(ParaId id, ValidationCode code);
    static void set_current_head(ParaId para, const HeadData& head);

    // What candidates bring.
    static void schedule_code_upgrade(ParaId id, ValidationCode code, BlockNumber relay_parent, const Host& config,
                                      UpgradeStrategy strategy = UpgradeStrategy::SetGoAheadSignal);
    /// The head of a block that was included, and its relay parent.
    static void note_new_head(ParaId id, const HeadData& head, BlockNumber execution_context);

    static std::optional<ParaLifecycle> lifecycle(ParaId id) { return storage.ParaLifecycles.get(id); }
    /// Whether it lives: neither onboarding nor offboarding.
    static bool is_valid_para(ParaId id);
    static bool is_offboarding(ParaId id);
    /// Also those that are about to change.
    static bool is_parachain(ParaId id);
    static bool is_parathread(ParaId id);
    static bool can_upgrade_validation_code(ParaId id) {
        return !storage.FutureCodeHash.find(id) && !storage.UpgradeRestrictionSignal.find(id);
    }
    static std::optional<ValidationCode> current_code(ParaId id);

  private:
    static uint32_t size_of(const Bytes& bytes) { return static_cast<uint32_t>(bytes.size()); }
    static void queue_action(SessionIndex session, ParaId id);
    static DispatchResult change_kind(ParaId id, ParaLifecycle from, ParaLifecycle to, Error otherwise);
    static std::vector<ParaId> apply_actions_queue(SessionIndex session);
    static void initialize_para_now(std::set<ParaId>& parachains, ParaId id, const ParaGenesisArgs& genesis);
    static void offboard(ParaId id, BlockNumber now);

    static Weight prune_old_code(BlockNumber now);
    static Weight process_scheduled_upgrade_changes(BlockNumber now);
    static void note_past_code(ParaId id, BlockNumber at, BlockNumber now, const ValidationCodeHash& old);
    static void increase_code_ref(const ValidationCodeHash& hash, const ValidationCode& code);
    static void decrease_code_ref(const ValidationCodeHash& hash);

    static void groom_ongoing_pvf_votes(const Host& config, size_t validators);
    static void kick_off_pvf_check(Cause cause, const ValidationCodeHash& hash, const ValidationCode& code,
                                   const Host& config);
    static void end_vote(const ValidationCodeHash& hash);
    static void enact_pvf_accepted(BlockNumber now, const ValidationCodeHash& hash, const std::vector<Cause>& causes,
                                   SessionIndex sessions_observed, const Host& config);
    static void enact_pvf_rejected(const ValidationCodeHash& hash, const std::vector<Cause>& causes);
    static void proceed_with_upgrade(ParaId id, const ValidationCodeHash& hash, BlockNumber now,
                                     BlockNumber relay_parent, const Host& config, UpgradeStrategy strategy);

    static Weight process_future_code_upgrades_at(BlockNumber now);
    static Weight prune_expired_authorizations(BlockNumber now);
    /// Replaces the code of a para; `at`: the block at which that was expected. Gives the weight.
    static Weight set_current_code(ParaId id, const ValidationCodeHash& hash, BlockNumber at);
    static void force_set_current_code_now(ParaId para, const ValidationCode& code);
    static Balance cooldown_cost(BlockNumber until);
    static Result<AuthorizedCode, Error> authorization_of(ParaId para, const ValidationCode& code);
    static bool has_good_size(const ValidationCode& code, const Host& config);
};

}  // namespace serinus::polkadot_runtime_parachains::paras
