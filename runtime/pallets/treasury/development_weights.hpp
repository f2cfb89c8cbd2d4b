/// Weights of Treasury for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Treasury {
    static constexpr Weight spend() noexcept { return measured(13'000'000, 1900).reads(2).writes(3); }
    static constexpr Weight propose_spend() noexcept { return measured(25'000'000, 1500).reads(1).writes(2); }
    static constexpr Weight reject_proposal() noexcept { return measured(38'000'000, 3600).reads(2).writes(2); }
    static constexpr Weight approve_proposal(uint32_t p) noexcept {
        return measured(13'000'000, 3600).per(p, 84'000, 0).reads(2).writes(1);
    }
    static constexpr Weight remove_approval() noexcept { return measured(6'200'000, 1900).reads(1).writes(1); }
    static constexpr Weight on_initialize_proposals(uint32_t p) noexcept {
        return measured(56'000'000, 3600)
            .per(p, 38'000'000, 5300)
            .reads(4 + 3 * uint64_t{p})
            .writes(4 + 3 * uint64_t{p});
    }
};

}  // namespace serinus::development_weights
