/// Parameters of Whitelist.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/mod.rs
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/whitelist.hpp"
#include "runtime/pallets/whitelist/whitelist.hpp"

namespace serinus::kusama {

struct WhitelistConfig {
    static constexpr sdk::PalletInfo kInfo{44, "Whitelist"};
    using Preimages = kusama::Preimage;
    using WhitelistOrigin = origins::EnsureOrRoot<origins::Custom::Fellows>;
    using DispatchWhitelistedOrigin = origins::EnsureOrRoot<origins::Custom::WhitelistedCaller>;
    static constexpr auto kWeights = weights::kWhitelist;
};

}  // namespace serinus::kusama
