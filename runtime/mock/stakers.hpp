/// A mock runtime with staking and its family: the list of voters, delegated money, pools. Sessions are what the test
/// says; elections are held on chain. For tests of these pallets.
#pragma once

#include "runtime/mock/holds.hpp"
#include "runtime/npos/onchain.hpp"
#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/balances/locked.hpp"
#include "runtime/pallets/delegated_staking/delegated_staking.hpp"
#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/pallets/staking/interface.hpp"
#include "runtime/pallets/staking/staking.hpp"

namespace serinus::mock::stakers {

using mock::System, holds::Balances, holds::Currency;
using Staking = pallet_staking::Pallet<struct StakingConfig>;
using VoterList = pallet_bags_list::Pallet<struct VoterListConfig>;
using DelegatedStaking = pallet_delegated_staking::Pallet<struct DelegatedStakingConfig>;
using NominationPools = pallet_nomination_pools::Pallet<struct NominationPoolsConfig>;

/// The time of the test, in milliseconds.
struct Clock {
    static inline uint64_t now_ms = 0;
    static uint64_t now() { return now_ms; }
};

/// The session and its validators are what the test says. Reports are noted.
struct Session {
    static inline std::vector<AccountId> all;
    static inline std::vector<std::pair<AccountId, Perbill>> reports;
    static uint32_t current_index() { return 0; }
    static std::vector<AccountId> validators() { return all; }
    static void report_offence(const AccountId& validator, Perbill severity) {
        reports.emplace_back(validator, severity);
    }
    static std::pair<std::optional<BlockNumber>, Weight> estimate_next_new_session(BlockNumber now) {
        return {now + 10, Weight::zero()};
    }
    static BlockNumber average_session_length() { return 10; }
};
struct Historical {
    static inline uint32_t pruned_up_to = 0;
    static void prune_up_to(uint32_t session) { pruned_up_to = session; }
};

struct ElectionConfig {
    using System = mock::System;
    using DataProvider = Staking;
    static constexpr uint32_t kMaxWinners = 100;
    static constexpr ElectionBounds kBounds{};
    static constexpr auto kWeights = kDefaultWeights<npos::Weights>;
};
using Elections = npos::OnChainPhragmen<ElectionConfig>;

/// What nobody shall have goes to this account.
inline constexpr AccountId kPot{{0x77}};
struct ToPot {
    static void on_unbalanced(CreditOf<Currency> credit) {
        static_cast<void>(Currency::resolve(kPot, std::move(credit)));
    }
};

/// A thousandth of the issuance for the validators of an era, as much for others.
struct EraPayout {
    static std::pair<Balance, Balance> era_payout(Balance, Balance total_issuance, uint64_t) {
        return {total_issuance / 1'000, total_issuance / 1'000};
    }
};

struct StakingConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{3, "Staking"};
    static constexpr pallet_staking::Constants kConstants{.HistoryDepth = 84,
                                                          .SessionsPerEra = 3,
                                                          .BondingDuration = 3,
                                                          .SlashDeferDuration = 0,
                                                          .MaxExposurePageSize = 2,
                                                          .MaxValidatorSet = 100,
                                                          .MaxUnlockingChunks = 4};
    static constexpr uint32_t kMaxNominations = 24;
    static constexpr uint32_t kMaxControllersInBatch = 10;
    using OldLocks = pallet_balances::Locked<Balances>;
    using Timestamp = Clock;
    using Session = stakers::Session;
    using Historical = stakers::Historical;
    using ElectionProvider = Elections;
    using GenesisElectionProvider = Elections;
    using VoterList = stakers::VoterList;
    using Reward = List<>;
    using RewardRemainder = List<ToPot>;
    using Slash = List<ToPot>;
    using AdminOrigin = EnsureRoot;
    using EraPayout = stakers::EraPayout;
    using EventListeners = List<stakers::NominationPools, stakers::DelegatedStaking>;
    static constexpr auto kWeights = kDefaultWeights<pallet_staking::Weights>;
};

inline constexpr uint64_t kBags[] = {10'000'000, 20'000'000, ~uint64_t{0}};
struct VoterListConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{4, "VoterList"};
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBags, .MaxAutoRebagPerBlock = 10};
    using ScoreProvider = Staking;
    static constexpr auto kWeights = kDefaultWeights<pallet_bags_list::Weights>;
};

struct DelegatedStakingConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{5, "DelegatedStaking"};
    static constexpr pallet_delegated_staking::Constants kConstants{.PalletId = pallet_id("py/dlstk"),
                                                                    .SlashRewardFraction = Perbill::from_percent(1)};
    using CoreStaking = pallet_staking::Interface<Staking>;
    using OnSlash = List<ToPot>;
};

struct NominationPoolsConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{6, "NominationPools"};
    static constexpr uint32_t kMaxUnbonding = 4;
    static constexpr pallet_nomination_pools::Constants kConstants{
        .PalletId = pallet_id("py/nopls"), .MaxPointsToBalance = 10, .MaxUnbonding = kMaxUnbonding};
    static constexpr uint32_t kMaxMetadataLen = 16;
    static constexpr EraIndex kPostUnbondingPoolsWindow = 4;
    static constexpr uint32_t kTotalUnbondingPools = 3 + kPostUnbondingPoolsWindow;
    using Staking = pallet_staking::Interface<stakers::Staking>;
    using Delegation = DelegatedStaking;
    using AdminOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<pallet_nomination_pools::Weights>;
};

struct Runtime : holds::RuntimeOf<Staking, VoterList, DelegatedStaking, NominationPools> {};

}  // namespace serinus::mock::stakers
