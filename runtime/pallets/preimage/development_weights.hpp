/// Weights of Preimage for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Preimage {
    static constexpr Weight note_preimage(uint32_t s) noexcept {
        return measured(26'000'000, 3600).per(s, 2300, 0).reads(1).writes(2);
    }
    static constexpr Weight note_requested_preimage(uint32_t s) noexcept {
        return measured(15'000'000, 3600).per(s, 2400, 0).reads(1).writes(2);
    }
    static constexpr Weight note_no_deposit_preimage(uint32_t s) noexcept {
        return measured(15'000'000, 3600).per(s, 2300, 0).reads(1).writes(2);
    }
    static constexpr Weight unnote_preimage() noexcept { return measured(44'000'000, 3600).reads(1).writes(2); }
    static constexpr Weight unnote_no_deposit_preimage() noexcept {
        return measured(26'000'000, 3600).reads(1).writes(2);
    }
    static constexpr Weight request_preimage() noexcept { return measured(21'000'000, 3600).reads(1).writes(1); }
    static constexpr Weight request_no_deposit_preimage() noexcept {
        return measured(14'000'000, 3600).reads(1).writes(1);
    }
    static constexpr Weight request_unnoted_preimage() noexcept {
        return measured(15'000'000, 3600).reads(1).writes(1);
    }
    static constexpr Weight request_requested_preimage() noexcept {
        return measured(8'600'000, 3600).reads(1).writes(1);
    }
    static constexpr Weight unrequest_preimage() noexcept { return measured(23'000'000, 3600).reads(1).writes(2); }
    static constexpr Weight unrequest_unnoted_preimage() noexcept {
        return measured(8'400'000, 3600).reads(1).writes(1);
    }
    static constexpr Weight unrequest_multi_referenced_preimage() noexcept {
        return measured(8'600'000, 3600).reads(1).writes(1);
    }
};

}  // namespace serinus::development_weights
