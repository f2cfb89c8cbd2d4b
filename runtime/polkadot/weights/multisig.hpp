/// Weights of Multisig. `s`: signatories; `z`: bytes of the call.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_multisig.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Multisig {
    static constexpr Weight as_multi_threshold_1(uint32_t z) noexcept { return measured(13'886'909, 0).per(z, 475, 0); }
    static constexpr Weight as_multi_create(uint32_t s, uint32_t z) noexcept {
        return measured(30'357'018, 6811).per(s, 152'625, 0).per(z, 1517, 0).reads(1).writes(1);
    }
    static constexpr Weight as_multi_approve(uint32_t s, uint32_t z) noexcept {
        return measured(17'826'935, 6811).per(s, 112'939, 0).per(z, 1419, 0).reads(1).writes(1);
    }
    static constexpr Weight as_multi_complete(uint32_t s, uint32_t z) noexcept {
        return measured(34'291'681, 6811).per(s, 187'582, 0).per(z, 1663, 0).reads(2).writes(2);
    }
    static constexpr Weight approve_as_multi_create(uint32_t s) noexcept {
        return measured(29'607'829, 6811).per(s, 158'804, 0).reads(1).writes(1);
    }
    static constexpr Weight approve_as_multi_approve(uint32_t s) noexcept {
        return measured(16'866'363, 6811).per(s, 102'679, 0).reads(1).writes(1);
    }
    static constexpr Weight cancel_as_multi(uint32_t s) noexcept {
        return measured(33'274'185, 6811).per(s, 131'959, 0).reads(1).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
