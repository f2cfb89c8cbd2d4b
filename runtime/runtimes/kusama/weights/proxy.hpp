/// Weights of Proxy.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_proxy.rs
#pragma once

#include "runtime/pallets/proxy/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_proxy::Weights<Measured> kProxy{
    .proxy = {19'179'673, 4706, 1, 0, {{30'768}}},
    .proxy_announced = {52'388'520, 5698, 3, 2, {{167'115}, {29'715}}},
    .remove_announcement = {33'649'465, 5698, 2, 2, {{239'441}, {59'836}}},
    .reject_announcement = {33'214'787, 5698, 2, 2, {{267'612}, {26'703}}},
    .announce = {42'731'393, 5698, 3, 2, {{324'113}, {74'711}}},
    .add_proxy = {32'522'967, 4706, 1, 1, {{79'083}}},
    .remove_proxy = {31'574'717, 4706, 1, 1, {{122'503}}},
    .remove_proxies = {28'941'431, 4706, 1, 1, {{64'608}}},
    .create_pure = {35'976'165, 4706, 1, 1, {{62'182}}},
    .kill_pure = {35'415'607, 4706, 1, 1, {{0}}},
    .poke_deposit = {59'879'000, 5698, 3, 3},
};

}  // namespace serinus::kusama::weights
