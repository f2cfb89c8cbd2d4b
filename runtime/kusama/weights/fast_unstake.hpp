/// Weights of FastUnstake. `v`: validators of an era; `b`: stashes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_fast_unstake.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct FastUnstake {
    static constexpr Weight on_idle_unstake(uint32_t b) noexcept {
        return measured(27'009'228, 4676)
            .per(b, 49'101'227, 3774)
            .reads(6 + 7 * uint64_t{b})
            .writes(1 + 5 * uint64_t{b});
    }
    static constexpr Weight on_idle_check(uint32_t v, uint32_t b) noexcept {
        return measured(1'541'283'000, 4676)
            .per(v, 435'603'417, 20963)
            .per(b, 1'716'153'455, 49)
            .reads(7 + uint64_t{v})
            .writes(1);
    }
    static constexpr Weight register_fast_unstake() noexcept { return measured(115'657'000, 4764).reads(15).writes(9); }
    static constexpr Weight deregister() noexcept { return measured(40'892'000, 4676).reads(5).writes(2); }
    static constexpr Weight control() noexcept { return measured(2'344'000, 0).writes(1); }
};

}  // namespace serinus::kusama::weights
