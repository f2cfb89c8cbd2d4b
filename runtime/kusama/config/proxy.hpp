/// Parameters of Proxy.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/proxy_type.hpp"
#include "runtime/kusama/weights/proxy.hpp"
#include "runtime/pallets/proxy/proxy.hpp"

namespace serinus::kusama {

struct ProxyConfig {
    static constexpr sdk::PalletInfo kInfo{30, "Proxy"};
    static constexpr pallet_proxy::Constants kConstants{
        .ProxyDepositBase = parameters::kProxyDepositBase,
        .ProxyDepositFactor = parameters::kProxyDepositFactor,
        .MaxProxies = parameters::kMaxProxies,
        .MaxPending = parameters::kMaxPending,
        .AnnouncementDepositBase = parameters::kAnnouncementDepositBase,
        .AnnouncementDepositFactor = parameters::kAnnouncementDepositFactor,
    };
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using ProxyType = staging_kusama_runtime::ProxyType;
    using System = kusama::System;
    using Currency = kusama::Currency;
    static constexpr auto kWeights = weights::kProxy;
};

}  // namespace serinus::kusama
