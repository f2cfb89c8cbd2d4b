/// Weights of Whitelist. `n`: bytes of the call.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_whitelist.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Whitelist {
    static constexpr Weight whitelist_call() noexcept { return measured(18'363'000, 3556).reads(2).writes(2); }
    static constexpr Weight remove_whitelisted_call() noexcept { return measured(19'288'000, 3556).reads(2).writes(2); }
    static constexpr Weight dispatch_whitelisted_call(uint32_t n) noexcept {
        return measured(30'634'000, 3820).per(n, 1294, 1).reads(3).writes(3);
    }
    static constexpr Weight dispatch_whitelisted_call_with_preimage(uint32_t n) noexcept {
        return measured(22'365'194, 3556).per(n, 1448, 0).reads(2).writes(2);
    }
};

}  // namespace serinus::kusama::weights
