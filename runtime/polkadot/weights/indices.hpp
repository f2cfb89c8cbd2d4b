/// Weights of Indices.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_indices.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Indices {
    static constexpr Weight claim() noexcept { return measured(22'432'000, 3534).reads(1).writes(1); }
    static constexpr Weight transfer() noexcept { return measured(33'034'000, 3593).reads(2).writes(2); }
    static constexpr Weight free() noexcept { return measured(23'764'000, 3534).reads(1).writes(1); }
    static constexpr Weight force_transfer() noexcept { return measured(25'413'000, 3593).reads(2).writes(2); }
    static constexpr Weight freeze() noexcept { return measured(25'482'000, 3534).reads(1).writes(1); }
};

}  // namespace serinus::polkadot::weights
