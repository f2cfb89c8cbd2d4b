/// The types of WebAssembly 1.0 ("MVP").
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace serinus::wasm {

/// Spec of WebAssembly: binary encoding of value types.
enum class ValueType : uint8_t { kI32 = 0x7f, kI64 = 0x7e, kF32 = 0x7d, kF64 = 0x7c };

/// At most one result: more than one is a later extension, which runtimes may not use.
struct FunctionType {
    std::vector<ValueType> params;
    std::optional<ValueType> result;

    friend bool operator==(const FunctionType&, const FunctionType&) = default;
};

/// Of a memory in pages of 64 KiB, of a table in entries.
struct Limits {
    uint32_t min = 0;
    std::optional<uint32_t> max;

    friend bool operator==(const Limits&, const Limits&) = default;
};

struct GlobalType {
    ValueType type = ValueType::kI32;
    bool is_mutable = false;

    friend bool operator==(const GlobalType&, const GlobalType&) = default;
};

/// A value of any type as 64 bits: i32 and f32 in the lower half, upper half zero; floats as their bits.
using Raw = uint64_t;

inline constexpr uint32_t kPageBytes = 64 * 1024;
inline constexpr uint32_t kMaxPages = 65536;

}  // namespace serinus::wasm
