/// Weights of Identity.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_identity.rs
#pragma once

#include "runtime/pallets/identity/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_identity::Weights<Measured> kIdentity{
    .add_registrar = {11'433'343, 2626, 1, 1, {{107'392}}},
    .set_identity = {28'819'468, 11'003, 1, 1, {{143'283}, {374'343}}},
    .set_subs_new = {21'002'939, 11'003, 2, 1, {{2'985'826, 2589, 1, 1}}},
    .set_subs_old = {21'688'162, 11'003, 2, 1, {{1'259'620, 0, 0, 1}}},
    .clear_identity = {23'919'723, 11'003, 2, 2, {{309'252}, {1'296'722, 0, 0, 1}, {250'637}}},
    .request_judgement = {28'576'581, 11'003, 2, 1, {{199'810}, {393'551}}},
    .cancel_request = {27'512'661, 11'003, 1, 1, {{100'122}, {383'720}}},
    .set_fee = {6'869'288, 2626, 1, 1, {{77'496}}},
    .set_account_id = {6'815'435, 2626, 1, 1, {{80'674}}},
    .set_fields = {6'889'903, 2626, 1, 1, {{75'937}}},
    .provide_judgement = {20'856'136, 11'003, 2, 1, {{112'498}, {628'545}}},
    .kill_identity = {35'967'174, 11'003, 3, 3, {{670'971}, {1'317'531, 0, 0, 1}, {268'630}}},
    .add_sub = {30'738'363, 11'003, 3, 2, {{122'854}}},
    .rename_sub = {15'073'494, 11'003, 2, 1, {{48'603}}},
    .remove_sub = {35'058'166, 11'003, 3, 2, {{83'914}}},
    .quit_sub = {26'684'339, 6723, 3, 2, {{82'389}}},
};

}  // namespace serinus::polkadot::weights
