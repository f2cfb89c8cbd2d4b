/// Weights of FastUnstake. `v`: validators of an era; `b`: stashes.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_fast_unstake.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct FastUnstake {
    static constexpr Weight on_idle_unstake(uint32_t b) noexcept {
        return measured(34'716'697, 2437)
            .per(b, 48'339'863, 3774)
            .reads(6 + 7 * uint64_t{b})
            .writes(1 + 5 * uint64_t{b});
    }
    static constexpr Weight on_idle_check(uint32_t v, uint32_t b) noexcept {
        return measured(613'410'000, 4621)
            .per(v, 184'402'413, 21'987)
            .per(b, 2'747'475'516, 52)
            .reads(7 + uint64_t{v})
            .writes(1);
    }
    static constexpr Weight register_fast_unstake() noexcept {
        return measured(126'770'000, 6248).reads(16).writes(10);
    }
    static constexpr Weight deregister() noexcept { return measured(41'695'000, 4556).reads(5).writes(2); }
    static constexpr Weight control() noexcept { return measured(2'317'000, 0).writes(1); }
};

}  // namespace serinus::polkadot::weights
