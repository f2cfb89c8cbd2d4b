/// Who punishes the losers of disputes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/identification.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/paras_slashing.hpp"
#include "runtime/pallets/parachains/slashing.hpp"

namespace serinus::kusama {

struct ParasSlashingConfig {
    static constexpr sdk::PalletInfo kInfo{63, "ParasSlashing"};
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using Configuration = kusama::Configuration;
    using IdentificationOf = ExposureOf;
    using KeyOwnerProofSystem = Historical;
    using Offences = kusama::Offences;
    using Session = kusama::Session;
    using SessionInfo = ParaSessionInfo;
    static constexpr auto kWeights = weights::kParasSlashing;
};

}  // namespace serinus::kusama
