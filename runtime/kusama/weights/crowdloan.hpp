/// Weights of Crowdloan. `k`: contributions that are given back, `n`: funds that bid.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_crowdloan.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Crowdloan {
    static constexpr Weight create() noexcept { return measured(52'521'000, 3'880).reads(5).writes(3); }
    static constexpr Weight contribute() noexcept { return measured(146'766'000, 3'994).reads(7).writes(4); }
    static constexpr Weight withdraw() noexcept { return measured(77'776'000, 6'196).reads(4).writes(4); }
    static constexpr Weight refund(uint32_t k) noexcept {
        return measured(33'238'000, 137).per(k, 37'980'776, 189).reads(3 + 2 * uint64_t{k}).writes(2 + 2 * uint64_t{k});
    }
    static constexpr Weight dissolve() noexcept { return measured(55'331'000, 6'196).reads(3).writes(3); }
    static constexpr Weight edit() noexcept { return measured(27'277'000, 3'699).reads(1).writes(1); }
    static constexpr Weight add_memo() noexcept { return measured(35'712'000, 3'876).reads(2).writes(1); }
    static constexpr Weight poke() noexcept { return measured(28'063'000, 3'703).reads(2).writes(1); }
    static constexpr Weight on_initialize(uint32_t n) noexcept {
        return measured(10'045'905, 5'385)
            .per(n, 60'879'551, 2'832)
            .reads(5 + 5 * uint64_t{n})
            .writes(3 + 2 * uint64_t{n});
    }
};

}  // namespace serinus::kusama::weights
