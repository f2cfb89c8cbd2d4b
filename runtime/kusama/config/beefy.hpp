/// Parameters of Beefy.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/pallets/beefy/beefy.hpp"

namespace serinus::kusama {

struct BeefyConfig {
    static constexpr sdk::PalletInfo kInfo{200, "Beefy"};
    static constexpr pallet_beefy::Constants kConstants{
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
        .MaxSetIdSessionEntries = parameters::kMaxSetIdSessionEntries,
    };
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using System = kusama::System;
    using Session = kusama::Session;
    using KeyOwnerProofSystem = kusama::Historical;
    using Offences = kusama::Offences;
    using Authorship = kusama::Authorship;
    using OnNewValidatorSet = sdk::List<kusama::BeefyMmrLeaf>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_beefy::Weights>;
};

}  // namespace serinus::kusama
