/// Weights of Timestamp.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_timestamp.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Timestamp {
    static constexpr Weight set() noexcept { return measured(8'608'000, 1493).reads(2).writes(1); }
    static constexpr Weight on_finalize() noexcept { return measured(3'870'000, 0); }
};

}  // namespace serinus::kusama::weights
