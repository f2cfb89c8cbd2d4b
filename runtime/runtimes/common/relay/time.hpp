/// Time on the relay chains, in milliseconds or blocks.
/// Source: fellowship runtimes v1.0.0, relay/kusama/constants and relay/polkadot/constants, which agree
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::relay {

inline constexpr sdk::Moment kMillisecondsPerBlock = 6'000;
inline constexpr sdk::BlockNumber kMinutes = 60'000 / kMillisecondsPerBlock;
inline constexpr sdk::BlockNumber kHours = kMinutes * 60;
inline constexpr sdk::BlockNumber kDays = kHours * 24;
inline constexpr sdk::BlockNumber kWeeks = kDays * 7;

}  // namespace serinus::relay
