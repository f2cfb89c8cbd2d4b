/// What the processor can do.
#pragma once

#include <cstdint>

namespace serinus::wasm::x64 {

/// Extensions of the processor that the compiler makes use of; SSE4.1 and POPCNT are required.
struct CpuFeatures {
    bool lzcnt = false;
    bool bmi1 = false;  ///< TZCNT
    bool bmi2 = false;  ///< shifts by any register

    static CpuFeatures of_host() noexcept;
    /// Whether the host runs compiled code at all.
    static bool host_is_supported() noexcept;
    uint8_t bits() const noexcept { return static_cast<uint8_t>(lzcnt | bmi1 << 1 | bmi2 << 2); }
};

}  // namespace serinus::wasm::x64
