/// Weights of Auctions.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_auctions.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Auctions {
    static constexpr Weight new_auction() noexcept { return measured(11'811'000, 1493).reads(2).writes(2); }
    static constexpr Weight bid() noexcept { return measured(101'437'000, 6060).reads(8).writes(4); }
    static constexpr Weight on_initialize() noexcept {
        return measured(7'852'648'000, 15'822'990).reads(3687).writes(3682);
    }
    static constexpr Weight cancel_auction() noexcept {
        return measured(6'010'908'000, 15'822'990).reads(3673).writes(3673);
    }
};

}  // namespace serinus::polkadot::weights
