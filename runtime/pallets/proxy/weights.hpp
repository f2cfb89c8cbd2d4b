/// What Proxy weighs. `p`: proxies of the account; `a`: announcements of the proxy.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_proxy {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> proxy = sdk::estimate(15'000'000, 4800, 1, 0, {{33'000}});                         // p
    Figures<2> proxy_announced = sdk::estimate(37'000'000, 5700, 3, 2, {{92'000}, {32'000}});     // a, p
    Figures<2> remove_announcement = sdk::estimate(25'000'000, 5700, 2, 2, {{98'000}, {6700}});   // a, p
    Figures<2> reject_announcement = sdk::estimate(25'000'000, 5700, 2, 2, {{110'000}, {7400}});  // a, p
    Figures<2> announce = sdk::estimate(33'000'000, 5700, 3, 2, {{120'000}, {47'000}});           // a, p
    Figures<1> add_proxy = sdk::estimate(23'000'000, 4800, 1, 1, {{49'000}});                     // p
    Figures<1> remove_proxy = sdk::estimate(23'000'000, 4800, 1, 1, {{44'000}});                  // p
    Figures<1> remove_proxies = sdk::estimate(20'000'000, 4800, 1, 1, {{29'000}});                // p
    Figures<1> create_pure = sdk::estimate(25'000'000, 4800, 1, 1, {{14'000}});                   // p
    Figures<1> kill_pure = sdk::estimate(21'000'000, 4800, 1, 1, {{36'000}});                     // p
    Figures<0> poke_deposit = sdk::estimate(55'000'000, 5700, 3, 3);
};

}  // namespace serinus::pallet_proxy
