/// Weights of Identity.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_identity.rs
#pragma once

#include "runtime/pallets/identity/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_identity::Weights<Measured> kIdentity{
    .add_registrar = {11'081'804, 2626, 1, 1, {{97'986}}},
    .set_identity = {28'019'917, 11'003, 1, 1, {{136'514}, {377'730}}},
    .set_subs_new = {20'340'743, 11'003, 2, 1, {{2'774'345, 2589, 1, 1}}},
    .set_subs_old = {22'648'274, 11'003, 2, 1, {{1'220'351, 0, 0, 1}}},
    .clear_identity = {33'751'930, 11'003, 2, 2, {{125'445}, {1'185'329, 0, 0, 1}, {216'485}}},
    .request_judgement = {30'134'963, 11'003, 2, 1, {{180'377}, {394'600}}},
    .cancel_request = {26'801'675, 11'003, 1, 1, {{173'029}, {398'205}}},
    .set_fee = {6'760'342, 2626, 1, 1, {{84'335}}},
    .set_account_id = {8'556'860, 2626, 1, 1, {{119'699}}},
    .set_fields = {8'492'136, 2626, 1, 1, {{126'547}}},
    .provide_judgement = {21'934'956, 11'003, 2, 1, {{149'851}, {621'479}}},
    .kill_identity = {48'392'841, 11'003, 3, 3, {{126'118}, {1'207'563, 0, 0, 1}, {223'848}}},
    .add_sub = {32'462'454, 11'003, 3, 2, {{99'670}}},
    .rename_sub = {15'611'703, 11'003, 2, 1, {{36'465}}},
    .remove_sub = {34'325'496, 11'003, 3, 2, {{89'297}}},
    .quit_sub = {26'441'577, 6723, 3, 2, {{72'799}}},
};

}  // namespace serinus::kusama::weights
