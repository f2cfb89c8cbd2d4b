/// SCALE: bytes of values and back, by type. This is the header to include.
/// Spec: sect-scale-codec
///
///     struct Receipt {                 // a plain aggregate; its fields in order are its encoding
///         AccountId owner;
///         Compact<Balance> deposit;
///         Bytes content;
///     };
///     const Bytes bytes = encode(receipt);
///     TRY_ASSIGN(const Receipt copy, decode<Receipt>(bytes));
///
/// | C++                                             | SCALE                                            |
/// | bool, (u)int8_t … (u)int64_t, (u)int128_t       | fixed width, little-endian                       |
/// | Compact<T>, BigCompact                          | compact integers                                 |
/// | U256, U512                                      | fixed width                                      |
/// | std::optional, OptionBool, Result               | Option, Option<bool> in one byte, Result         |
/// | std::array, FixedBytes                          | arrays: no length                                |
/// | std::vector, std::span, BytesView               | sequences; views point into the input            |
/// | std::string, std::string_view                   | strings, checked to be UTF-8 when read           |
/// | std::pair, std::tuple, aggregates               | tuples, structs                                  |
/// | std::map, std::set                              | BTreeMap, BTreeSet                               |
/// | BitSequence<BitOrder>                           | BitVec<u8, Lsb0 or Msb0>                         |
/// | enum class E : uint8_t, std::variant, Enum<At…> | enums: by enumerator, by position, with indices  |
/// | Box, std::unique_ptr                            | what they hold                                   |
///
/// Decoding is total. A fault names its byte offset and the way to it. Bounds that are ours: kMaxEmptyElements and, by
/// default, kMaxDepth. Storage is allocated as elements are read, never by what a length promises.
#pragma once

#include "codec/bit_sequence.hpp"
#include "codec/codec.hpp"
#include "codec/compact_number.hpp"
#include "codec/map.hpp"
#include "codec/option.hpp"
#include "codec/sequence.hpp"
#include "codec/tuple.hpp"
#include "codec/variant.hpp"

namespace serinus::scale {

/// The encoding of `value`, in one allocation.
template <class T>
[[nodiscard]] Bytes encode(const T& value) {
    if constexpr (Codec<T>::kFixed) {
        Bytes out(Codec<T>::kMinSize);
        if constexpr (Codec<T>::kMinSize > 0) Codec<T>::store(out.data(), value);
        return out;
    } else {
        Encoder out;
        out.reserve(Codec<T>::size(value));
        Codec<T>::write(out, value);
        return std::move(out).finish();
    }
}

/// Appends the encoding of `value` to `out`.
template <class T>
void append_encoded(Bytes& out, const T& value) {
    Encoder encoder(std::move(out));
    encode_to(encoder, value);
    out = std::move(encoder).finish();
}

/// A `T` from the front of the input; the decoder stands behind it.
template <class T>
[[nodiscard]] Result<T, DecodeError> decode_from(Decoder& in) {
    T value = initial<T>();
    if (!decode_into(in, value)) [[unlikely]]
        return Err(in.error());
    return value;
}

/// The `T` that all of `input` encodes; bytes behind it are a fault.
template <class T>
[[nodiscard]] Result<T, DecodeError> decode(BytesView input, uint32_t max_depth = kMaxDepth) {
    Decoder in(input, max_depth);
    T value = initial<T>();
    if (!decode_into(in, value) || !in.finish()) [[unlikely]]
        return Err(in.error());
    return value;
}

/// A `T` from the front of `input`, which then starts behind it; on a fault `input` is untouched.
template <class T>
[[nodiscard]] Result<T, DecodeError> take(BytesView& input, uint32_t max_depth = kMaxDepth) {
    Decoder in(input, max_depth);
    T value = initial<T>();
    if (!decode_into(in, value)) [[unlikely]]
        return Err(in.error());
    input = in.rest();
    return value;
}

}  // namespace serinus::scale
