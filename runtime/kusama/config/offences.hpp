/// Who hears of offences.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/staking_view.hpp"
#include "runtime/pallets/offences/offences.hpp"

namespace serinus::kusama {

struct OffencesConfig {
    static constexpr sdk::PalletInfo kInfo{7, "Offences"};
    using IdentificationTuple = kusama::IdentificationTuple;
    using OnOffenceHandler = DisableOffenders;  ///< on Kusama: Staking
};

}  // namespace serinus::kusama
