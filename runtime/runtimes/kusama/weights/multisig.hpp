/// Weights of Multisig.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_multisig.rs
#pragma once

#include "runtime/pallets/multisig/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_multisig::Weights<Measured> kMultisig{
    .as_multi_threshold_1 = {28'929'411, 0, 0, 0, {{2'795}}},
    .as_multi_create = {52'148'693, 6811, 1, 1, {{121'210}, {2'324}}},
    .as_multi_approve = {24'024'693, 6811, 1, 1, {{154'166}, {2'879}}},
    .as_multi_complete = {49'611'977, 6811, 2, 2, {{195'891}, {2'815}}},
    .approve_as_multi_create = {46'071'286, 6811, 1, 1, {{152'257}}},
    .approve_as_multi_approve = {23'458'797, 6811, 1, 1, {{160'503}}},
    .cancel_as_multi = {44'631'047, 6811, 1, 1, {{169'025}}},
    .poke_deposit = {43'016'611, 6811, 1, 1, {{162'211}}},
};

}  // namespace serinus::kusama::weights
