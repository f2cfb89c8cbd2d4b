/// Who hears of offences.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/identification.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/offences/offences.hpp"

namespace serinus::kusama {

struct OffencesConfig {
    static constexpr sdk::PalletInfo kInfo{7, "Offences"};
    using IdentificationTuple = kusama::IdentificationTuple;
    using OnOffenceHandler = sdk::List<kusama::Staking>;
};

}  // namespace serinus::kusama
