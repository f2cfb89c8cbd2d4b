#include "wasm/x64/cpu_features.hpp"

#include <asmjit/x86.h>

namespace serinus::wasm::x64 {

CpuFeatures CpuFeatures::of_host() noexcept {
    const auto& features = asmjit::CpuInfo::host().features().x86();
    return {.lzcnt = features.hasLZCNT(), .bmi1 = features.hasBMI(), .bmi2 = features.hasBMI2()};
}

bool CpuFeatures::host_is_supported() noexcept {
    const auto& features = asmjit::CpuInfo::host().features().x86();
    return features.hasSSE4_1() && features.hasPOPCNT();
}

}  // namespace serinus::wasm::x64
