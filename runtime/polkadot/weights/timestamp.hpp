/// Weights of Timestamp.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_timestamp.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Timestamp {
    static constexpr Weight set() noexcept { return measured(8'393'000, 1493).reads(2).writes(1); }
    static constexpr Weight on_finalize() noexcept { return measured(3'773'000, 0); }
};

}  // namespace serinus::polkadot::weights
