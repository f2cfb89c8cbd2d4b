/// How large values are in the memory of the Rust reference on wasm32, whatever they take here. Limits of the memory of
/// what is decoded count so (Decoder::limit_memory), and are consensus.
#pragma once

#include "codec/codec.hpp"

namespace serinus::scale {

struct RustLayout {
    uint32_t size = 0;
    uint32_t align = 0;  ///< 0: the layout is not known, and nothing is counted

    constexpr bool is_known() const noexcept { return align != 0; }
    friend constexpr bool operator==(RustLayout, RustLayout) noexcept = default;
};

namespace detail {

/// Fields are ordered by their alignment, so that padding is at the end alone. Unknown if one of them is.
constexpr RustLayout rust_struct(std::initializer_list<RustLayout> fields) noexcept {
    RustLayout all{0, 1};
    for (const RustLayout& field : fields) {
        if (!field.is_known()) return {};
        all.size += field.size;
        all.align = std::max(all.align, field.align);
    }
    all.size = (all.size + all.align - 1) / all.align * all.align;
    return all;
}

template <class T>
constexpr RustLayout rust_layout_of();

}  // namespace detail

/// Of integers, arrays, sequences, structs and tuples by rule, where all inside are known. For an enum with data Rust
/// finds room in unused values: its figure is stated beside it, as measured on Kusama 1.7.1. Unknown otherwise.
template <class T>
inline constexpr RustLayout kRustLayout = detail::rust_layout_of<T>();

template <Integer T>
inline constexpr RustLayout kRustLayout<T>{sizeof(T), sizeof(T)};
template <>
inline constexpr RustLayout kRustLayout<bool>{1, 1};
template <size_t N, class Tag>
inline constexpr RustLayout kRustLayout<FixedBytes<N, Tag>>{uint32_t{N}, 1};
template <class T, size_t N>
inline constexpr RustLayout kRustLayout<std::array<T, N>>{uint32_t{N} * kRustLayout<T>.size, kRustLayout<T>.align};

/// A `Vec`, also one of bits, or a `String`: pointer, capacity, length.
inline constexpr RustLayout kRustVec{12, 4};
inline constexpr RustLayout kRustBox{4, 4};

namespace detail {

template <class List>
inline constexpr RustLayout kRustFields{};
template <class... F>
inline constexpr RustLayout kRustFields<reflect::TypeList<F...>> = rust_struct({kRustLayout<F>...});

template <class T>
constexpr RustLayout rust_layout_of() {
    if constexpr (std::is_enum_v<T>) {
        size_t values = 0;
        for (const bool is_value : reflect::kEnumValues<T>) values += is_value ? 1 : 0;
        return {values > 1 ? 1u : 0u, 1};
    } else if constexpr (requires { typename Codec<T>::Fields; }) {
        return kRustFields<reflect::FieldTypes<T>>;
    } else {
        return {};
    }
}

/// Counts the elements of a sequence.
template <class T>
[[nodiscard]] bool allocate_elements(Decoder& in, uint32_t count) noexcept {
    if constexpr (kRustLayout<T>.size == 0) {
        return true;
    } else {
        return in.allocate(uint64_t{count} * kRustLayout<T>.size);
    }
}

}  // namespace detail

}  // namespace serinus::scale
