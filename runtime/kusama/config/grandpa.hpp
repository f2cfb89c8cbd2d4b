/// Parameters of Grandpa.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"

namespace serinus::kusama {

struct GrandpaConfig {
    static constexpr sdk::PalletInfo kInfo{10, "Grandpa"};
    static constexpr pallet_grandpa::Constants kConstants{
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
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_grandpa::Weights>;
};

}  // namespace serinus::kusama
