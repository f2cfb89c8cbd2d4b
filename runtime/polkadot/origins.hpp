/// The origins that Polkadot's pallets vouch for, and the checks of them.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/governance/origins.rs
#pragma once

#include "runtime/polkadot/parameters.hpp"
#include "runtime/sdk/origin.hpp"
#include "runtime/sdk/origin_checks.hpp"

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

/// The shape of sdk::OriginCaller on Polkadot; those of parachains and XCM are not here yet.
struct OriginCaller {
    struct system {
        sdk::RawOrigin _0;
    };
    struct Origins {
        governance::origins::pallet_custom_origins::Origin _0;
    };
    scale::Enum<sdk::At<0, system>, sdk::At<22, Origins>> v;
};

}  // namespace serinus::polkadot_runtime

namespace serinus::polkadot::origins {

using Custom = polkadot_runtime::governance::origins::pallet_custom_origins::Origin;
inline constexpr uint8_t kOriginsPallet = 22;

/// The origin as one of Polkadot's own, if it is.
inline std::optional<Custom> custom(const sdk::OriginCaller& caller) {
    const auto* const of_pallet = std::get_if<sdk::PalletOrigin>(&caller.v);
    if (!of_pallet || of_pallet->pallet != kOriginsPallet) return std::nullopt;
    const auto origin = scale::decode<Custom>(of_pallet->origin);
    return origin ? std::optional<Custom>(*origin) : std::nullopt;
}

template <Custom kCase>
using Ensure = sdk::EnsurePalletOrigin<kOriginsPallet, kCase>;
template <Custom kCase>
using EnsureOrRoot = sdk::EitherOf<sdk::EnsureRoot, Ensure<kCase>>;

/// An origin that may spend of the treasury; success: how much at once.
struct Spender {
    using Success = sdk::Balance;
    static std::optional<sdk::Balance> try_origin(const sdk::RuntimeOrigin& origin) {
        const auto by = custom(origin.caller());
        if (!by) return std::nullopt;
        switch (*by) {
            case Custom::SmallTipper:
                return 250 * currency::kDollars;
            case Custom::BigTipper:
                return currency::kGrand;
            case Custom::SmallSpender:
                return 10 * currency::kGrand;
            case Custom::MediumSpender:
                return 100 * currency::kGrand;
            case Custom::BigSpender:
                return 1'000 * currency::kGrand;
            case Custom::Treasurer:
                return 10'000 * currency::kGrand;
            default:
                return std::nullopt;
        }
    }
};

/// The same, or Root without a limit.
using TreasurySpender = sdk::EitherOf<sdk::EnsureRootWithSuccess<~sdk::Balance{0}>, Spender>;

}  // namespace serinus::polkadot::origins
