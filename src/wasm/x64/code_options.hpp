/// What compiled code depends on besides the module.
#pragma once

#include "wasm/x64/cpu_features.hpp"

namespace serinus::wasm::x64 {

struct CodeOptions {
    CpuFeatures features = {};
    bool interruptible = true;    ///< looks at Context::uninterrupted at loops and calls
    bool metered_frames = false;  ///< frames cost what metered_frames.hpp says
    bool checks_bounds = false;   ///< compares addresses with Context::memory_bytes instead of relying on page faults

    /// Different for code that is not the same.
    uint32_t bits() const noexcept {
        return features.bits() | uint32_t{interruptible} << 8 | uint32_t{checks_bounds} << 9 |
               uint32_t{metered_frames} << 10;
    }
};

}  // namespace serinus::wasm::x64
