/// Proxies for judgements about identities, which are no more: they go, and the deposit of who had them is what it is
/// for the others, unless that would be more than it was.
/// Source: fellowship runtimes v1.2.6, relay/kusama/src/lib.rs (clear_judgement_proxies)
#pragma once

#include "runtime/pallets/proxy/proxy.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"

namespace serinus::kusama {

/// A proxy as it was stored, with any kind that there was.
struct OldProxy {
    static constexpr uint8_t kIdentityJudgement = 4;
    sdk::AccountId delegate;
    uint8_t proxy_type{};
    sdk::BlockNumber delay{};
};
struct StorageOfProxy {
    sdk::Map<sdk::Twox64Concat<sdk::AccountId>, std::pair<std::vector<OldProxy>, sdk::Balance>> Proxies;
};
inline constexpr StorageOfProxy kOldProxies = sdk::bind_storage<StorageOfProxy>("Proxy");

sdk::Weight remove_judgement_proxies();

}  // namespace serinus::kusama
