/// What is kept of sessions for approvals and disputes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/session_info.hpp"

namespace serinus::kusama {

struct ParaSessionInfoConfig {
    static constexpr sdk::PalletInfo kInfo{61, "ParaSessionInfo"};
    using AuthorityDiscovery = kusama::AuthorityDiscovery;
    using Configuration = kusama::Configuration;
    using Scheduler = ParaScheduler;
    using Session = kusama::Session;
    using Shared = ParasShared;
};

}  // namespace serinus::kusama
