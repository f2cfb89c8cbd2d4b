/// Weights of System.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/frame_system.rs and frame_system_extensions.rs
#pragma once

#include "runtime/pallets/system/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr frame_system::Weights<Measured> kSystem{
    .remark = {46'077'409, 0, 0, 0, {{588}}},
    .remark_with_event = {37'278'689, 0, 0, 0, {{1'774}}},
    .set_heap_pages = {6'610'000, 0, 0, 1},
    .set_code = {128'867'203'000, 0, 0, 1},
    .set_storage = {3'570'000, 0, 0, 0, {{1'111'269, 0, 0, 1}}},
    .kill_storage = {3'690'000, 0, 0, 0, {{837'610, 0, 0, 1}}},
    .kill_prefix = {6'880'000, 76, 0, 0, {{1'732'319, 70, 1, 1}}},
    .authorize_upgrade = {15'910'000, 0, 0, 1},
    .apply_authorized_upgrade = {133'691'582'000, 1518, 1, 2},
};

inline constexpr frame_system::ExtensionWeights<Measured> kSystemExtensions{
    .check_genesis = {6'570'000, 0},
    .check_mortality_mortal_transaction = {9'840'000, 0},
    .check_mortality_immortal_transaction = {11'320'000, 0},
    .check_non_zero_sender = {1'260'000, 0},
    .check_nonce = {13'460'000, 3593, 1, 1},
    .check_spec_version = {1'050'000, 0},
    .check_tx_version = {1'010'000, 0},
    .check_weight = {7'290'000, 0},
    .weight_reclaim = {4'980'000, 0},
};

}  // namespace serinus::kusama::weights
