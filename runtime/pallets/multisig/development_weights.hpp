/// Weights of Multisig for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Multisig {
    static constexpr Weight as_multi_threshold_1(uint32_t z) noexcept { return measured(14'000'000, 0).per(z, 510, 0); }
    static constexpr Weight as_multi_create(uint32_t s, uint32_t z) noexcept {
        return measured(34'000'000, 6900).per(s, 130'000, 0).per(z, 1500, 0).reads(1).writes(1);
    }
    static constexpr Weight as_multi_approve(uint32_t s, uint32_t z) noexcept {
        return measured(20'000'000, 6900).per(s, 120'000, 0).per(z, 1600, 0).reads(1).writes(1);
    }
    static constexpr Weight as_multi_complete(uint32_t s, uint32_t z) noexcept {
        return measured(37'000'000, 6900).per(s, 160'000, 0).per(z, 1600, 0).reads(2).writes(2);
    }
    static constexpr Weight approve_as_multi_create(uint32_t s) noexcept {
        return measured(32'000'000, 6900).per(s, 130'000, 0).reads(1).writes(1);
    }
    static constexpr Weight approve_as_multi_approve(uint32_t s) noexcept {
        return measured(19'000'000, 6900).per(s, 120'000, 0).reads(1).writes(1);
    }
    static constexpr Weight cancel_as_multi(uint32_t s) noexcept {
        return measured(34'000'000, 6900).per(s, 130'000, 0).reads(1).writes(1);
    }
};

}  // namespace serinus::development_weights
