/// What Identity weighs. `r`: registrars, or judgements; `s`, `p`: sub-accounts, new and old; `x`: additional fields.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_identity {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> add_registrar = sdk::estimate(12'000'000, 2700, 1, 1, {{98'000}});                  // r
    Figures<2> set_identity = sdk::estimate(29'000'000, 12'000, 1, 1, {{140'000}, {380'000}});     // r, x
    Figures<1> set_subs_new = sdk::estimate(21'000'000, 12'000, 2, 1, {{2'800'000, 2600, 1, 1}});  // s
    Figures<1> set_subs_old = sdk::estimate(23'000'000, 12'000, 2, 1, {{1'300'000, 0, 0, 1}});     // p
    Figures<3> clear_identity =
        sdk::estimate(34'000'000, 12'000, 2, 2, {{130'000}, {1'200'000, 0, 0, 1}, {220'000}});       // r, s, x
    Figures<2> request_judgement = sdk::estimate(31'000'000, 12'000, 2, 1, {{190'000}, {400'000}});  // r, x
    Figures<2> cancel_request = sdk::estimate(27'000'000, 12'000, 1, 1, {{180'000}, {400'000}});     // r, x
    Figures<1> set_fee = sdk::estimate(6'800'000, 2700, 1, 1, {{85'000}});                           // r
    Figures<1> set_account_id = sdk::estimate(8'600'000, 2700, 1, 1, {{120'000}});                   // r
    Figures<1> set_fields = sdk::estimate(8'500'000, 2700, 1, 1, {{130'000}});                       // r
    Figures<2> provide_judgement = sdk::estimate(22'000'000, 12'000, 2, 1, {{150'000}, {630'000}});  // r, x
    Figures<3> kill_identity =
        sdk::estimate(49'000'000, 12'000, 3, 3, {{130'000}, {1'300'000, 0, 0, 1}, {230'000}});  // r, s, x
    Figures<1> add_sub = sdk::estimate(33'000'000, 12'000, 3, 2, {{100'000}});                  // s
    Figures<1> rename_sub = sdk::estimate(16'000'000, 12'000, 2, 1, {{37'000}});                // s
    Figures<1> remove_sub = sdk::estimate(35'000'000, 12'000, 3, 2, {{90'000}});                // s
    Figures<1> quit_sub = sdk::estimate(27'000'000, 6800, 3, 2, {{73'000}});                    // s
};

}  // namespace serinus::pallet_identity
