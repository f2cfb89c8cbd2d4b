/// Messages of the relay chain to parachains.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/dmp.hpp"

namespace serinus::kusama {

struct DmpConfig {
    static constexpr sdk::PalletInfo kInfo{58, "Dmp"};
    using Configuration = kusama::Configuration;
    using System = kusama::System;
};

}  // namespace serinus::kusama
