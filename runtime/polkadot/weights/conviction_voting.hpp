/// Weights of ConvictionVoting. `r`: votes of the account that votes are delegated to.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_conviction_voting.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ConvictionVoting {
    static constexpr Weight vote_new() noexcept { return measured(133'397'000, 42'428).reads(6).writes(5); }
    static constexpr Weight vote_existing() noexcept { return measured(206'120'000, 83'866).reads(7).writes(6); }
    static constexpr Weight remove_vote() noexcept { return measured(181'847'000, 83'866).reads(4).writes(4); }
    static constexpr Weight remove_other_vote() noexcept { return measured(83'047'000, 30'706).reads(2).writes(1); }
    static constexpr Weight delegate(uint32_t r) noexcept {
        return measured(1'683'585'056, 83'866).per(r, 40'661'211, 3411).reads(7 + uint64_t{r}).writes(6 + uint64_t{r});
    }
    static constexpr Weight undelegate(uint32_t r) noexcept {
        return measured(1'664'510'198, 83'866).per(r, 40'405'805, 3411).reads(4 + uint64_t{r}).writes(4 + uint64_t{r});
    }
    static constexpr Weight unlock() noexcept { return measured(100'982'000, 30'706).reads(4).writes(3); }
};

}  // namespace serinus::polkadot::weights
