/// ParasDisputes: disputes over candidates, decided by the votes of the validators of the candidate's session.
///
/// A dispute needs a vote on each side, more voters than may lie, and one that has backed the candidate. It ends as
/// soon as a supermajority is of one opinion; votes may come in for some time after that. A candidate on this chain
/// that is found invalid freezes the chain for parachains and tells nodes by the digest from which block on the chain
/// is to be given up: this happens in blocks that are given up themselves.
///
/// Invariant (checked by try_state()): each dispute has backers, who are among its votes, and votes on both sides.
///
/// One signature may approve several candidates, if the configuration allows it, and those who
/// have disputed a valid candidate are told of too.
///
/// Source: polkadot_runtime_parachains::disputes 1.0.0 (polkadot-sdk v1.1.0). Observed: polkadot-runtime-parachains
/// 21.0.1
#pragma once

#include "runtime/pallets/parachains/disputes/dispute_import.hpp"
#include "runtime/pallets/parachains/disputes/weights.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/versioned_types.hpp"

namespace serinus::polkadot_runtime_parachains::disputes {

using namespace sdk;
using configuration::SessionIndex;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::ParaId;

/// Whether the candidate was included on this chain.
enum class DisputeLocation : uint8_t { Local, Remote };
enum class DisputeResult : uint8_t { Valid, Invalid };

/// `T`: Configuration, RewardValidators (`reward_dispute_statement(session, validators)`), SessionInfo, SlashingHandler
/// (`punish_for_invalid(session, candidate, losers, backers)`,
/// `punish_against_valid(session, candidate, losers)`), System, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::RewardValidators;
    typename T::SessionInfo;
    typename T::SlashingHandler;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(disputes::Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;
    static constexpr uint16_t kStorageVersion = 1;
    using DisputeStatementSet = polkadot_primitives::v8::DisputeStatementSet;
    using MultiDisputeStatementSet = std::vector<DisputeStatementSet>;

    struct Storage {
        /// The last session whose disputes were removed, if there is one.
        Value<SessionIndex> LastPrunedSession;
        /// The disputes of the last sessions, decided or not.
        DoubleMap<Twox64Concat<SessionIndex>, Blake2_128Concat<CandidateHash>, DisputeState> Disputes;
        /// Who has backed the candidate of each dispute, as far as it is known. Slashes need it.
        DoubleMap<Twox64Concat<SessionIndex>, Blake2_128Concat<CandidateHash>, ValidatorSet> BackersOnDisputes;
        /// The candidates that were included on this chain, and the last block before that.
        DoubleMap<Twox64Concat<SessionIndex>, Blake2_128Concat<CandidateHash>, BlockNumber> Included;
        /// Whether the chain takes no more candidates, and its last good block. Only root ends it.
        Value<std::optional<BlockNumber>, OrDefault> Frozen;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A dispute has begun.
        struct DisputeInitiated {
            CandidateHash _0;
            DisputeLocation _1{};
        };
        /// A dispute was decided.
        struct DisputeConcluded {
            CandidateHash _0;
            DisputeResult _1{};
        };
        /// A candidate on this chain is invalid: the chain is to be given up from this block on.
        struct Revert {
            BlockNumber _0{};
        };
        using list = List<DisputeInitiated, DisputeConcluded, Revert>;
    };

    enum class Error : uint8_t {
        /// There are two sets of statements on one candidate.
        DuplicateDisputeStatementSets,
        /// The session is too old, or the dispute was decided too long ago.
        AncientDisputeStatement,
        /// The session has no such validator.
        ValidatorIndexOutOfBounds,
        /// The signature of a statement is not the validator's.
        InvalidSignature,
        /// The validator has made this statement before.
        DuplicateStatement,
        /// All votes are on one side.
        SingleSidedDispute,
        /// A backer has voted for the candidate once more.
        MaliciousBacker,
        /// None of those who have backed the candidate is known.
        MissingBackingVotes,
        /// So few take part that all of them may lie.
        UnconfirmedDispute,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Lets a frozen chain go on. Origin: root.
    struct force_unfreeze {
        Weight weight() const { return T::kWeights.force_unfreeze(); }
        DispatchResult operator()(Root) const;
    };
    using Calls = List<At<0, force_unfreeze>>;

    static TryStateResult try_state();
    /// Forgets the sessions in which nothing may be disputed any more.
    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);

    // What the inherent of parachains does with statements, in this order.

    /// Disputes over candidates of this chain first, then the older ones; of several sets on one candidate only the
    /// first one stays.
    static void deduplicate_and_sort_dispute_data(MultiDisputeStatementSet& sets);
    /// The set without statements that do not count; nullopt if nothing of use remains.
    static std::optional<DisputeStatementSet> filter_dispute_data(DisputeStatementSet set,
                                                                  BlockNumber post_conclusion_acceptance_period);
    /// Counts statements that were filtered. After an error those of the sets before it have been counted.
    static DispatchResult process_checked_multi_dispute_data(const MultiDisputeStatementSet& sets);

    static void note_included(SessionIndex session, const CandidateHash& candidate, BlockNumber included_in);
    static std::optional<BlockNumber> included_state(SessionIndex session, const CandidateHash& candidate) {
        return storage.Included.get(session, candidate);
    }
    static bool concluded_invalid(SessionIndex session, const CandidateHash& candidate);
    static std::optional<BlockNumber> last_valid_block() { return storage.Frozen.get(); }
    static bool is_frozen() { return last_valid_block().has_value(); }
    /// All disputes, in the order of their keys in storage.
    static std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> disputes();

  private:
    static DispatchResult process_checked_dispute_data(const DisputeStatementSet& set,
                                                       BlockNumber post_conclusion_acceptance_period);
    /// Whether a statement may be used: one for several candidates has to be allowed, and to name this one.
    template <class Statement>
    static bool is_allowed(const Statement& statement, const CandidateHash& candidate);
    /// What is stored of the dispute, or a new one. nullopt: it was decided too long ago.
    static std::optional<DisputeState> open_dispute(const DisputeStatementSet& set, size_t validators,
                                                    BlockNumber post_conclusion_acceptance_period);
    static void revert_and_freeze(BlockNumber revert_to);
};

}  // namespace serinus::polkadot_runtime_parachains::disputes
