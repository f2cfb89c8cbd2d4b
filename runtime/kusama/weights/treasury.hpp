/// Weights of Treasury. `p`: proposals that are approved.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_treasury.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Treasury {
    static constexpr Weight spend() noexcept { return measured(12'915'000, 1887).reads(2).writes(3); }
    static constexpr Weight propose_spend() noexcept { return measured(24'930'000, 1489).reads(1).writes(2); }
    static constexpr Weight reject_proposal() noexcept { return measured(37'341'000, 3593).reads(2).writes(2); }
    static constexpr Weight approve_proposal(uint32_t p) noexcept {
        return measured(12'144'577, 3573).per(p, 83'412, 0).reads(2).writes(1);
    }
    static constexpr Weight remove_approval() noexcept { return measured(6'191'000, 1887).reads(1).writes(1); }
    static constexpr Weight on_initialize_proposals(uint32_t p) noexcept {
        return measured(55'754'002, 3593)
            .per(p, 37'890'085, 5206)
            .reads(4 + 3 * uint64_t{p})
            .writes(4 + 3 * uint64_t{p});
    }
};

}  // namespace serinus::kusama::weights
