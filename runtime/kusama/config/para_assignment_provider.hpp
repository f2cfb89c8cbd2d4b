/// A core for each parachain.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/assigner_parachains.hpp"

namespace serinus::kusama {

struct ParaAssignmentProviderConfig {
    static constexpr sdk::PalletInfo kInfo{64, "ParaAssignmentProvider"};
    using Configuration = kusama::Configuration;
    using Paras = kusama::Paras;
};

}  // namespace serinus::kusama
