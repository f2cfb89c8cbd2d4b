/// What XcmPallet weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_xcm {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> send = sdk::estimate(50'000'000, 3600, 5, 2);
    Figures<0> teleport_assets = sdk::estimate(190'000'000, 3600, 7, 3);
    Figures<0> reserve_transfer_assets = sdk::estimate(180'000'000, 3700, 7, 3);
    Figures<0> transfer_assets = sdk::estimate(200'000'000, 3600, 7, 3);
    Figures<0> execute = sdk::estimate(13'000'000, 1500, 1);
    Figures<0> force_xcm_version = sdk::estimate(11'000'000, 0, 0, 1);
    Figures<0> force_default_xcm_version = sdk::estimate(4'100'000, 0, 0, 1);
    Figures<0> force_subscribe_version_notify = sdk::estimate(60'000'000, 3600, 7, 5);
    Figures<0> force_unsubscribe_version_notify = sdk::estimate(64'000'000, 3800, 6, 4);
    Figures<0> force_suspension = sdk::estimate(4'100'000, 0, 0, 1);
    Figures<0> claim_assets = sdk::estimate(53'000'000, 3500, 2, 1);
    Figures<0> add_authorized_alias = sdk::estimate(60'000'000, 10'000, 2, 2);
    Figures<0> remove_authorized_alias = sdk::estimate(60'000'000, 10'000, 2, 2);
    // Of the migration to another version, for each entry.
    Figures<0> migrate_supported_version = sdk::estimate(29'000'000, 16'000, 6, 2);
    Figures<0> migrate_version_notifiers = sdk::estimate(29'000'000, 16'000, 6, 2);
    Figures<0> already_notified_target = sdk::estimate(33'000'000, 18'000, 7);
    Figures<0> notify_current_targets = sdk::estimate(41'000'000, 6100, 6, 1);
    Figures<0> notify_target_migration_fail = sdk::estimate(24'000'000, 13'000, 5);
    Figures<0> migrate_version_notify_targets = sdk::estimate(29'000'000, 16'000, 6, 2);
    Figures<0> migrate_and_notify_old_targets = sdk::estimate(54'000'000, 16'000, 10, 1);
};

}  // namespace serinus::pallet_xcm
