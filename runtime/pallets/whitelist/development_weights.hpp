/// Weights of Whitelist for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Whitelist {
    static constexpr Weight whitelist_call() noexcept { return measured(19'000'000, 3600).reads(2).writes(2); }
    static constexpr Weight remove_whitelisted_call() noexcept { return measured(20'000'000, 3600).reads(2).writes(2); }
    static constexpr Weight dispatch_whitelisted_call(uint32_t n) noexcept {
        return measured(31'000'000, 3900).per(n, 1300, 1).reads(3).writes(3);
    }
    static constexpr Weight dispatch_whitelisted_call_with_preimage(uint32_t n) noexcept {
        return measured(23'000'000, 3600).per(n, 1500, 0).reads(2).writes(2);
    }
};

}  // namespace serinus::development_weights
