/// Staking, elections and pools.
/// Source: fellowship runtimes v1.0.0, polkadot-runtime-common 2.0.0, elections.rs, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"
#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/pallets/staking/interface.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/runtimes/kusama/bag_thresholds.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/elections.hpp"
#include "runtime/runtimes/kusama/era_payout.hpp"
#include "runtime/runtimes/kusama/weights/election_provider_multi_phase.hpp"
#include "runtime/runtimes/kusama/weights/fast_unstake.hpp"
#include "runtime/runtimes/kusama/weights/nomination_pools.hpp"
#include "runtime/runtimes/kusama/weights/staking.hpp"
#include "runtime/runtimes/kusama/weights/voter_list.hpp"
#include "runtime/sdk/origin_checks.hpp"

namespace serinus::kusama {

struct StakingConfig : Common<StakingConfig> {
    static constexpr pallet_staking::Constants kConstants{
        .HistoryDepth = 84,
        .SessionsPerEra = parameters::kSessionsPerEra,
        .BondingDuration = parameters::kBondingDurationInEras,
        .SlashDeferDuration = 27,
        .MaxNominatorRewardedPerValidator = parameters::kMaxNominatorRewardedPerValidator,
        .MaxUnlockingChunks = 32,
    };
    static constexpr uint32_t kMaxNominations = kusama::kMaxNominations;
    static constexpr auto kOffendingValidatorsThreshold = sdk::Perbill::from_percent(17);
    using Timestamp = kusama::Timestamp;
    using Session = kusama::Session;
    using Historical = kusama::Historical;
    using ElectionProvider = kusama::ElectionProviderMultiPhase;
    using GenesisElectionProvider = OnChainElection;
    using VoterList = kusama::VoterList;
    using Reward = sdk::List<>;  ///< it is new money
    using RewardRemainder = sdk::List<kusama::Treasury>;
    using Slash = sdk::List<kusama::Treasury>;
    using AdminOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    using EraPayout = kusama::EraPayout;
    using EventListeners = sdk::List<kusama::NominationPools>;
    static constexpr auto kWeights = weights::kStaking;
};

struct ElectionProviderMultiPhaseConfig : Common<ElectionProviderMultiPhaseConfig> {
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
    using TransactionPayment = kusama::TransactionPayment;
    using DataProvider = kusama::Staking;
    using GovernanceFallback = OnChainElection;
    /// Rewards are new money, slashes are destroyed.
    using RewardHandler = sdk::List<>;
    using SlashHandler = sdk::List<>;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    static constexpr auto kWeights = weights::kElectionProviderMultiPhase;
};

struct VoterListConfig : Common<VoterListConfig> {
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBagThresholds};
    using ScoreProvider = kusama::Staking;
    static constexpr auto kWeights = weights::kVoterList;
};

struct NominationPoolsConfig : Common<NominationPoolsConfig> {
    static constexpr pallet_nomination_pools::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nopls"),
        .MaxPointsToBalance = 10,
    };
    static constexpr uint32_t kMaxMetadataLen = 256;
    static constexpr uint32_t kMaxUnbonding = 32;  ///< as many as a bond has chunks
    static constexpr sdk::EraIndex kPostUnbondingPoolsWindow = 4;
    static constexpr uint32_t kTotalUnbondingPools = parameters::kBondingDurationInEras + kPostUnbondingPoolsWindow;
    using Staking = pallet_staking::Interface<kusama::Staking>;
    static constexpr auto kWeights = weights::kNominationPools;
};

struct FastUnstakeConfig : Common<FastUnstakeConfig> {
    static constexpr pallet_fast_unstake::Constants kConstants{.Deposit = 100 * currency::kCents};
    static constexpr uint32_t kBatchSize = 64;
    static constexpr uint32_t kMaxErasToCheckPerBlock = 1;
    static constexpr uint32_t kMaxChecking = parameters::kBondingDurationInEras + 1;
    using ControlOrigin = sdk::EnsureRoot;
    using Staking = pallet_staking::Interface<kusama::Staking>;
    static constexpr auto kWeights = weights::kFastUnstake;
};

}  // namespace serinus::kusama
