/// Weights of Treasury. `p`: proposals that are approved.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_treasury.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Treasury {
    static constexpr Weight spend() noexcept { return measured(12'752'000, 1887).reads(2).writes(3); }
    static constexpr Weight propose_spend() noexcept { return measured(24'267'000, 1489).reads(1).writes(2); }
    static constexpr Weight reject_proposal() noexcept { return measured(37'350'000, 3593).reads(2).writes(2); }
    static constexpr Weight approve_proposal(uint32_t p) noexcept {
        return measured(10'234'157, 3573).per(p, 72'271, 0).reads(2).writes(1);
    }
    static constexpr Weight remove_approval() noexcept { return measured(6'149'000, 1887).reads(1).writes(1); }
    static constexpr Weight on_initialize_proposals(uint32_t p) noexcept {
        return measured(36'590'852, 1887)
            .per(p, 37'703'755, 5206)
            .reads(3 + 3 * uint64_t{p})
            .writes(3 + 3 * uint64_t{p});
    }
};

}  // namespace serinus::polkadot::weights
