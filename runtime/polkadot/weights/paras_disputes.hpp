/// Weights of ParasDisputes.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_disputes.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ParasDisputes {
    static constexpr Weight force_unfreeze() noexcept { return measured(2'694'000, 0).writes(1); }
};

}  // namespace serinus::polkadot::weights
