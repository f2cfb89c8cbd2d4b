/// For how long a transaction may be included: for ever, or in the blocks of a window.
/// Spec: defn-extrinsic-mortality
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sp_runtime::generic::era {

struct Era {
    uint64_t period = 0;  ///< blocks, a power of two from 4 to 65536; 0: immortal
    uint64_t phase = 0;   ///< where windows begin, modulo the period

    /// A window of about `period` blocks that holds block `current`.
    static Era mortal(uint64_t period, uint64_t current) {
        const uint64_t rounded = std::bit_ceil(std::clamp<uint64_t>(period, 4, 1 << 16));
        const uint64_t grain = grain_of(rounded);
        return {rounded, current % rounded / grain * grain};
    }
    bool is_immortal() const { return period == 0; }
    /// The first block of the window around `current`; the hash of that block is signed.
    uint64_t birth(uint64_t current) const {
        if (is_immortal()) return 0;
        return (std::max(current, phase) - phase) / period * period + phase;
    }
    /// The first block behind that window.
    uint64_t death(uint64_t current) const {
        return is_immortal() ? ~uint64_t{0} : saturating_add(birth(current), period);
    }

    /// Long periods have coarse phases, so that both fit in two bytes.
    static constexpr uint64_t grain_of(uint64_t period) { return std::max<uint64_t>(period >> 12, 1); }
    friend bool operator==(const Era&, const Era&) = default;
};

}  // namespace serinus::sp_runtime::generic::era

namespace serinus::scale {

/// One byte of zero, or two bytes: log2 of the period less 1 in the lower four bits, the phase in grains above.
template <>
struct Codec<sp_runtime::generic::era::Era> {
    using Era = sp_runtime::generic::era::Era;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Era& era) { return era.is_immortal() ? 1 : 2; }
    static void write(Encoder& out, const Era& era) {
        if (era.is_immortal()) return out.byte(0);
        const auto exponent = static_cast<uint64_t>(std::clamp(std::countr_zero(era.period) - 1, 1, 15));
        const auto word = static_cast<uint16_t>(exponent | era.phase / Era::grain_of(era.period) << 4);
        out.byte(static_cast<uint8_t>(word));
        out.byte(static_cast<uint8_t>(word >> 8));
    }
    static bool read(Decoder& in, Era& era) {
        uint8_t low;
        uint8_t high;
        if (!in.byte(low)) return false;
        era = {};
        if (low == 0) return true;
        if (!in.byte(high)) return false;
        era.period = uint64_t{2} << (low % 16);
        era.phase = (uint64_t{low} >> 4 | uint64_t{high} << 4) * Era::grain_of(era.period);
        if (era.period < 4 || era.phase >= era.period) {
            return in.fail(DecodeFault::kUnknownVariant, in.position() - 2, low);
        }
        return true;
    }
};

}  // namespace serinus::scale
