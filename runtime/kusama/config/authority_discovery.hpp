/// Parameters of AuthorityDiscovery.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/pallets/authority_discovery/authority_discovery.hpp"

namespace serinus::kusama {

struct AuthorityDiscoveryConfig {
    static constexpr sdk::PalletInfo kInfo{12, "AuthorityDiscovery"};
    static constexpr uint32_t kMaxAuthorities = parameters::kMaxAuthorities;
};

}  // namespace serinus::kusama
