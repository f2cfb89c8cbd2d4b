/// How a type is encoded: the trait that every shape specialises, and the shapes without a length of their own
/// (integers, bool, enums of names only, arrays, structs).
#pragma once

#include <type_traits>

#include "base/checked.hpp"
#include "base/reflect.hpp"
#include "codec/decoder.hpp"
#include "codec/encoder.hpp"

namespace serinus::scale {

/// The encoding of `T`. A specialisation has
///   kMinSize  a lower bound of the encoding's size in bytes;
///   kFixed    every value takes exactly kMinSize bytes;
///   kImage    kFixed, and the bytes of the object in memory are its encoding, whatever they are;
/// if it is fixed:
///   void store(uint8_t* at, const T&)                  writes kMinSize bytes;
///   bool load(Decoder&, const uint8_t* at, T&)         reads them from input that the decoder has passed;
/// otherwise:
///   size_t size(const T&), void write(Encoder&, const T&), bool read(Decoder&, T&);
/// and, where `T{}` does not exist, `T initial()`. A `load` or `read` that returns false has recorded the fault in the
/// decoder.
///
/// The general case is a plain aggregate: its fields in their order. Spec: defn-scale-tuple
template <class T>
struct Codec;

/// `T` without const, volatile and references, as the codec's specialisations name it.
template <class T>
using CodecOf = Codec<std::remove_cvref_t<T>>;

/// Encodings of this size have no choices left: one check of the bytes that remain, then plain loads and stores.
template <class T>
inline constexpr bool kFixedSize = CodecOf<T>::kFixed;

/// Exactly the bytes that `value` takes.
template <class T>
size_t encoded_size(const T& value) {
    if constexpr (Codec<T>::kFixed) {
        return Codec<T>::kMinSize;
    } else {
        return Codec<T>::size(value);
    }
}

/// Appends the encoding of `value`.
template <class T>
void encode_to(Encoder& out, const T& value) {
    if constexpr (!Codec<T>::kFixed) {
        Codec<T>::write(out, value);
    } else if constexpr (Codec<T>::kMinSize > 0) {
        Codec<T>::store(out.room(Codec<T>::kMinSize), value);
    }
}

/// Reads over `value` from the front of the input; false after a fault, when `value` is unspecified but destructible.
template <class T>
[[nodiscard]] bool decode_into(Decoder& in, T& value) {
    if constexpr (!Codec<T>::kFixed) {
        return Codec<T>::read(in, value);
    } else if constexpr (Codec<T>::kMinSize > 0) {
        const uint8_t* at;
        return in.take(Codec<T>::kMinSize, at) && Codec<T>::load(in, at, value);
    } else {
        return true;
    }
}

/// A value to decode over.
template <class T>
T initial() {
    if constexpr (requires { Codec<T>::initial(); }) {
        return Codec<T>::initial();
    } else {
        return T{};
    }
}

/// The integers that SCALE has. `size_t` and `long` are not named: their size differs between host and Wasm.
template <class T>
concept Integer = std::is_same_v<T, uint8_t> || std::is_same_v<T, uint16_t> || std::is_same_v<T, uint32_t> ||
                  std::is_same_v<T, uint64_t> || std::is_same_v<T, uint128_t> || std::is_same_v<T, int8_t> ||
                  std::is_same_v<T, int16_t> || std::is_same_v<T, int32_t> || std::is_same_v<T, int64_t> ||
                  std::is_same_v<T, int128_t>;

/// What types that are their own image have in common.
template <class T>
struct ImageCodec {
    static_assert(std::is_trivially_copyable_v<T>);
    static constexpr size_t kMinSize = sizeof(T);
    static constexpr bool kFixed = true;
    static constexpr bool kImage = true;

    static void store(uint8_t* at, const T& value) noexcept { std::memcpy(at, &value, sizeof value); }
    static bool load(Decoder&, const uint8_t* at, T& value) noexcept {
        std::memcpy(&value, at, sizeof value);
        return true;
    }
};

/// Spec: defn-scale-fixed-length
template <Integer T>
struct Codec<T> : ImageCodec<T> {
    static_assert(std::endian::native == std::endian::little);
};

template <size_t N, class Tag>
struct Codec<FixedBytes<N, Tag>> : ImageCodec<FixedBytes<N, Tag>> {};

/// Spec: defn-scale-boolean
template <>
struct Codec<bool> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = true;
    static constexpr bool kImage = false;

    static void store(uint8_t* at, bool value) noexcept { *at = value ? 1 : 0; }
    static bool load(Decoder& in, const uint8_t* at, bool& value) noexcept {
        if (*at > 1) [[unlikely]]
            return in.fail(DecodeFault::kInvalidBool, at, *at, 1);
        value = *at == 1;
        return true;
    }
};

/// An enum without data: its enumerators' values are the indices. Spec: defn-scale-variable-type
template <class T>
    requires std::is_enum_v<T>
struct Codec<T> {
    static_assert(std::is_same_v<std::underlying_type_t<T>, uint8_t>, "a SCALE enum has the underlying type uint8_t");
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = true;
    static constexpr bool kImage = false;

    static void store(uint8_t* at, T value) noexcept { *at = static_cast<uint8_t>(value); }
    static bool load(Decoder& in, const uint8_t* at, T& value) noexcept {
        if (!reflect::kEnumValues<T>[*at]) [[unlikely]]
            return in.fail(DecodeFault::kUnknownVariant, at, *at);
        value = static_cast<T>(*at);
        return true;
    }
};

/// A number of elements that is part of the type: no length is written.
template <class T, size_t N>
struct Codec<std::array<T, N>> {
    using Array = std::array<T, N>;
    static constexpr size_t kMinSize = N * Codec<T>::kMinSize;
    static constexpr bool kFixed = Codec<T>::kFixed;
    static constexpr bool kImage = Codec<T>::kImage;

    static void store(uint8_t* at, const Array& value) noexcept {
        if constexpr (kImage) {
            std::memcpy(at, &value, kMinSize);
        } else {
            for (size_t i = 0; i < N; ++i) Codec<T>::store(at + i * Codec<T>::kMinSize, value[i]);
        }
    }
    static bool load(Decoder& in, const uint8_t* at, Array& value) noexcept {
        if constexpr (kImage) {
            std::memcpy(&value, at, kMinSize);
        } else {
            for (size_t i = 0; i < N; ++i) {
                if (!Codec<T>::load(in, at + i * Codec<T>::kMinSize, value[i])) [[unlikely]] {
                    return note(in, i);
                }
            }
        }
        return true;
    }

    static size_t size(const Array& value) {
        size_t total = 0;
        for (const T& element : value) total += encoded_size(element);
        return total;
    }
    static void write(Encoder& out, const Array& value) {
        for (const T& element : value) encode_to(out, element);
    }
    static bool read(Decoder& in, Array& value) {
        for (size_t i = 0; i < N; ++i) {
            if (!decode_into(in, value[i])) [[unlikely]]
                return note(in, i);
        }
        return true;
    }

  private:
    static bool note(Decoder& in, size_t index) noexcept {
        return kDecodePaths ? in.inside("array", static_cast<uint32_t>(index)) : false;
    }
};

namespace detail {

template <class List>
struct SumOf;

template <class... F>
struct SumOf<reflect::TypeList<F...>> {
    static constexpr size_t kMinSize = (Codec<F>::kMinSize + ... + 0);
    static constexpr bool kFixed = (Codec<F>::kFixed && ...);
    static constexpr bool kImage = (Codec<F>::kImage && ...);
};

struct StoreFields {
    uint8_t* at;
    template <class... F>
    void operator()(const F&... field) {
        ((Codec<F>::store(at, field), at += Codec<F>::kMinSize), ...);
    }
};

struct SizeOfFields {
    template <class... F>
    size_t operator()(const F&... field) const {
        return (encoded_size(field) + ... + 0);
    }
};

struct WriteFields {
    Encoder& out;
    template <class... F>
    void operator()(const F&... field) const {
        (encode_to(out, field), ...);
    }
};

/// Both return the number of fields that were read; less than all means a fault in the next one.
struct LoadFields {
    Decoder& in;
    const uint8_t* at;
    uint32_t done = 0;
    template <class F>
    bool load(F& field) {
        if (!Codec<F>::load(in, at, field)) return false;
        at += Codec<F>::kMinSize;
        ++done;
        return true;
    }
    template <class... F>
    bool operator()(F&... field) {
        return (load(field) && ...);
    }
};

struct ReadFields {
    Decoder& in;
    uint32_t done = 0;
    template <class F>
    bool read(F& field) {
        if (!decode_into(in, field)) return false;
        ++done;
        return true;
    }
    template <class... F>
    bool operator()(F&... field) {
        return (read(field) && ...);
    }
};

}  // namespace detail

template <class T>
struct Codec {
    static_assert(std::is_aggregate_v<T> && !std::is_array_v<T>,
                  "SCALE: neither a type the codec knows (pointers, floats, size_t and char are not) nor an aggregate");
    using Fields = detail::SumOf<reflect::FieldTypes<T>>;
    static constexpr size_t kMinSize = Fields::kMinSize;
    static constexpr bool kFixed = Fields::kFixed;
    static constexpr bool kImage = Fields::kImage && std::is_trivially_copyable_v<T> && sizeof(T) == kMinSize;

    static void store(uint8_t* at, const T& value) noexcept {
        if constexpr (kImage) {
            std::memcpy(at, &value, kMinSize);
        } else {
            reflect::visit_fields(value, detail::StoreFields{at});
        }
    }
    static bool load(Decoder& in, const uint8_t* at, T& value) noexcept {
        if constexpr (kImage) {
            std::memcpy(&value, at, kMinSize);
            return true;
        } else {
            detail::LoadFields load{in, at};
            return reflect::visit_fields(value, load) || note(in, load.done);
        }
    }

    static size_t size(const T& value) { return reflect::visit_fields(value, detail::SizeOfFields{}); }
    static void write(Encoder& out, const T& value) { reflect::visit_fields(value, detail::WriteFields{out}); }
    static bool read(Decoder& in, T& value) {
        detail::ReadFields read{in};
        return reflect::visit_fields(value, read) || note(in, read.done);
    }

  private:
    static bool note(Decoder& in, uint32_t field) noexcept {
        if constexpr (kDecodePaths) in.inside(reflect::kTypeName<T>, field);
        return false;
    }
};

}  // namespace serinus::scale
