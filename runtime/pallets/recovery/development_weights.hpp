/// Weights of Recovery for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Recovery {
    static constexpr Weight as_recovered() noexcept { return measured(9'800'000, 3600).reads(1); }
    static constexpr Weight set_recovered() noexcept { return measured(9'600'000, 0).writes(1); }
    static constexpr Weight create_recovery(uint32_t n) noexcept {
        return measured(28'000'000, 3900).per(n, 60'000, 0).reads(1).writes(1);
    }
    static constexpr Weight initiate_recovery() noexcept { return measured(31'000'000, 3900).reads(2).writes(1); }
    static constexpr Weight vouch_recovery(uint32_t n) noexcept {
        return measured(21'000'000, 3900).per(n, 150'000, 0).reads(2).writes(1);
    }
    static constexpr Weight claim_recovery(uint32_t n) noexcept {
        return measured(25'000'000, 3900).per(n, 120'000, 0).reads(3).writes(1);
    }
    static constexpr Weight close_recovery(uint32_t n) noexcept {
        return measured(37'000'000, 3900).per(n, 120'000, 0).reads(2).writes(2);
    }
    static constexpr Weight remove_recovery(uint32_t n) noexcept {
        return measured(33'000'000, 3900).per(n, 180'000, 0).reads(2).writes(1);
    }
    static constexpr Weight cancel_recovered() noexcept { return measured(12'000'000, 3600).reads(1).writes(1); }
};

}  // namespace serinus::development_weights
