/// Where a number goes that lies between two that can be written.
/// Pallet: sp-arithmetic
#pragma once

#include <cstdint>

namespace serinus::sdk {

/// Of numbers without a sign.
enum class Rounding : uint8_t {
    kUp,
    kDown,
    kNearestPrefUp,    ///< to the nearest; up from the middle
    kNearestPrefDown,  ///< to the nearest; down from the middle
};

/// Of numbers with a sign: high and low as on the number line, major and minor as in absolute value.
enum class SignedRounding : uint8_t {
    kHigh,
    kLow,
    kNearestPrefHigh,
    kNearestPrefLow,
    kMajor,
    kMinor,
    kNearestPrefMajor,
    kNearestPrefMinor,
};

/// What `rounding` means for the absolute value.
constexpr Rounding unsigned_rounding(SignedRounding rounding, bool negative) noexcept {
    switch (rounding) {
        case SignedRounding::kHigh:
            return negative ? Rounding::kDown : Rounding::kUp;
        case SignedRounding::kLow:
            return negative ? Rounding::kUp : Rounding::kDown;
        case SignedRounding::kNearestPrefHigh:
            return negative ? Rounding::kNearestPrefDown : Rounding::kNearestPrefUp;
        case SignedRounding::kNearestPrefLow:
            return negative ? Rounding::kNearestPrefUp : Rounding::kNearestPrefDown;
        case SignedRounding::kMajor:
            return Rounding::kUp;
        case SignedRounding::kMinor:
            return Rounding::kDown;
        case SignedRounding::kNearestPrefMajor:
            return Rounding::kNearestPrefUp;
        case SignedRounding::kNearestPrefMinor:
            return Rounding::kNearestPrefDown;
    }
    return Rounding::kDown;
}

}  // namespace serinus::sdk
