/// What money is called on Kusama, and what storage costs.
/// Source: fellowship runtimes v1.7.1, relay/kusama/constants/src/lib.rs
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::kusama::currency {

using sdk::Balance;

// In planck. The division cuts off, so 30 quids are not quite one KSM.
inline constexpr Balance kUnits = 1'000'000'000'000;  ///< one KSM
inline constexpr Balance kQuid = kUnits / 30;
inline constexpr Balance kCents = kQuid / 100;
inline constexpr Balance kMillicents = kCents / 1000;

/// What storage costs as long as it is occupied: so many entries that hold so many bytes.
constexpr Balance deposit(uint32_t items, uint32_t bytes) noexcept {
    return Balance{items} * 2000 * kCents + Balance{bytes} * 100 * kMillicents;
}

inline constexpr sdk::Balance kExistentialDeposit = kCents;

}  // namespace serinus::kusama::currency
