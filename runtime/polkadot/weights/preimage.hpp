/// Weights of Preimage. `s`: bytes of the preimage.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_preimage.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Preimage {
    static constexpr Weight note_preimage(uint32_t s) noexcept {
        return measured(27'095'000, 3556).per(s, 2457, 0).reads(1).writes(2);
    }
    static constexpr Weight note_requested_preimage(uint32_t s) noexcept {
        return measured(15'125'000, 3556).per(s, 2726, 0).reads(1).writes(2);
    }
    static constexpr Weight note_no_deposit_preimage(uint32_t s) noexcept {
        return measured(14'388'000, 3556).per(s, 2742, 0).reads(1).writes(2);
    }
    static constexpr Weight unnote_preimage() noexcept { return measured(55'889'000, 3556).reads(1).writes(2); }
    static constexpr Weight unnote_no_deposit_preimage() noexcept {
        return measured(36'460'000, 3556).reads(1).writes(2);
    }
    static constexpr Weight request_preimage() noexcept { return measured(33'621'000, 3556).reads(1).writes(1); }
    static constexpr Weight request_no_deposit_preimage() noexcept {
        return measured(24'110'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight request_unnoted_preimage() noexcept {
        return measured(26'239'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight request_requested_preimage() noexcept {
        return measured(13'497'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight unrequest_preimage() noexcept { return measured(33'896'000, 3556).reads(1).writes(2); }
    static constexpr Weight unrequest_unnoted_preimage() noexcept {
        return measured(12'227'000, 3556).reads(1).writes(1);
    }
    static constexpr Weight unrequest_multi_referenced_preimage() noexcept {
        return measured(12'221'000, 3556).reads(1).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
