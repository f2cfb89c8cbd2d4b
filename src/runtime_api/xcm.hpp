/// The APIs DryRunApi and XcmPaymentApi. Their types are those of XCM, of which the host knows nothing: arguments and
/// answers stay encoded. Observed: xcm-runtime-apis, polkadot-stable2407
#pragma once

#include "runtime_api/call.hpp"

namespace serinus::runtime_api::xcm {

/// Of origin and call; since version 2 of the version of XCM of the effects too.
inline constexpr Call<Encoded(Encoded)> kDryRunCall{"DryRunApi_dry_run_call", {}, Reuse::kAtBlock};
/// Of the location of the origin and the program.
inline constexpr Call<Encoded(Encoded)> kDryRunXcm{"DryRunApi_dry_run_xcm", {}, Reuse::kAtBlock};

/// Of the version of XCM: the assets in which fees may be paid.
inline constexpr Call<Encoded(uint32_t)> kQueryAcceptablePaymentAssets{
    "XcmPaymentApi_query_acceptable_payment_assets", {}, Reuse::kAtBlock};
/// Of a program.
inline constexpr Call<Encoded(Encoded)> kQueryXcmWeight{"XcmPaymentApi_query_xcm_weight", {}, Reuse::kAtBlock};
/// Of a weight and an asset.
inline constexpr Call<Encoded(Encoded)> kQueryWeightToAssetFee{
    "XcmPaymentApi_query_weight_to_asset_fee", {}, Reuse::kAtBlock};
/// Of a destination and a program.
inline constexpr Call<Encoded(Encoded)> kQueryDeliveryFees{"XcmPaymentApi_query_delivery_fees", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::xcm
