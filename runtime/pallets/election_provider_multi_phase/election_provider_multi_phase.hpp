/// ElectionProviderMultiPhase: elections of validators that are computed outside of the chain and checked on it.
///
/// Before an election is expected, voters and targets are stored: the snapshot of the round. Then anybody may submit
/// solutions against a deposit (signed phase); at its end the best one that is right is queued, its author rewarded,
/// the authors of wrong ones slashed. After that the offchain workers of validators mine solutions, which go into
/// blocks only if they are better than the queued one (unsigned phase). When the election is asked for, the queued
/// solution is its result. Without one the pallet is in an emergency until governance gives a result; the next request
/// takes it.
///
/// An unsigned solution that cannot be used makes the block invalid: it panics. Weights of the snapshot, of the signed
/// solutions and of the election are booked where they arise. Invariants (checked by try_state()): snapshot, its size
/// and the number of winners are there together, and not while no election is under way; signed solutions are sorted by
/// score, and their map holds no others.
///
/// A signed solution of another round is refused at once, its deposit grows with the queue, any better unsigned
/// solution is taken, and the result that governance asks for is one of the snapshot.
///
/// Source: pallet-election-provider-multi-phase 22.0.0 (polkadot-sdk v1.1.0); 41
#pragma once

#include "codec/boxed.hpp"
#include "runtime/arithmetic/per_things.hpp"
#include "runtime/npos/feasibility.hpp"
#include "runtime/pallets/election_provider_multi_phase/types.hpp"
#include "runtime/pallets/election_provider_multi_phase/weights.hpp"
#include "runtime/sdk/origin_checks.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/election.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_election_provider_multi_phase {

using namespace sdk;
using npos::FeasibilityError;

struct Constants {
    /// By how much a signed solution must be better than the worst one to take its place.
    Perbill BetterSignedThreshold;
    /// After how many blocks an offchain worker tries again.
    BlockNumber OffchainRepeat;
    /// The priority of unsigned solutions in the pool, to which the smallest backing is added.
    uint64_t MinerTxPriority;
    /// How many signed solutions are kept.
    uint32_t SignedMaxSubmissions;
    /// How heavy the check of a signed solution may be.
    Weight SignedMaxWeight;
    /// How many authors of other signed solutions get their fee back.
    uint32_t SignedMaxRefunds;
    /// What the author of the best signed solution gets beside the fee.
    Balance SignedRewardBase;
    /// The deposit of a signed solution, beside its base: so much for each byte of it,
    Balance SignedDepositByte;
    /// and so much for each picosecond of its weight.
    Balance SignedDepositWeight;
    /// How many winners there may be.
    uint32_t MaxWinners;
    /// How many backers a winner may have.
    uint32_t MaxBackersPerWinner;
    /// How long a mined solution may be, in bytes.
    uint32_t MinerMaxLength;
    /// How heavy a mined solution may be.
    Weight MinerMaxWeight;
    /// How many votes a voter of the snapshot has at most.
    uint32_t MinerMaxVotesPerVoter;
    /// How many winners a mined solution may have.
    uint32_t MinerMaxWinners;
};

/// Holds an election at once, of voters and targets that are given. Source: InstantElectionProvider
template <class P, class Voters>
concept ElectionOfSnapshot = requires(const Voters& voters, const std::vector<AccountId>& targets, uint32_t desired) {
    { P::instant_elect(voters, targets, desired) } -> std::same_as<Result<Supports<AccountId>, ElectionFailure>>;
};

/// `T`: System, Currency (with reserves), TransactionPayment (`compute_actual_fee`), DataProvider
/// (ElectionDataProvider), GovernanceFallback (`instant_elect(voters, targets, desired)`), ForceOrigin, kConstants,
/// kUnsignedPhase and kSignedPhase, in blocks, kMaxVotes, kMaxWinners, kMaxBackersPerWinner, at least as many as a
/// snapshot has voters, kMaxSubmissions, `signed_deposit_base(queued)`, kElectionBounds, kDbWeight, kWeights; if it
/// likes, the Solver of the miner (npos/phragmen.hpp). There is no fallback where no solution is queued.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && ElectionDataProvider<typename T::DataProvider> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kElectionBounds } -> std::convertible_to<ElectionBounds>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    typename T::Currency;
    typename T::ForceOrigin;
    typename T::GovernanceFallback;
    typename T::RewardHandler;
    typename T::SlashHandler;
    typename T::System;
    typename T::TransactionPayment;
    T::kWeights;
} && T::DataProvider::kMaxVotesPerVoter == T::kMaxVotes;

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(ElectionOfSnapshot<typename T::GovernanceFallback, std::vector<Voter>>);
        static_assert(OnUnbalanced<typename T::RewardHandler, typename T::Currency::PositiveImbalance>);
        static_assert(OnUnbalanced<typename T::SlashHandler, typename T::Currency::NegativeImbalance>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Solution = npos::CompactSolution<T::kMaxVotes>;
    using Raw = RawSolution<Solution>;
    using Ready = ReadySolution<AccountId, T::kMaxWinners, T::kMaxBackersPerWinner>;
    using Voter = ElectionVoter<T::kMaxVotes>;
    using Submission = signed_::SignedSubmission<AccountId, Balance, Solution>;
    using SubmissionIndices = BoundedVec<std::tuple<ElectionScore, BlockNumber, uint32_t>, T::kMaxSubmissions>;
    using Phase = pallet_election_provider_multi_phase::Phase<BlockNumber>;

    struct Storage {
        /// The number of the election, from 1 on.
        Value<uint32_t, OrDefault> Round{.on_empty = [] { return uint32_t{1}; }};
        /// Where the election stands.
        Value<pallet_election_provider_multi_phase::Phase<BlockNumber>, OrDefault> CurrentPhase;
        /// The best solution of the round so far.
        Value<ReadySolution<AccountId, T::kMaxWinners, T::kMaxBackersPerWinner>> QueuedSolution;
        /// Whom and who votes, while an election is under way.
        Value<RoundSnapshot<AccountId, ElectionVoter<T::kMaxVotes>>> Snapshot;
        /// How many winners the round needs.
        Value<uint32_t> DesiredTargets;
        /// The size of the snapshot, which is much cheaper to read.
        Value<SolutionOrSnapshotSize> SnapshotMetadata;
        /// The index of the next signed solution; indices grow within a signed phase.
        Value<uint32_t, OrDefault> SignedSubmissionNextIndex;
        /// Score, block and index of the signed solutions, the best one last.
        Value<BoundedVec<std::tuple<ElectionScore, BlockNumber, uint32_t>, T::kMaxSubmissions>, OrDefault>
            SignedSubmissionIndices;
        /// The signed solutions.
        Map<Twox64Concat<uint32_t>, signed_::SignedSubmission<AccountId, Balance, npos::CompactSolution<T::kMaxVotes>>>
            SignedSubmissionsMap;
        /// Solutions must be better than this.
        Value<ElectionScore> MinimumUntrustedScore;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// A solution is kept.
        struct SolutionStored {
            ElectionCompute compute{};
            std::optional<AccountId> origin;
            bool prev_ejected{};  ///< another one had to go
        };
        /// The election has a result.
        struct ElectionFinalized {
            ElectionCompute compute{};
            ElectionScore score;
        };
        /// The election has none.
        struct ElectionFailed {};
        /// The author of a signed solution is rewarded.
        struct Rewarded {
            AccountId account;
            Balance value{};
        };
        /// The author of a wrong signed solution has lost its deposit.
        struct Slashed {
            AccountId account;
            Balance value{};
        };
        /// A phase has begun.
        struct PhaseTransitioned {
            pallet_election_provider_multi_phase::Phase<BlockNumber> from;
            pallet_election_provider_multi_phase::Phase<BlockNumber> to;
            uint32_t round{};
        };
        using list = List<SolutionStored, ElectionFinalized, ElectionFailed, Rewarded, Slashed, PhaseTransitioned>;
    };

    enum class Error : uint8_t {
        /// Solutions of this kind are not taken in this phase.
        PreDispatchEarlySubmission,
        /// The solution has another number of winners than the round needs.
        PreDispatchWrongWinnerCount,
        /// The solution is not better than the queued one.
        PreDispatchWeakSubmission,
        /// The queue is full of better solutions.
        SignedQueueFull,
        /// The author cannot pay the deposit.
        SignedCannotPayDeposit,
        /// Unused: a signed solution is checked against the snapshot itself.
        SignedInvalidWitness,
        /// The check of the solution would weigh too much.
        SignedTooMuchWeight,
        /// The solution is for another round.
        OcwCallWrongEra,
        /// There is no snapshot, or its size is not known.
        MissingSnapshotMetadata,
        /// Unused: the index of a signed solution is always right.
        InvalidSubmissionIndex,
        /// The call is for emergencies.
        CallNotAllowed,
        /// The election on chain failed.
        FallbackFailed,
        /// The election on chain has more winners than there may be.
        BoundNotMet,
        /// There are more winners, or backers of one, than there may be.
        TooManyWinners,
        /// The signed solution is for another round.
        PreDispatchDifferentRound,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Queues a mined solution. One that cannot be used panics; validate_unsigned() has refused what is cheap to see.
    ///
    /// Origin: none.
    struct submit_unsigned {
        static constexpr auto kClass = DispatchClass::Operational;
        scale::Boxed<RawSolution<npos::CompactSolution<T::kMaxVotes>>> raw_solution;
        SolutionOrSnapshotSize witness;  ///< of the snapshot
        Weight weight() const { return solution_weight(raw_solution, witness); }
        DispatchResult operator()(None) const;
    };
    /// Sets the score that solutions must be better than.
    ///
    /// Origin: ForceOrigin.
    struct set_minimum_untrusted_score {
        std::optional<ElectionScore> maybe_next_score;
        Weight weight() const { return T::kDbWeight.writes(1); }
        DispatchResult operator()(Origin<typename T::ForceOrigin>) const;
    };
    /// Queues a result that is not checked. It is taken when the election is asked for again.
    ///
    /// Origin: ForceOrigin. Errors: CallNotAllowed, TooManyWinners.
    struct set_emergency_election_result {
        npos::Supports<AccountId> supports;
        Weight weight() const { return T::kDbWeight.reads_writes(1, 1); }
        DispatchResult operator()(Origin<typename T::ForceOrigin>) const;
    };
    /// Submits a solution against a deposit, to be checked at the end of the signed phase.
    ///
    /// Origin: signed. Errors: PreDispatchEarlySubmission, PreDispatchDifferentRound, MissingSnapshotMetadata,
    /// SignedTooMuchWeight, SignedQueueFull, SignedCannotPayDeposit.
    struct submit {
        scale::Boxed<RawSolution<npos::CompactSolution<T::kMaxVotes>>> raw_solution;
        Weight weight() const { return T::kWeights.submit(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Holds the election of the snapshot on chain.
    ///
    /// Origin: ForceOrigin. Errors: CallNotAllowed, MissingSnapshotMetadata, FallbackFailed.
    struct governance_fallback {
        Weight weight() const { return T::kDbWeight.reads_writes(1, 1); }
        DispatchResult operator()(Origin<typename T::ForceOrigin>) const;
    };
    using Calls = List<At<0, submit_unsigned>, At<1, set_minimum_untrusted_score>, At<2, set_emergency_election_result>,
                       At<3, submit>, At<4, governance_fallback>>;

    /// Opens the phases.
    static Weight on_initialize(BlockNumber now);
    /// Mines at the begin of the unsigned phase, and submits again while it lasts.
    static void offchain_worker(BlockNumber now);
    static TryStateResult try_state();
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);

    // For Staking (ElectionProvider).

    static constexpr uint32_t kMaxWinners = T::kMaxWinners;
    static Result<Supports<AccountId>, ElectionFailure> elect();
    static bool ongoing() { return !storage.CurrentPhase.get().template is<typename Phase::Off>(); }

    static Result<void, ElectionFailure> create_snapshot();
    static Result<Ready, FeasibilityError> feasibility_check(const Raw& raw, ElectionCompute compute);
    /// What is cheap to see of an unsigned solution: for the pool, and for each block.
    static DispatchResult unsigned_pre_dispatch_checks(const Raw& raw);
    /// A solution of the present snapshot that will be taken; nullopt if none is found.
    static std::optional<struct submit_unsigned> mine_checked_call();

  private:
    static constexpr BlockNumber unsigned_phase() { return T::kUnsignedPhase; }
    static constexpr BlockNumber signed_phase() { return T::kSignedPhase; }
    /// Supports within the bounds; nullopt if they are not.
    static auto bounded(Supports<AccountId> supports) { return decltype(Ready::supports)::from(std::move(supports)); }
    enum class MinerFailure : uint8_t { kNone, kInfeasible, kOther };

    static Weight solution_weight(const Raw& raw, const SolutionOrSnapshotSize& size);
    static MinerFailure basic_checks(const Raw& raw);
    static void phase_transition(const Phase& to);
    static void book(Weight weight);
    static void queue(const Ready& ready);
    static Balance deposit_for(const Raw& raw, const SolutionOrSnapshotSize& size);
    /// Whether it is kept, and what had to go for it.
    static std::pair<bool, std::optional<Submission>> keep(const Submission& submission);
    static void finalize_signed_phase();
    static void mine_and_submit();
    static void restore_or_mine();
    static bool may_work_at(BlockNumber now);
};

}  // namespace serinus::pallet_election_provider_multi_phase
