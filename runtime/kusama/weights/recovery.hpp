/// Weights of Recovery. `n`: friends. Kusama takes those that come with the pallet.
/// Source: pallet_recovery 23.0.0 (polkadot-sdk v1.1.0), weights.rs, those of ()
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Recovery {
    static constexpr Weight as_recovered() noexcept { return measured(9'773'000, 3545).reads(1); }
    static constexpr Weight set_recovered() noexcept { return measured(9'507'000, 0).writes(1); }
    static constexpr Weight create_recovery(uint32_t n) noexcept {
        return measured(27'917'651, 3816).per(n, 59'239, 0).reads(1).writes(1);
    }
    static constexpr Weight initiate_recovery() noexcept { return measured(30'192'000, 3854).reads(2).writes(1); }
    static constexpr Weight vouch_recovery(uint32_t n) noexcept {
        return measured(20'642'522, 3854).per(n, 142'308, 0).reads(2).writes(1);
    }
    static constexpr Weight claim_recovery(uint32_t n) noexcept {
        return measured(24'903'269, 3854).per(n, 117'343, 0).reads(3).writes(1);
    }
    static constexpr Weight close_recovery(uint32_t n) noexcept {
        return measured(36'368'748, 3854).per(n, 118'610, 0).reads(2).writes(2);
    }
    static constexpr Weight remove_recovery(uint32_t n) noexcept {
        return measured(32'552'838, 3854).per(n, 171'605, 0).reads(2).writes(1);
    }
    static constexpr Weight cancel_recovered() noexcept { return measured(11'851'000, 3545).reads(1).writes(1); }
};

}  // namespace serinus::kusama::weights
