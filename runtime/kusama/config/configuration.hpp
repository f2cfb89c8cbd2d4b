/// Parameters of the configuration of parachains.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/configuration.hpp"
#include "runtime/pallets/parachains/configuration.hpp"

namespace serinus::kusama {

struct ConfigurationConfig {
    static constexpr sdk::PalletInfo kInfo{51, "Configuration"};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Shared = ParasShared;
    static constexpr auto kWeights = weights::kConfiguration;
};

}  // namespace serinus::kusama
