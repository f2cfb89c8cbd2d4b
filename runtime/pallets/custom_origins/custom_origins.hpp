/// The origins of a relay chain's governance as a pallet. It has nothing but its place in the runtime, which their
/// encoding names, and which counts where each block asks another pallet first what to do when idle.
///
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance/origins.rs (pallet_custom_origins)
#pragma once

#include "runtime/sdk/pallet.hpp"

namespace serinus::pallet_custom_origins {

template <class T>
struct Pallet : sdk::PalletBase<Pallet<T>, T> {
    static_assert(sdk::PalletConfiguration<T>);
};

}  // namespace serinus::pallet_custom_origins
