/// The checks of Kusama's own origins, for configurations, with what each of them allows.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/origins.rs
#pragma once

#include "runtime/runtimes/common/relay/origin_checks.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/origins.hpp"

namespace serinus::kusama::origins {

using Custom = staging_kusama_runtime::governance::origins::pallet_custom_origins::Origin;
inline constexpr uint8_t kOriginsPallet = 43;

/// The origin as one of Kusama's own, if it is.
inline std::optional<Custom> custom(const sdk::OriginCaller& caller) {
    return relay::custom_origin<Custom, kOriginsPallet>(caller);
}

template <Custom kCase>
using Ensure = sdk::EnsurePalletOrigin<kOriginsPallet, kCase>;
template <Custom kCase>
using EnsureOrRoot = sdk::EitherOf<sdk::EnsureRoot, Ensure<kCase>>;

/// An origin that may spend of the treasury, or Root without a limit; success: how much at once.
using TreasurySpender = sdk::EitherOf<sdk::EnsureRootWithSuccess<~sdk::Balance{0}>,
                                      relay::Spender<Custom, kOriginsPallet, currency::kQuid>>;

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
