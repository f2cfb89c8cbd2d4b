/// The origins that Kusama's pallets vouch for. Stored calls name them (the Scheduler's agenda, Referenda), so they
/// must be known before the pallets are: an origin of a pallet that is not there is decoded, and nobody grants it.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/origins.rs, and Kusama's metadata
#pragma once

#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/sdk/origin.hpp"
#include "runtime/sdk/xcm/location.hpp"

namespace serinus::staging_kusama_runtime::governance::origins::pallet_custom_origins {

/// What a referendum's track gives to the call that it enacts.
enum class Origin : uint8_t {
    StakingAdmin,
    Treasurer,
    FellowshipAdmin,
    GeneralAdmin,
    AuctionAdmin,
    LeaseAdmin,
    ReferendumCanceller,
    ReferendumKiller,
    SmallTipper,
    BigTipper,
    SmallSpender,
    MediumSpender,
    BigSpender,
    WhitelistedCaller,
    FellowshipInitiates,
    Fellows,
    FellowshipExperts,
    FellowshipMasters,
    Fellowship1Dan,
    Fellowship2Dan,
    Fellowship3Dan,
    Fellowship4Dan,
    Fellowship5Dan,
    Fellowship6Dan,
    Fellowship7Dan,
    Fellowship8Dan,
    Fellowship9Dan,
};

}  // namespace serinus::staging_kusama_runtime::governance::origins::pallet_custom_origins

namespace serinus::pallet_xcm::pallet {

/// A message from elsewhere, or the answer to a query.
struct Origin {
    struct Xcm {
        staging_xcm::v3::multilocation::MultiLocation _0;
        friend bool operator==(const Xcm&, const Xcm&) = default;
    };
    struct Response {
        staging_xcm::v3::multilocation::MultiLocation _0;
        friend bool operator==(const Response&, const Response&) = default;
    };
    std::variant<Xcm, Response> v;
    friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace serinus::pallet_xcm::pallet

namespace serinus::sp_core {

/// Has no value.
enum class Void : uint8_t {};

}  // namespace serinus::sp_core

namespace serinus::staging_kusama_runtime {

/// The shape of sdk::OriginCaller on Kusama. The indices are the pallets', but for Void, which comes last.
struct OriginCaller {
    struct system {
        sdk::RawOrigin _0;
    };
    struct Origins {
        governance::origins::pallet_custom_origins::Origin _0;
    };
    struct ParachainsOrigin {
        polkadot_runtime_parachains::origin::pallet::Origin _0;
    };
    struct XcmPallet {
        pallet_xcm::pallet::Origin _0;
    };
    struct Void {
        sp_core::Void _0;
    };
    scale::Enum<sdk::At<0, system>, sdk::At<43, Origins>, sdk::At<50, ParachainsOrigin>, sdk::At<99, XcmPallet>,
                sdk::At<4, Void>>
        v;
};

}  // namespace serinus::staging_kusama_runtime
