/// The origins of Kusama's governance. An origin of a pallet that is not there is decoded, and nobody grants it.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance/origins.rs, and the metadata of Kusama 1.7.1
#pragma once

#include "runtime/sdk/origin.hpp"
#include "runtime/sdk/origin_checks.hpp"

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
    WishForChange,
};

}  // namespace serinus::staging_kusama_runtime::governance::origins::pallet_custom_origins

namespace serinus::staging_kusama_runtime {

/// The shape of sdk::OriginCaller on Kusama, as far as its pallets are there.
struct OriginCaller {
    struct system {
        sdk::RawOrigin _0;
    };
    struct Origins {
        governance::origins::pallet_custom_origins::Origin _0;
    };
    scale::Enum<sdk::At<0, system>, sdk::At<43, Origins>> v;
};

}  // namespace serinus::staging_kusama_runtime

namespace serinus::kusama_later::origins {

using Custom = staging_kusama_runtime::governance::origins::pallet_custom_origins::Origin;

template <Custom kCase>
using EnsureOrRoot = sdk::EitherOf<sdk::EnsureRoot, sdk::EnsurePalletOrigin<43, kCase>>;

}  // namespace serinus::kusama_later::origins
