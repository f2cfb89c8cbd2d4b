/// Staking, elections and pools.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/balances/locked.hpp"
#include "runtime/pallets/delegated_staking/delegated_staking.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"
#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/pallets/staking/interface.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/runtimes/kusama/bag_thresholds.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/elections.hpp"
#include "runtime/runtimes/kusama/era_payout.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/election_provider_multi_phase.hpp"
#include "runtime/runtimes/kusama/weights/fast_unstake.hpp"
#include "runtime/runtimes/kusama/weights/nomination_pools.hpp"
#include "runtime/runtimes/kusama/weights/staking.hpp"
#include "runtime/runtimes/kusama/weights/voter_list.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/fungible.hpp"

namespace serinus::kusama {

/// The treasury's account gets it, in silence; what it cannot take is destroyed.
template <class C>
struct ToTreasuryAccount {
    static void on_unbalanced(sdk::CreditOf<C> credit) {
        if (credit.peek() == 0) return;
        static_cast<void>(C::resolve(sdk::account_of(sdk::pallet_id("py/trsry")), std::move(credit)));
    }
};

struct StakingConfig : Common<StakingConfig> {
    static constexpr pallet_staking::Constants kConstants{
        .HistoryDepth = 84,
        .SessionsPerEra = kSessionsPerEra,
        .BondingDuration = kBondingDurationInEras,
        .SlashDeferDuration = 27,
        .MaxExposurePageSize = kMaxNominators,
        .MaxValidatorSet = kMaxActiveValidators,
        .MaxUnlockingChunks = 32,
    };
    static constexpr uint32_t kMaxNominations = kusama::kMaxNominations;
    static constexpr uint32_t kMaxControllersInBatch = 5'169;
    using OldLocks = pallet_balances::Locked<Balances>;
    using Timestamp = kusama::Timestamp;
    using Session = kusama::Session;
    using Historical = kusama::Historical;
    using ElectionProvider = kusama::ElectionProviderMultiPhase;
    using GenesisElectionProvider = OnChainElection;
    using VoterList = kusama::VoterList;
    using Reward = sdk::List<>;  ///< it is new money
    using RewardRemainder = sdk::List<ToTreasuryAccount<kusama::Currency>>;
    using Slash = sdk::List<ToTreasuryAccount<kusama::Currency>>;
    using AdminOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    using EraPayout = kusama::EraPayout;
    using EventListeners = sdk::List<kusama::NominationPools, kusama::DelegatedStaking>;
    static constexpr auto kWeights = weights::kStaking;
};

struct ElectionProviderMultiPhaseConfig : Common<ElectionProviderMultiPhaseConfig> {
    static constexpr uint32_t kMaxVotes = kMaxNominations;
    static constexpr uint32_t kMaxWinners = kMaxActiveValidators;
    static constexpr uint32_t kMaxBackersPerWinner = kMaxElectingVoters;
    static constexpr uint32_t kMaxSubmissions = 16;
    /// A quarter of the session before the one in which the election takes place.
    static constexpr auto kSignedPhase = static_cast<sdk::BlockNumber>(kEpochDurationInSlots / 4);
    static constexpr sdk::BlockNumber kUnsignedPhase = kSignedPhase;
    /// A transaction that nearly fills a block.
    static constexpr sdk::Weight kMaxSolutionWeight =
        weights::kBlockWeights.per_class.normal.max_extrinsic->saturating_sub(weights::kBlockExecutionWeight);
    static constexpr pallet_election_provider_multi_phase::Constants kConstants{
        .BetterSignedThreshold = sdk::Perbill::zero(),
        .OffchainRepeat = kUnsignedPhase / 8,
        .MinerTxPriority = sdk::Perbill::from_percent(90) * max_value<uint64_t>(),
        .SignedMaxSubmissions = kMaxSubmissions,
        .SignedMaxWeight = kMaxSolutionWeight,
        .SignedMaxRefunds = kMaxSubmissions / 4,
        .SignedRewardBase = currency::kUnits / 10,
        .SignedDepositByte = currency::deposit(0, 10) / 1'024,
        .SignedDepositWeight = 0,
        .MaxWinners = kMaxWinners,
        .MaxBackersPerWinner = kMaxBackersPerWinner,
        .MinerMaxLength = sdk::Perbill::from_rational(90u, 100u) * weights::kBlockLength.max.normal,
        .MinerMaxWeight = kMaxSolutionWeight,
        .MinerMaxVotesPerVoter = kMaxVotes,
        .MinerMaxWinners = kMaxWinners,
    };
    static constexpr sdk::ElectionBounds kElectionBounds = kusama::kElectionBounds;
    /// A tenth more for each solution that is queued already.
    static constexpr sdk::Balance signed_deposit_base(uint32_t queued) {
        using Factor = sp_arithmetic::fixed_point::FixedU128;
        constexpr auto kGrowth = sp_arithmetic::fixed_point::saturating_from_rational<Factor>(11, 10);
        return sp_arithmetic::fixed_point::saturating_mul_int(
            sp_arithmetic::fixed_point::saturating_pow(kGrowth, queued), currency::deposit(2, 0));
    }
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
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBagThresholds,
                                                            .MaxAutoRebagPerBlock = 10};
    using ScoreProvider = kusama::Staking;
    static constexpr auto kWeights = weights::kVoterList;
};

struct NominationPoolsConfig : Common<NominationPoolsConfig> {
    static constexpr uint32_t kMaxUnbonding = StakingConfig::kConstants.MaxUnlockingChunks;
    static constexpr pallet_nomination_pools::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nopls"), .MaxPointsToBalance = 10, .MaxUnbonding = kMaxUnbonding};
    static constexpr uint32_t kMaxMetadataLen = 256;
    static constexpr sdk::EraIndex kPostUnbondingPoolsWindow = 4;
    static constexpr uint32_t kTotalUnbondingPools = kBondingDurationInEras + kPostUnbondingPoolsWindow;
    using Staking = pallet_staking::Interface<kusama::Staking>;
    using Delegation = kusama::DelegatedStaking;
    using AdminOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    static constexpr auto kWeights = weights::kNominationPools;
};

struct FastUnstakeConfig : Common<FastUnstakeConfig> {
    static constexpr pallet_fast_unstake::Constants kConstants{.Deposit = 100 * currency::kCents};
    static constexpr uint32_t kBatchSize = 64;
    static constexpr uint32_t kMaxErasToCheckPerBlock = 1;
    static constexpr uint32_t kMaxChecking = kBondingDurationInEras + 1;
    using ControlOrigin = sdk::EnsureRoot;
    using Staking = pallet_staking::Interface<kusama::Staking>;
    static constexpr auto kWeights = weights::kFastUnstake;
};

struct DelegatedStakingConfig : Common<DelegatedStakingConfig> {
    static constexpr pallet_delegated_staking::Constants kConstants{
        .PalletId = sdk::pallet_id("py/dlstk"), .SlashRewardFraction = sdk::Perbill::from_percent(1)};
    using CoreStaking = pallet_staking::Interface<kusama::Staking>;
    using OnSlash = sdk::List<ToTreasuryAccount<kusama::Currency>>;
};

}  // namespace serinus::kusama
