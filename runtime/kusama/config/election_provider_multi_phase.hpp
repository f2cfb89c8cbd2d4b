/// Parameters of ElectionProviderMultiPhase.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs; polkadot-runtime-common 2.0.0, elections.rs
#pragma once

#include "runtime/kusama/elections.hpp"
#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/election_provider_multi_phase.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"

namespace serinus::kusama {

struct ElectionProviderMultiPhaseConfig {
    static constexpr sdk::PalletInfo kInfo{37, "ElectionProviderMultiPhase"};
    static constexpr uint32_t kMaxVotes = kMaxNominations;
    static constexpr uint32_t kMaxWinners = kMaxActiveValidators;
    static constexpr uint32_t kMaxSubmissions = 16;
    /// A quarter of the session before the one in which the election takes place.
    static constexpr auto kPhase = static_cast<sdk::BlockNumber>(parameters::kEpochDurationInSlots / 4);
    /// A transaction that nearly fills a block.
    static constexpr sdk::Weight kMaxSolutionWeight =
        weights::kBlockWeights.per_class.normal.max_extrinsic->saturating_sub(weights::kBlockExecutionWeight);
    static constexpr pallet_election_provider_multi_phase::Constants kConstants{
        .UnsignedPhase = kPhase,
        .SignedPhase = kPhase,
        .BetterSignedThreshold = sdk::Perbill::zero(),
        .BetterUnsignedThreshold = sdk::Perbill::from_rational(5u, 10'000u),
        .OffchainRepeat = kPhase / 8,
        .MinerTxPriority = sdk::Perbill::from_percent(90) * max_value<uint64_t>(),
        .SignedMaxSubmissions = kMaxSubmissions,
        .SignedMaxWeight = kMaxSolutionWeight,
        .SignedMaxRefunds = kMaxSubmissions / 4,
        .SignedRewardBase = currency::kUnits / 10,
        .SignedDepositBase = currency::deposit(2, 0),
        .SignedDepositByte = currency::deposit(0, 10) / 1'024,
        .SignedDepositWeight = 0,
        .MaxWinners = kMaxWinners,
        .MinerMaxLength = sdk::Perbill::from_rational(90u, 100u) * weights::kBlockLength.max.normal,
        .MinerMaxWeight = kMaxSolutionWeight,
        .MinerMaxVotesPerVoter = kMaxVotes,
        .MinerMaxWinners = kMaxWinners,
    };
    static constexpr sdk::ElectionBounds kElectionBounds = kusama::kElectionBounds;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Currency;
    using TransactionPayment = kusama::TransactionPayment;
    using DataProvider = kusama::Staking;
    using GovernanceFallback = OnChainElection;
    /// Rewards are new money, slashes are destroyed.
    using RewardHandler = sdk::List<>;
    using SlashHandler = sdk::List<>;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    static constexpr auto kWeights = weights::kElectionProviderMultiPhase;
};

}  // namespace serinus::kusama
