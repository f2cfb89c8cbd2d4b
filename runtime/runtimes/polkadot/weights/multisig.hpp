/// Weights of Multisig.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_multisig.rs
#pragma once

#include "runtime/pallets/multisig/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_multisig::Weights<Measured> kMultisig{
    .as_multi_threshold_1 = {13'886'909, 0, 0, 0, {{475}}},
    .as_multi_create = {30'357'018, 6811, 1, 1, {{152'625}, {1517}}},
    .as_multi_approve = {17'826'935, 6811, 1, 1, {{112'939}, {1419}}},
    .as_multi_complete = {34'291'681, 6811, 2, 2, {{187'582}, {1663}}},
    .approve_as_multi_create = {29'607'829, 6811, 1, 1, {{158'804}}},
    .approve_as_multi_approve = {16'866'363, 6811, 1, 1, {{102'679}}},
    .cancel_as_multi = {33'274'185, 6811, 1, 1, {{131'959}}},
};

}  // namespace serinus::polkadot::weights
