/// Weights of ParasDisputes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_disputes.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ParasDisputes {
    static constexpr Weight force_unfreeze() noexcept { return measured(2'585'000, 0).writes(1); }
};

}  // namespace serinus::kusama::weights
