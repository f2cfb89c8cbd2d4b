/// The checks of a relay chain's own origins, those of its pallet Origins, for configurations.
/// Source: fellowship runtimes v1.0.0, relay/kusama and relay/polkadot, src/governance/origins.rs
///
/// `Custom` is the chain's enumeration of these origins, `kPallet` the index of the pallet.
#pragma once

#include "runtime/sdk/origin.hpp"
#include "runtime/sdk/origin_checks.hpp"

namespace serinus::relay {

/// The origin as one of the chain's own, if it is.
template <class Custom, uint8_t kPallet>
std::optional<Custom> custom_origin(const sdk::OriginCaller& caller) {
    const auto* const of_pallet = std::get_if<sdk::PalletOrigin>(&caller.v);
    if (!of_pallet || of_pallet->pallet != kPallet) return std::nullopt;
    const auto origin = scale::decode<Custom>(of_pallet->origin);
    return origin ? std::optional<Custom>(*origin) : std::nullopt;
}

/// An origin that may spend of the treasury; success: how much at once. `kCoin`: a DOT on Polkadot, a quid on Kusama.
template <class Custom, uint8_t kPallet, sdk::Balance kCoin>
struct Spender {
    using Success = sdk::Balance;
    static std::optional<sdk::Balance> try_origin(const sdk::RuntimeOrigin& origin) {
        const auto by = custom_origin<Custom, kPallet>(origin.caller());
        if (!by) return std::nullopt;
        switch (*by) {
            case Custom::SmallTipper:
                return 250 * kCoin;
            case Custom::BigTipper:
                return 1'000 * kCoin;
            case Custom::SmallSpender:
                return 10'000 * kCoin;
            case Custom::MediumSpender:
                return 100'000 * kCoin;
            case Custom::BigSpender:
                return 1'000'000 * kCoin;
            case Custom::Treasurer:
                return 10'000'000 * kCoin;
            default:
                return std::nullopt;
        }
    }
};

}  // namespace serinus::relay
