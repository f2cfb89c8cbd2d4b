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

/// How many parachains there are that are not the system's, whose numbers are below 2000.
inline uint64_t public_parachains() {
    const auto parachains = detail::kParas.Parachains.get();
    const auto is_public = [](uint32_t id) { return id >= detail::kLowestPublicId; };
    return static_cast<uint64_t>(std::ranges::count_if(parachains, is_public));
}

inline sdk::Perquintill part_of_year(uint64_t duration_ms) {
    return sdk::Perquintill::from_rational(duration_ms, detail::kMillisecondsPerYear);
}

/// The validators' part, and what is left of an inflation of 10 % a year. `staked` and `stakable` in planck. Each
/// public parachain takes `1 / parachain_share` from the ideal stake.
inline std::pair<sdk::Balance, sdk::Balance> era_payout(sdk::Balance staked, sdk::Balance stakable,
                                                        uint64_t duration_ms, uint64_t parachain_share) {
    return pallet_staking::era_payout(staked, stakable, sdk::Perquintill::from_percent(10), part_of_year(duration_ms),
                                      public_parachains(), parachain_share);
}

}  // namespace serinus::relay
