/// What wallets ask about messages: what they cost, what they would do, whose account a location is.
/// Source: xcm-runtime-apis 0.9; pallet-xcm 22, lib.rs
///
/// `R`: XcmPallet, System, `static const xcm::AccountConverter& accounts_of_locations()`, `static xcm::AssetId
/// fee_asset()`, and where messages wait that were sent: Dmp of a relay chain, or else `MessageQueues`, like
/// DownwardQueues.
#pragma once

#include "runtime/pallets/system/types.hpp"
#include "runtime/pallets/whitelist/types.hpp"
#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/sdk/runtime_api.hpp"
#include "runtime/xcm/builders/accounts.hpp"

namespace serinus::xcm_runtime_apis {

using namespace sdk;

namespace fees {

enum class Error : uint8_t {
    /// There is no such function.
    Unimplemented,
    /// A version cannot say it.
    VersionedConversionFailed,
    /// The program could not be weighed.
    WeightNotComputable,
    /// There is no such version.
    UnhandledXcmVersion,
    /// Fees are not paid with this asset.
    AssetNotFound,
    /// There is no way to the destination.
    Unroutable,
};

}  // namespace fees

namespace dry_run {

/// Messages by where they go.
using Forwarded = std::vector<std::pair<xcm::VersionedLocation, std::vector<xcm::VersionedXcm>>>;

/// What a call did.
template <class Event>
struct CallDryRunEffects {
    using Params = List<Param<"Event", Event>>;

    pallet_whitelist::types::DispatchOutcome execution_result;
    std::vector<Event> emitted_events;
    std::optional<xcm::VersionedXcm> local_xcm;  ///< the last program that ran here
    Forwarded forwarded_xcms;
};

/// What a program did.
template <class Event>
struct XcmDryRunEffects {
    using Params = List<Param<"Event", Event>>;

    xcm::Outcome execution_result;
    std::vector<Event> emitted_events;
    Forwarded forwarded_xcms;
};

enum class Error : uint8_t {
    /// There is no such function.
    Unimplemented,
    /// A version cannot say it.
    VersionedConversionFailed,
};

}  // namespace dry_run

/// Messages of a relay chain that wait for its parachains.
template <class Dmp>
struct DownwardQueues {
    using Waiting = std::vector<std::pair<xcm::Location, std::vector<Bytes>>>;

    /// Takes all away.
    static void forget();
    /// All, as they were encoded, by where they go.
    static Waiting waiting();
};

namespace conversions {

enum class Error : uint8_t {
    /// The location has no account.
    Unsupported,
    /// This version cannot say it.
    VersionedConversionFailed,
};

}  // namespace conversions

namespace api {

/// What programs cost here, and messages on their way.
template <class R>
struct XcmPaymentApi {
    static constexpr ByteArray<8> kId = {0x6f, 0xf5, 0x2e, 0xe8, 0x58, 0xe6, 0xc5, 0xbd};
    static constexpr uint32_t kVersion = 1;
    template <class T>
    using ResultOf = Result<T, fees::Error>;

    /// The assets with which execution is paid, in the given version; none if there is no such version.
    struct query_acceptable_payment_assets {
        uint32_t xcm_version{};
        ResultOf<std::vector<xcm::VersionedAssetId>> operator()() const;
    };
    /// The weight of a program with its calls.
    struct query_xcm_weight {
        xcm::VersionedXcm message;
        ResultOf<Weight> operator()() const;
    };
    /// What a weight costs in an asset.
    struct query_weight_to_asset_fee {
        Weight weight;
        xcm::VersionedAssetId asset;
        ResultOf<uint128_t> operator()() const;
    };
    /// What it costs to send a message; in the higher version of the arguments'.
    struct query_delivery_fees {
        xcm::VersionedLocation destination;
        xcm::VersionedXcm message;
        ResultOf<xcm::VersionedAssets> operator()() const;
    };
    using Methods =
        List<query_acceptable_payment_assets, query_xcm_weight, query_weight_to_asset_fee, query_delivery_fees>;
};

/// What calls and programs would do. Messages that wait count as sent by nobody: their queues are emptied first.
template <class R>
struct DryRunApi {
    static constexpr ByteArray<8> kId = {0x91, 0xb1, 0xc8, 0xb1, 0x63, 0x28, 0xeb, 0x92};
    static constexpr uint32_t kVersion = 2;

    /// Makes a call. Programs and messages are given in the version that is asked for.
    struct dry_run_call {
        OriginCaller origin;
        RuntimeCall call;
        uint32_t result_xcms_version{};
        Result<dry_run::CallDryRunEffects<RuntimeEvent>, dry_run::Error> operator()() const;
    };
    /// Runs a program of another place.
    struct dry_run_xcm {
        xcm::VersionedLocation origin_location;
        xcm::VersionedXcmOfCalls xcm_;
        Result<dry_run::XcmDryRunEffects<RuntimeEvent>, dry_run::Error> operator()() const;
    };
    using Methods = List<dry_run_call, dry_run_xcm>;
};

/// Accounts of locations.
template <class R>
struct LocationToAccountApi {
    static constexpr ByteArray<8> kId = {0x9f, 0xfb, 0x50, 0x5a, 0xa7, 0x38, 0xd6, 0x9c};
    static constexpr uint32_t kVersion = 1;

    /// The account that programs of a place have here.
    struct convert_location {
        xcm::VersionedLocation location;
        Result<AccountId, conversions::Error> operator()() const;
    };
    using Methods = List<convert_location>;
};

}  // namespace api

}  // namespace serinus::xcm_runtime_apis
