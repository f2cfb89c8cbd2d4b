/// Weights of Preimage. `s`: bytes of the preimage.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_preimage.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Preimage {
    static constexpr Weight note_preimage(uint32_t s) noexcept {
        return measured(25'815'000, 3556).per(s, 2271, 0).reads(1).writes(2);
    }
    static constexpr Weight note_requested_preimage(uint32_t s) noexcept {
        return measured(14'554'000, 3556).per(s, 2335, 0).reads(1).writes(2);
    }
    static constexpr Weight note_no_deposit_preimage(uint32_t s) noexcept {
        return measured(14'086'000, 3556).per(s, 2279, 0).reads(1).writes(2);
    }
    static constexpr Weight unnote_preimage() noexcept { return measured(43'612'000, 3556).reads(1).writes(2); }
    static constexpr Weight unnote_no_deposit_preimage() noexcept {
        return measured(25'219'000, 3556).reads(1).writes(2);
    }
    static constexpr Weight request_preimage() noexcept { return measured(20'881'000, 3556).reads(1).writes(1); }
    static constexpr Weight request_no_deposit_preimage() noexcept {
        return measured(13'686'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight request_unnoted_preimage() noexcept {
        return measured(14'918'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight request_requested_preimage() noexcept {
        return measured(8'598'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight unrequest_preimage() noexcept { return measured(22'746'000, 3556).reads(1).writes(2); }
    static constexpr Weight unrequest_unnoted_preimage() noexcept {
        return measured(8'330'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight unrequest_multi_referenced_preimage() noexcept {
        return measured(8'518'000, 3556).reads(1).writes(1);
    }
};

}  // namespace serinus::kusama::weights
