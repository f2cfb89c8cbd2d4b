/// Weights of Multisig. `s`: signatories; `z`: bytes of the call.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_multisig.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Multisig {
    static constexpr Weight as_multi_threshold_1(uint32_t z) noexcept { return measured(13'653'647, 0).per(z, 508, 0); }
    static constexpr Weight as_multi_create(uint32_t s, uint32_t z) noexcept {
        return measured(33'241'844, 6811).per(s, 126'162, 0).per(z, 1412, 0).reads(1).writes(1);
    }
    static constexpr Weight as_multi_approve(uint32_t s, uint32_t z) noexcept {
        return measured(19'072'629, 6811).per(s, 119'724, 0).per(z, 1517, 0).reads(1).writes(1);
    }
    static constexpr Weight as_multi_complete(uint32_t s, uint32_t z) noexcept {
        return measured(36'233'544, 6811).per(s, 153'334, 0).per(z, 1505, 0).reads(2).writes(2);
    }
    static constexpr Weight approve_as_multi_create(uint32_t s) noexcept {
        return measured(31'711'572, 6811).per(s, 126'527, 0).reads(1).writes(1);
    }
    static constexpr Weight approve_as_multi_approve(uint32_t s) noexcept {
        return measured(18'739'375, 6811).per(s, 112'416, 0).reads(1).writes(1);
    }
    static constexpr Weight cancel_as_multi(uint32_t s) noexcept {
        return measured(33'093'370, 6811).per(s, 122'620, 0).reads(1).writes(1);
    }
};

}  // namespace serinus::kusama::weights
