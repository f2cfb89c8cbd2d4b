/// What tests of elections share: who stands and votes, and the configuration but for what each test is about.
#pragma once

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.ipp"

namespace serinus::pallet_election_provider_multi_phase {

/// Whom and who votes in the test.
struct Electorate {
    static constexpr uint32_t kMaxVotesPerVoter = 24;
    using Voters = std::vector<ElectionVoter<kMaxVotesPerVoter>>;
    static inline std::vector<AccountId> targets;
    static inline Voters voters;
    static inline uint32_t desired = 2;
    static inline BlockNumber election = 100;

    static Result<std::vector<AccountId>, ElectionFailure> electable_targets(DataProviderBounds) { return targets; }
    static Result<Voters, ElectionFailure> electing_voters(DataProviderBounds) { return voters; }
    static Result<uint32_t, ElectionFailure> desired_targets() { return desired; }
    static BlockNumber next_election_prediction(BlockNumber) { return election; }
    /// Two of three who stand are wanted in block 100; nobody votes yet.
    static void begin() {
        targets = {mock::account(1), mock::account(2), mock::account(3)};
        voters.clear();
        desired = 2;
        election = 100;
    }
    static void vote(const AccountId& who, VoteWeight stake, std::vector<AccountId> votes) {
        voters.emplace_back(who, stake, *BoundedVec<AccountId, kMaxVotesPerVoter>::from(std::move(votes)));
    }
};

/// A test adds signed_deposit_base(), kElectionBounds, TransactionPayment and GovernanceFallback.
template <uint32_t kBackers>
struct SmallElections {
    static constexpr PalletInfo kInfo{3, "ElectionProviderMultiPhase"};
    static constexpr uint32_t kMaxVotes = Electorate::kMaxVotesPerVoter;
    static constexpr uint32_t kMaxWinners = 3;
    static constexpr uint32_t kMaxSubmissions = 3;
    static constexpr uint32_t kMaxBackersPerWinner = kBackers;
    static constexpr BlockNumber kUnsignedPhase = 15, kSignedPhase = 15;
    static constexpr Constants kConstants{.BetterSignedThreshold = Perbill::zero(),
                                          .OffchainRepeat = 5,
                                          .MinerTxPriority = 1000,
                                          .SignedMaxSubmissions = kMaxSubmissions,
                                          .SignedMaxWeight = Weight::max(),
                                          .SignedMaxRefunds = 1,
                                          .SignedRewardBase = mock::kUnit,
                                          .SignedDepositByte = 1000,
                                          .SignedDepositWeight = 0,
                                          .MaxWinners = kMaxWinners,
                                          .MaxBackersPerWinner = kMaxBackersPerWinner,
                                          .MinerMaxLength = 100'000,
                                          .MinerMaxWeight = Weight::max(),
                                          .MinerMaxVotesPerVoter = kMaxVotes,
                                          .MinerMaxWinners = kMaxWinners};
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    using System = mock::System;
    using Currency = mock::Balances;
    using DataProvider = Electorate;
    using RewardHandler = List<>;
    using SlashHandler = List<>;
    using ForceOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<Weights>;
};

}  // namespace serinus::pallet_election_provider_multi_phase
