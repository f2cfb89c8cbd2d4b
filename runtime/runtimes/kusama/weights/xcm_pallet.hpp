/// Weights of XcmPallet. What nobody may have on the relay chain weighs more than any block has.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_xcm.rs
#pragma once

#include "runtime/pallets/xcm/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

/// Of calls that could not be measured.
inline constexpr uint64_t kNoBlockHasThat = 18'446'744'073'709'551'000u;

inline constexpr pallet_xcm::Weights<Measured> kXcmPallet{
    .send = {50'050'000, 3610, 5, 2},
    .teleport_assets = {187'979'000, 3610, 7, 3},
    .reserve_transfer_assets = {182'750'000, 3662, 7, 3},
    .transfer_assets = {197'500'000, 3610, 7, 3},
    .execute = {13'000'000, 1485, 1},
    .force_xcm_version = {11'020'000, 0, 0, 1},
    .force_default_xcm_version = {4'140'000, 0},
    .force_subscribe_version_notify = {59'890'000, 3610, 7, 5},
    .force_unsubscribe_version_notify = {64'380'000, 3790, 6, 4},
    .force_suspension = {4'090'000, 0, 0, 1},
    .claim_assets = {52'590'000, 3488, 2, 1},
    .add_authorized_alias = {kNoBlockHasThat, 0},
    .remove_authorized_alias = {kNoBlockHasThat, 0},
    .migrate_supported_version = {29'270'000, 15'862, 6, 2},
    .migrate_version_notifiers = {29'190'000, 15'866, 6, 2},
    .already_notified_target = {32'720'000, 18'355, 7},
    .notify_current_targets = {40'870'000, 6084, 6, 1},
    .notify_target_migration_fail = {23'560'000, 13'405, 5},
    .migrate_version_notify_targets = {29'070'000, 15'873, 6, 2},
    .migrate_and_notify_old_targets = {54'180'000, 15'984, 10, 1},
};

}  // namespace serinus::kusama::weights
