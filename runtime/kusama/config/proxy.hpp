/// Parameters of Proxy.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/proxy_type.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/proxy.hpp"
#include "runtime/pallets/proxy/proxy.hpp"

namespace serinus::kusama {

struct ProxyConfig {
    static constexpr sdk::PalletInfo kInfo{30, "Proxy"};
    static constexpr pallet_proxy::Constants kConstants{
        .ProxyDepositBase = currency::deposit(1, 8),
        .ProxyDepositFactor = currency::deposit(0, 33),  // an account and a type
        .MaxProxies = 32,
        .MaxPending = 32,
        .AnnouncementDepositBase = currency::deposit(1, 8),
        .AnnouncementDepositFactor = currency::deposit(0, 66),  // as on Kusama; an announcement takes 68 bytes
    };
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using ProxyType = staging_kusama_runtime::ProxyType;
    using System = kusama::System;
    using Currency = kusama::Balances;
    using WeightInfo = weights::Proxy;
};

}  // namespace serinus::kusama
