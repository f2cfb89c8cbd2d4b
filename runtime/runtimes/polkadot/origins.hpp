/// The origins that Polkadot's pallets vouch for, and the checks of them.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/governance/origins.rs
#pragma once

#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/runtimes/common/relay/origin_checks.hpp"
#include "runtime/runtimes/polkadot/parameters.hpp"
#include "runtime/sdk/origin.hpp"

namespace serinus::polkadot_runtime::governance::origins::pallet_custom_origins {

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
};

}  // namespace serinus::polkadot_runtime::governance::origins::pallet_custom_origins

namespace serinus::polkadot_runtime {

/// The shape of sdk::OriginCaller on Polkadot; that of XCM is not here yet.
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
    scale::Enum<sdk::At<0, system>, sdk::At<22, Origins>, sdk::At<50, ParachainsOrigin>> v;
};

}  // namespace serinus::polkadot_runtime

namespace serinus::polkadot::origins {

using Custom = polkadot_runtime::governance::origins::pallet_custom_origins::Origin;
inline constexpr uint8_t kOriginsPallet = 22;

/// The origin as one of Polkadot's own, if it is.
inline std::optional<Custom> custom(const sdk::OriginCaller& caller) {
    return relay::custom_origin<Custom, kOriginsPallet>(caller);
}

template <Custom kCase>
using Ensure = sdk::EnsurePalletOrigin<kOriginsPallet, kCase>;
template <Custom kCase>
using EnsureOrRoot = sdk::EitherOf<sdk::EnsureRoot, Ensure<kCase>>;

/// An origin that may spend of the treasury, or Root without a limit; success: how much at once.
using TreasurySpender = sdk::EitherOf<sdk::EnsureRootWithSuccess<~sdk::Balance{0}>,
                                      relay::Spender<Custom, kOriginsPallet, currency::kDollars>>;

}  // namespace serinus::polkadot::origins
