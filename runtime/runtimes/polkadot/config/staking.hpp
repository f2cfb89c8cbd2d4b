/// What Polkadot configures Staking, its elections and what extends them with.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs; polkadot-runtime-common 2.0.0, elections.rs
#pragma once

#include "runtime/npos/onchain.hpp"
#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"
#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/pallets/staking/interface.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/runtimes/common/relay/identification.hpp"
#include "runtime/runtimes/polkadot/bag_thresholds.hpp"
#include "runtime/runtimes/polkadot/common.hpp"
#include "runtime/runtimes/polkadot/origins.hpp"
#include "runtime/runtimes/polkadot/parameters.hpp"
#include "runtime/runtimes/polkadot/weights/election_provider.hpp"
#include "runtime/runtimes/polkadot/weights/election_provider_multi_phase.hpp"
#include "runtime/runtimes/polkadot/weights/fast_unstake.hpp"
#include "runtime/runtimes/polkadot/weights/nomination_pools.hpp"
#include "runtime/runtimes/polkadot/weights/staking.hpp"
#include "runtime/runtimes/polkadot/weights/system.hpp"
#include "runtime/runtimes/polkadot/weights/voter_list.hpp"

namespace serinus::polkadot {

inline constexpr uint32_t kMaxActiveValidators = 1'200;
/// How many validators a nominator may choose: the lists of the compact form of a solution.
inline constexpr uint32_t kMaxNominations = 16;
inline constexpr sdk::ElectionBounds kElectionBounds{.voters = {.count = 22'500, .size = {}}, .targets = {}};

using relay::IdentificationTuple;
using ExposureOf = pallet_staking::ExposureOf<polkadot::Staking>;
using StashOf = relay::StashOf<polkadot::Staking>;
using ElectedOrConfigured = relay::ElectedOrConfigured<polkadot::Staking>;

/// At the beginning of a chain, and where governance asks for it.
struct OnChainElectionConfig {
    using System = polkadot::System;
    using DataProvider = polkadot::Staking;
    static constexpr auto kWeights = weights::kElectionProvider;
    static constexpr uint32_t kMaxWinners = kMaxActiveValidators;
    static constexpr sdk::ElectionBounds kBounds = kElectionBounds;
};
using OnChainElection = sdk::npos::OnChainPhragmen<OnChainElectionConfig>;

/// All money could be at stake.
struct EraPayout {
    static std::pair<sdk::Balance, sdk::Balance> era_payout(sdk::Balance staked, sdk::Balance total_issuance,
                                                            uint64_t duration_ms);
};

struct StakingConfig : Common<StakingConfig> {
    static constexpr pallet_staking::Constants kConstants{
        .HistoryDepth = 84,
        .SessionsPerEra = parameters::kSessionsPerEra,
        .BondingDuration = parameters::kBondingDurationInEras,
        .SlashDeferDuration = 27,
        .MaxNominatorRewardedPerValidator = parameters::kMaxNominatorRewardedPerValidator,
        .MaxUnlockingChunks = 32,
    };
    static constexpr uint32_t kMaxNominations = polkadot::kMaxNominations;
    static constexpr auto kOffendingValidatorsThreshold = sdk::Perbill::from_percent(17);
    using Timestamp = polkadot::Timestamp;
    using Session = polkadot::Session;
    using Historical = polkadot::Historical;
    using ElectionProvider = polkadot::ElectionProviderMultiPhase;
    using GenesisElectionProvider = OnChainElection;
    using VoterList = polkadot::VoterList;
    using Reward = sdk::List<>;  ///< it is new money
    using RewardRemainder = sdk::List<polkadot::Treasury>;
    using Slash = sdk::List<polkadot::Treasury>;
    using AdminOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    using EraPayout = polkadot::EraPayout;
    using EventListeners = sdk::List<polkadot::NominationPools>;
    static constexpr auto kWeights = weights::kStaking;
};

struct VoterListConfig : Common<VoterListConfig> {
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBagThresholds};
    using ScoreProvider = polkadot::Staking;
    static constexpr auto kWeights = weights::kVoterList;
};

struct ElectionProviderMultiPhaseConfig : Common<ElectionProviderMultiPhaseConfig> {
    static constexpr uint32_t kMaxVotes = kMaxNominations;
    static constexpr uint32_t kMaxWinners = kMaxActiveValidators;
    static constexpr uint32_t kMaxSubmissions = 16;
    /// A quarter of the session before the one in which the election takes place.
    static constexpr auto kPhase = static_cast<sdk::BlockNumber>(parameters::kEpochDurationInSlots / 4);
    /// A transaction that nearly fills a block.
    static constexpr sdk::Weight kMaxSolutionWeight =
        parameters::kBlockWeights.per_class.normal.max_extrinsic->saturating_sub(parameters::kBlockExecutionWeight);
    static constexpr pallet_election_provider_multi_phase::Constants kConstants{
        .UnsignedPhase = kPhase,
        .SignedPhase = kPhase,
        .BetterSignedThreshold = sdk::Perbill::zero(),
        .BetterUnsignedThreshold = sdk::Perbill::from_rational(5u, 10'000u),
        .OffchainRepeat = kPhase / 32,
        .MinerTxPriority = sdk::Perbill::from_percent(90) * max_value<uint64_t>(),
        .SignedMaxSubmissions = kMaxSubmissions,
        .SignedMaxWeight = kMaxSolutionWeight,
        .SignedMaxRefunds = kMaxSubmissions / 4,
        .SignedRewardBase = currency::kDollars,
        .SignedDepositBase = currency::deposit(2, 0),
        .SignedDepositByte = currency::deposit(0, 10) / 1'024,
        .SignedDepositWeight = 0,
        .MaxWinners = kMaxWinners,
        .MinerMaxLength = sdk::Perbill::from_rational(90u, 100u) * parameters::kBlockLength.max.normal,
        .MinerMaxWeight = kMaxSolutionWeight,
        .MinerMaxVotesPerVoter = kMaxVotes,
        .MinerMaxWinners = kMaxWinners,
    };
    static constexpr sdk::ElectionBounds kElectionBounds = polkadot::kElectionBounds;
    using TransactionPayment = polkadot::TransactionPayment;
    using DataProvider = polkadot::Staking;
    using GovernanceFallback = OnChainElection;
    /// Rewards are new money, slashes are destroyed.
    using RewardHandler = sdk::List<>;
    using SlashHandler = sdk::List<>;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    static constexpr auto kWeights = weights::kElectionProviderMultiPhase;
};

struct NominationPoolsConfig : Common<NominationPoolsConfig> {
    static constexpr pallet_nomination_pools::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nopls"),
        .MaxPointsToBalance = 10,
    };
    static constexpr uint32_t kMaxMetadataLen = 256;
    static constexpr uint32_t kMaxUnbonding = StakingConfig::kConstants.MaxUnlockingChunks;
    static constexpr sdk::EraIndex kPostUnbondingPoolsWindow = 4;
    static constexpr uint32_t kTotalUnbondingPools = parameters::kBondingDurationInEras + kPostUnbondingPoolsWindow;
    using Staking = pallet_staking::Interface<polkadot::Staking>;
    static constexpr auto kWeights = weights::kNominationPools;
};

struct FastUnstakeConfig : Common<FastUnstakeConfig> {
    static constexpr pallet_fast_unstake::Constants kConstants{.Deposit = currency::kDollars};
    static constexpr uint32_t kBatchSize = 16;
    static constexpr uint32_t kMaxErasToCheckPerBlock = 1;
    static constexpr uint32_t kMaxChecking = parameters::kBondingDurationInEras + 1;
    using ControlOrigin = sdk::EnsureRoot;
    using Staking = pallet_staking::Interface<polkadot::Staking>;
    static constexpr auto kWeights = weights::kFastUnstake;
};

}  // namespace serinus::polkadot
