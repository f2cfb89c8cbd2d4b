/// Parameters of Babe.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/pallets/babe/babe.hpp"

namespace serinus::kusama {

struct BabeConfig {
    static constexpr sdk::PalletInfo kInfo{1, "Babe"};
    static constexpr pallet_babe::Constants kConstants{
        .EpochDuration = parameters::kEpochDurationInSlots,
        .ExpectedBlockTime = parameters::kExpectedBlockTime,
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
    };
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using System = kusama::System;
    using Timestamp = kusama::Timestamp;
    using Session = kusama::Session;
    using KeyOwnerProofSystem = kusama::Historical;
    using Offences = kusama::Offences;
    using Authorship = kusama::Authorship;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_babe::Weights>;
};

/// A quarter of the slots has a primary author; the others have a secondary one who shows a VRF too.
inline constexpr sp_consensus_babe::BabeEpochConfiguration kBabeGenesisEpochConfig{
    .c = {parameters::kPrimaryProbability[0], parameters::kPrimaryProbability[1]},
    .allowed_slots = sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots};

}  // namespace serinus::kusama
