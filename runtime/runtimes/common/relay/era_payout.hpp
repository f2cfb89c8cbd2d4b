/// What the pay of an era depends on at a relay chain: its part of a year, and public parachains.
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

}  // namespace serinus::relay
