/// What an era pays on a relay chain.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs and relay/polkadot/src/lib.rs
#pragma once

#include "runtime/pallets/staking/inflation.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::relay {
namespace detail {

/// The item of Paras that matters, read where Paras has it.
struct ParasItems {
    sdk::Value<std::vector<uint32_t>, sdk::OrDefault> Parachains;
};
inline constexpr ParasItems kParas = sdk::bind_storage<ParasItems>("Paras");

inline constexpr uint32_t kLowestPublicId = 2'000;
inline constexpr uint64_t kMillisecondsPerYear = uint64_t{1'000} * 3'600 * 24 * 36'525 / 100;

}  // namespace detail

/// The validators' part, and what is left of an inflation of 10 % a year. `staked` and `stakable` in planck. Parachains
/// but those of the system, whose numbers are below 2000, take `1 / parachain_share` each from the ideal stake.
inline std::pair<sdk::Balance, sdk::Balance> era_payout(sdk::Balance staked, sdk::Balance stakable,
                                                        uint64_t duration_ms, uint64_t parachain_share) {
    const auto parachains = detail::kParas.Parachains.get();
    const auto is_public = [](uint32_t id) { return id >= detail::kLowestPublicId; };
    const auto count = static_cast<uint64_t>(std::ranges::count_if(parachains, is_public));
    return pallet_staking::era_payout(staked, stakable, sdk::Perquintill::from_percent(10),
                                      sdk::Perquintill::from_rational(duration_ms, detail::kMillisecondsPerYear), count,
                                      parachain_share);
}

}  // namespace serinus::relay
