/// Weights of Proxy.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_proxy.rs
#pragma once

#include "runtime/pallets/proxy/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_proxy::Weights<Measured> kProxy{
    .proxy = {14'114'090, 4706, 1, 0, {{28'877}}},
    .proxy_announced = {36'335'824, 5698, 3, 2, {{121'300}, {32'462}}},
    .remove_announcement = {21'297'325, 5698, 2, 2, {{116'175}, {18'205}}},
    .reject_announcement = {21'853'458, 5698, 2, 2, {{115'847}, {8625}}},
    .announce = {32'833'635, 5698, 3, 2, {{106'356}, {40'026}}},
    .add_proxy = {22'573'606, 4706, 1, 1, {{37'463}}},
    .remove_proxy = {22'754'822, 4706, 1, 1, {{40'867}}},
    .remove_proxies = {19'969'826, 4706, 1, 1, {{23'271}}},
    .create_pure = {23'980'898, 4706, 1, 1, {{10'019}}},
    .kill_pure = {20'248'689, 4706, 1, 1, {{38'440}}},
};

}  // namespace serinus::polkadot::weights
