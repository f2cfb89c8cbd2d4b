/// Weights of ConvictionVoting. `r`: votes of the account that votes are delegated to.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_conviction_voting.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ConvictionVoting {
    static constexpr Weight vote_new() noexcept { return measured(138'472'000, 42'428).reads(6).writes(5); }
    static constexpr Weight vote_existing() noexcept { return measured(208'107'000, 83'866).reads(7).writes(6); }
    static constexpr Weight remove_vote() noexcept { return measured(178'672'000, 83'866).reads(4).writes(4); }
    static constexpr Weight remove_other_vote() noexcept { return measured(81'826'000, 30'706).reads(2).writes(1); }
    static constexpr Weight delegate(uint32_t r) noexcept {
        return measured(1'660'796'858, 83'866).per(r, 39'100'130, 3411).reads(7 + uint64_t{r}).writes(6 + uint64_t{r});
    }
    static constexpr Weight undelegate(uint32_t r) noexcept {
        return measured(1'595'379'097, 83'866).per(r, 39'176'354, 3411).reads(4 + uint64_t{r}).writes(4 + uint64_t{r});
    }
    static constexpr Weight unlock() noexcept { return measured(102'780'000, 30'706).reads(4).writes(3); }
};

}  // namespace serinus::kusama::weights
