/// Weights of Auctions.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_auctions.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Auctions {
    static constexpr Weight new_auction() noexcept { return measured(12'157'000, 1'493).reads(2).writes(2); }
    static constexpr Weight bid() noexcept { return measured(77'117'000, 6'060).reads(8).writes(4); }
    static constexpr Weight on_initialize() noexcept {
        return measured(7'519'980'000, 15'822'990).reads(3'687).writes(3'682);
    }
    static constexpr Weight cancel_auction() noexcept {
        return measured(5'837'394'000, 15'822'990).reads(3'673).writes(3'673);
    }
};

}  // namespace serinus::kusama::weights
