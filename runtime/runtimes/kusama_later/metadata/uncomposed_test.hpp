/// Configurations of pallets that are there and not composed yet, as others that they need are not there.
#pragma once

#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/delegated_staking/delegated_staking.hpp"
#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/pallets/nomination_pools_2025/nomination_pools_2025.hpp"
#include "runtime/pallets/society/society.hpp"
#include "runtime/pallets/staking_2025/interface.hpp"
#include "runtime/pallets/staking_2025/staking_2025.hpp"
#include "runtime/runtimes/kusama_later/bag_thresholds.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"
#include "runtime/runtimes/kusama_later/weights/fast_unstake.hpp"
#include "runtime/runtimes/kusama_later/weights/nomination_pools.hpp"
#include "runtime/runtimes/kusama_later/weights/society.hpp"
#include "runtime/runtimes/kusama_later/weights/staking.hpp"
#include "runtime/runtimes/kusama_later/weights/voter_list.hpp"

namespace serinus::kusama_later::uncomposed {

using Staking = pallet_staking::staking_2025::Pallet<struct StakingConfig>;

struct DelegatedStakingConfig {
    static constexpr sdk::PalletInfo kInfo{47, "DelegatedStaking"};
    static constexpr pallet_delegated_staking::Constants kConstants{
        .PalletId = sdk::pallet_id("py/dlstk"), .SlashRewardFraction = sdk::Perbill::from_percent(1)};
    using System = kusama_later::System;
    using Currency = kusama_later::Currency;
    using CoreStaking = sdk::Unit;
    using OnSlash = sdk::List<>;
};
using DelegatedStaking = pallet_delegated_staking::Pallet<DelegatedStakingConfig>;

struct SocietyConfig : Common<SocietyConfig> {
    static constexpr sdk::PalletInfo kInfo{26, "Society"};
    static constexpr pallet_society::Constants kConstants{
        .PalletId = sdk::pallet_id("py/socie"),
        .GraceStrikes = 10,
        .PeriodSpend = 500 * currency::kQuid,
        .VotingPeriod = 5 * relay::kDays,
        .ClaimPeriod = 2 * relay::kDays,
        .MaxLockDuration = 36 * 30 * relay::kDays,
        .ChallengePeriod = 7 * relay::kDays,
        .MaxPayouts = 8,
        .MaxBids = 512,
    };
    using Randomness = sdk::Unit;
    using FounderSetOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kSociety;
    static constexpr auto kWeightsOf2025 = weights::kSocietyOf2025;
};
using Society = pallet_society::Pallet<SocietyConfig>;

struct StakingConfig : Common<StakingConfig> {
    static constexpr sdk::PalletInfo kInfo{6, "Staking"};
    static constexpr pallet_staking::staking_2025::Constants kConstants{
        .HistoryDepth = 84,
        .SessionsPerEra = 6,
        .BondingDuration = 28,
        .SlashDeferDuration = 27,
        .MaxExposurePageSize = 512,
        .MaxValidatorSet = 2'000,
        .MaxUnlockingChunks = 32,
    };
    static constexpr uint32_t kMaxNominations = 24;
    static constexpr uint32_t kMaxControllersInBatch = 5'169;
    using OldLocks = sdk::Unit;
    using Timestamp = kusama_later::Timestamp;
    using Session = sdk::Unit;
    using Historical = sdk::Unit;
    using ElectionProvider = sdk::Unit;
    using GenesisElectionProvider = sdk::Unit;
    using VoterList = sdk::Unit;
    using Reward = sdk::List<>;
    using RewardRemainder = sdk::List<>;
    using Slash = sdk::List<>;
    using AdminOrigin = sdk::EnsureRoot;
    using EraPayout = sdk::Unit;
    using EventListeners = sdk::List<>;
    static constexpr auto kWeights = weights::kStaking;
    static constexpr auto kWeightsOf2025 = weights::kStakingOf2025;
};

struct VoterListConfig : Common<VoterListConfig> {
    static constexpr sdk::PalletInfo kInfo{39, "VoterList"};
    static constexpr pallet_bags_list::ConstantsOf2025 kConstants{.BagThresholds = kBagThresholds,
                                                                  .MaxAutoRebagPerBlock = 10};
    using ScoreProvider = Staking;
    static constexpr auto kWeights = weights::kVoterList;
    static constexpr auto kWeightsOf2025 = weights::kVoterListOf2025;
};
using VoterList = pallet_bags_list::Pallet<VoterListConfig>;

struct FastUnstakeConfig : Common<FastUnstakeConfig> {
    static constexpr sdk::PalletInfo kInfo{42, "FastUnstake"};
    static constexpr pallet_fast_unstake::Constants kConstants{.Deposit = 100 * currency::kCents};
    static constexpr uint32_t kBatchSize = 64;
    static constexpr uint32_t kMaxErasToCheckPerBlock = 1;
    static constexpr uint32_t kMaxChecking = 28 + 1;
    using ControlOrigin = sdk::EnsureRoot;
    using Staking = pallet_staking::staking_2025::Interface<uncomposed::Staking>;
    static constexpr auto kWeights = weights::kFastUnstake;
};
using FastUnstake = pallet_fast_unstake::Pallet<FastUnstakeConfig>;

struct NominationPoolsConfig : Common<NominationPoolsConfig> {
    static constexpr sdk::PalletInfo kInfo{41, "NominationPools"};
    static constexpr uint32_t kMaxUnbonding = 32;
    static constexpr pallet_nomination_pools::nomination_pools_2025::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nopls"), .MaxPointsToBalance = 10, .MaxUnbonding = kMaxUnbonding};
    static constexpr uint32_t kMaxMetadataLen = 256;
    static constexpr sdk::EraIndex kPostUnbondingPoolsWindow = 4;
    static constexpr uint32_t kTotalUnbondingPools = 28 + kPostUnbondingPoolsWindow;
    using Staking = pallet_staking::staking_2025::Interface<uncomposed::Staking>;
    using Delegation = DelegatedStaking;
    using AdminOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kNominationPools;
    static constexpr auto kWeightsOf2025 = weights::kNominationPoolsOf2025;
};
using NominationPools = pallet_nomination_pools::nomination_pools_2025::Pallet<NominationPoolsConfig>;

}  // namespace serinus::kusama_later::uncomposed
