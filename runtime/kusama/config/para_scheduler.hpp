/// Which para uses which core.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/para_scheduler.hpp"

namespace serinus::kusama {

struct ParaSchedulerConfig {
    static constexpr sdk::PalletInfo kInfo{55, "ParaScheduler"};
    using AssignmentProvider = ParaAssignmentProvider;
    using Configuration = kusama::Configuration;
    using System = kusama::System;
};

}  // namespace serinus::kusama
