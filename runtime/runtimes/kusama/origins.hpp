/// The origins of Kusama's governance. An origin of a pallet that is not there is decoded, and nobody grants it.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance/origins.rs, and the metadata of Kusama 1.7.1
#pragma once

#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/pallets/xcm/types.hpp"
#include "runtime/runtimes/common/relay/origin_checks.hpp"
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
    struct ParachainsOrigin {
        polkadot_runtime_parachains::origin::pallet::Origin _0;
    };
    struct XcmPallet {
        pallet_xcm::pallet::Origin _0;
    };
    scale::Enum<sdk::At<0, system>, sdk::At<43, Origins>, sdk::At<50, ParachainsOrigin>, sdk::At<99, XcmPallet>> v;
};

}  // namespace serinus::staging_kusama_runtime

namespace serinus::kusama::origins {

using Custom = staging_kusama_runtime::governance::origins::pallet_custom_origins::Origin;

/// The origin as one of Kusama's own, if it is.
inline std::optional<Custom> custom(const sdk::OriginCaller& caller) {
    return relay::custom_origin<Custom, 43>(caller);
}

template <Custom kCase>
using Ensure = sdk::EnsurePalletOrigin<43, kCase>;
template <Custom kCase>
using EnsureOrRoot = sdk::EitherOf<sdk::EnsureRoot, Ensure<kCase>>;

/// The rank of the fellowship that an origin of a single rank stands for: 1 to 9.
constexpr std::optional<uint16_t> dan(Custom origin) {
    if (origin < Custom::Fellowship1Dan || origin > Custom::Fellowship9Dan) return std::nullopt;
    return static_cast<uint16_t>(static_cast<uint8_t>(origin) - static_cast<uint8_t>(Custom::Fellowship1Dan) + 1);
}

/// A decision of a rank of the fellowship; success: the rank.
struct EnsureFellowship {
    using Success = uint16_t;
    static std::optional<uint16_t> try_origin(const sdk::RuntimeOrigin& origin) {
        const auto by = custom(origin.caller());
        return by ? dan(*by) : std::nullopt;
    }
};

}  // namespace serinus::kusama::origins
