/// The checks of Kusama's own origins, for configurations, with what each of them allows.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/origins.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/origins.hpp"
#include "runtime/sdk/origin_checks.hpp"

namespace serinus::kusama::origins {

using Custom = staging_kusama_runtime::governance::origins::pallet_custom_origins::Origin;
inline constexpr uint8_t kOriginsPallet = 43;

/// The origin as one of Kusama's own, if it is.
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
                return 250 * currency::kQuid;
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
