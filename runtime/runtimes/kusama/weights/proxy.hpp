/// Weights of Proxy.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_proxy.rs
#pragma once

#include "runtime/pallets/proxy/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_proxy::Weights<Measured> kProxy{
    .proxy = {14'041'514, 4706, 1, 0, {{32'526}}},
    .proxy_announced = {36'784'452, 5698, 3, 2, {{91'553}, {31'408}}},
    .remove_announcement = {24'783'433, 5698, 2, 2, {{97'262}, {6639}}},
    .reject_announcement = {24'550'552, 5698, 2, 2, {{103'114}, {7306}}},
    .announce = {32'451'138, 5698, 3, 2, {{110'414}, {46'728}}},
    .add_proxy = {22'656'648, 4706, 1, 1, {{48'598}}},
    .remove_proxy = {22'627'765, 4706, 1, 1, {{43'122}}},
    .remove_proxies = {19'777'501, 4706, 1, 1, {{28'455}}},
    .create_pure = {24'219'358, 4706, 1, 1, {{13'703}}},
    .kill_pure = {20'477'124, 4706, 1, 1, {{35'046}}},
};

}  // namespace serinus::kusama::weights
