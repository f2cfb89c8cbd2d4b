/// Parameters of Staking, and its elections at the beginning of a chain.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/balances.hpp"
#include "runtime/kusama/election_seam.hpp"
#include "runtime/kusama/era_payout.hpp"
#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/election_provider.hpp"
#include "runtime/kusama/weights/staking.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/sdk/npos/onchain.hpp"

namespace serinus::kusama {

/// In the block, with all who would be asked anyway.
struct OnChainElectionConfig {
    using System = kusama::System;
    using DataProvider = kusama::Staking;
    using WeightInfo = weights::ElectionProvider;
    static constexpr uint32_t kMaxWinners = QueuedElection::kMaxWinners;
    static constexpr sdk::ElectionBounds kBounds{.voters = {.count = 12'500, .size = {}}, .targets = {}};
};

struct StakingConfig {
    static constexpr sdk::PalletInfo kInfo{6, "Staking"};
    static constexpr pallet_staking::Constants kConstants{
        .HistoryDepth = 84,
        .SessionsPerEra = parameters::kSessionsPerEra,
        .BondingDuration = parameters::kBondingDurationInEras,
        .SlashDeferDuration = 27,
        .MaxNominatorRewardedPerValidator = parameters::kMaxNominatorRewardedPerValidator,
        .MaxUnlockingChunks = 32,
    };
    static constexpr uint32_t kMaxNominations = 24;
    static constexpr auto kOffendingValidatorsThreshold = sdk::Perbill::from_percent(17);
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Balances;
    using Timestamp = kusama::Timestamp;
    using Session = kusama::Session;
    using Historical = kusama::Historical;
    using ElectionProvider = QueuedElection;  ///< on Kusama: ElectionProviderMultiPhase
    using GenesisElectionProvider = sdk::npos::OnChainPhragmen<OnChainElectionConfig>;
    using VoterList = kusama::VoterList;
    using RewardRemainder = kusama::Treasury;
    using Slash = kusama::Treasury;
    using AdminOrigin = origins::EnsureOrRoot<origins::Custom::StakingAdmin>;
    using EraPayout = kusama::EraPayout;
    using EventListeners = sdk::List<>;  ///< on Kusama: NominationPools
    using WeightInfo = weights::Staking;
};

}  // namespace serinus::kusama
