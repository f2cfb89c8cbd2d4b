#pragma once

#include "wasm/types.hpp"

namespace serinus::wasm {

constexpr const char* to_string(ValueType type) noexcept {
    switch (type) {
        case ValueType::kI32:
            return "i32";
        case ValueType::kI64:
            return "i64";
        case ValueType::kF32:
            return "f32";
        case ValueType::kF64:
            return "f64";
    }
    return "any";
}

constexpr bool is_value_type(uint8_t byte) noexcept { return byte >= 0x7c && byte <= 0x7f; }

/// log2 of the size in bytes.
constexpr uint8_t size_log2(ValueType type) noexcept {
    return type == ValueType::kI32 || type == ValueType::kF32 ? 2 : 3;
}

}  // namespace serinus::wasm
