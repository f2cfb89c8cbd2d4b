/// What Hrmp weighs. `i`, `e`: channels to and from a para; `c`: channels.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::hrmp {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> hrmp_init_open_channel = sdk::estimate(38'000'000, 3900, 8, 5);
    Figures<0> hrmp_accept_open_channel = sdk::estimate(34'000'000, 3900, 5, 4);
    Figures<0> hrmp_close_channel = sdk::estimate(35'000'000, 4000, 5, 4);
    Figures<2> force_clean_hrmp =
        sdk::estimate(1'300'000'000, 3800, 2, 4, {{3'800'000, 2600, 2, 3}, {3'700'000, 2600, 2, 3}});        // i, e
    Figures<1> force_process_hrmp_open = sdk::estimate(6'800'000, 2000, 1, 1, {{21'000'000, 5100, 7, 6}});   // c
    Figures<1> force_process_hrmp_close = sdk::estimate(5'500'000, 1800, 1, 1, {{14'000'000, 2600, 3, 5}});  // c
    Figures<1> hrmp_cancel_open_request = sdk::estimate(30'000'000, 4300, 3, 3, {{230'000, 15}});            // c
    /// The same whether a request was there before.
    Figures<1> force_open_hrmp_channel = sdk::estimate(65'000'000, 6600, 12, 8, {{0}});  // -
    Figures<0> establish_system_channel = sdk::estimate(160'000'000, 6600, 12, 8);
    Figures<0> poke_channel_deposits = sdk::estimate(13'000'000, 3300, 1, 0);
    Figures<0> establish_channel_with_system = sdk::estimate(270'000'000, 7000, 12, 14);
};

}  // namespace serinus::polkadot_runtime_parachains::hrmp
