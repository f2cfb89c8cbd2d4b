/// Weights of Crowdloan. `k`: contributions that are given back, `n`: funds that bid.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_crowdloan.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Crowdloan {
    static constexpr Weight create() noexcept { return measured(55'243'000, 3880).reads(5).writes(3); }
    static constexpr Weight contribute() noexcept { return measured(146'270'000, 3962).reads(7).writes(4); }
    static constexpr Weight withdraw() noexcept { return measured(74'180'000, 6196).reads(4).writes(4); }
    static constexpr Weight refund(uint32_t k) noexcept {
        return measured(33'226'000, 138).per(k, 38'440'634, 189).reads(3 + 2 * uint64_t{k}).writes(2 + 2 * uint64_t{k});
    }
    static constexpr Weight dissolve() noexcept { return measured(48'339'000, 6196).reads(3).writes(3); }
    static constexpr Weight edit() noexcept { return measured(20'923'000, 3700).reads(1).writes(1); }
    static constexpr Weight add_memo() noexcept { return measured(32'659'000, 3877).reads(2).writes(1); }
    static constexpr Weight poke() noexcept { return measured(27'182'000, 3704).reads(2).writes(1); }
    static constexpr Weight on_initialize(uint32_t n) noexcept {
        return measured(13'287'824, 5385)
            .per(n, 61'666'895, 2832)
            .reads(5 + 5 * uint64_t{n})
            .writes(3 + 2 * uint64_t{n});
    }
};

}  // namespace serinus::polkadot::weights
