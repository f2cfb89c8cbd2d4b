/// Parameters of Staking.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/balances.hpp"
#include "runtime/kusama/elections.hpp"
#include "runtime/kusama/era_payout.hpp"
#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/staking.hpp"
#include "runtime/pallets/staking/staking.hpp"

namespace serinus::kusama {

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
    static constexpr uint32_t kMaxNominations = kusama::kMaxNominations;
    static constexpr auto kOffendingValidatorsThreshold = sdk::Perbill::from_percent(17);
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Currency;
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

}  // namespace serinus::kusama
