/// Weights of Whitelist. `n`: bytes of the call.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_whitelist.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Whitelist {
    static constexpr Weight whitelist_call() noexcept { return measured(18'977'000, 3556).reads(2).writes(2); }
    static constexpr Weight remove_whitelisted_call() noexcept { return measured(16'697'000, 3556).reads(2).writes(2); }
    static constexpr Weight dispatch_whitelisted_call(uint32_t n) noexcept {
        return measured(27'934'000, 3753).per(n, 1213, 1).reads(3).writes(3);
    }
    static constexpr Weight dispatch_whitelisted_call_with_preimage(uint32_t n) noexcept {
        return measured(19'932'877, 3556).per(n, 1418, 0).reads(2).writes(2);
    }
};

}  // namespace serinus::polkadot::weights
