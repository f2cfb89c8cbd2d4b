/// Compact integers as bytes: the part of SCALE that hand-written formats need too.
/// Spec: defn-sc-len-encoding
///
/// The two lowest bits of the first byte choose the form: 0, 1 and 2 are numbers below 2^6, 2^14 and 2^30 in one, two
/// and four bytes; 3 says that (first byte / 4 + 4) bytes of number follow. Everything is little-endian, and only the
/// shortest form of a number is valid.
#pragma once

#include <bit>

#include "base/bytes.hpp"
#include "base/checked.hpp"
#include "base/result.hpp"
#include "codec/decode_error.hpp"

namespace serinus::scale {

/// The longest encoding of a 64-bit number: one byte of form and eight of number.
inline constexpr size_t kMaxCompact64 = 9;
/// The same for 128 bits.
inline constexpr size_t kMaxCompact128 = 17;

/// Bytes that `value` takes.
constexpr size_t compact_size(uint64_t value) noexcept {
    if (value < 1u << 6) return 1;
    if (value < 1u << 14) return 2;
    if (value < 1u << 30) return 4;
    return 1 + (static_cast<size_t>(std::bit_width(value)) + 7) / 8;
}

constexpr size_t compact_size(uint128_t value) noexcept {
    const auto high = static_cast<uint64_t>(value >> 64);
    if (high == 0) return compact_size(static_cast<uint64_t>(value));
    return 9 + (static_cast<size_t>(std::bit_width(high)) + 7) / 8;
}

/// Writes `value` at `at`, where kMaxCompact64 bytes must be free, and returns the place behind it. Bytes further on,
/// up to kMaxCompact64, may be overwritten.
inline uint8_t* store_compact(uint8_t* at, uint64_t value) noexcept {
    if (value < 1u << 6) {
        *at = static_cast<uint8_t>(value << 2);
        return at + 1;
    }
    if (value < 1u << 14) {
        store_le(at, static_cast<uint16_t>(value << 2 | 1));
        return at + 2;
    }
    if (value < 1u << 30) {
        store_le(at, static_cast<uint32_t>(value << 2 | 2));
        return at + 4;
    }
    const size_t bytes = (static_cast<size_t>(std::bit_width(value)) + 7) / 8;
    *at = static_cast<uint8_t>((bytes - 4) << 2 | 3);
    store_le(at + 1, value);
    return at + 1 + bytes;
}

/// The same with kMaxCompact128 bytes.
inline uint8_t* store_compact(uint8_t* at, uint128_t value) noexcept {
    const auto high = static_cast<uint64_t>(value >> 64);
    if (high == 0) return store_compact(at, static_cast<uint64_t>(value));
    const size_t bytes = 8 + (static_cast<size_t>(std::bit_width(high)) + 7) / 8;
    *at = static_cast<uint8_t>((bytes - 4) << 2 | 3);
    store_le(at + 1, static_cast<uint64_t>(value));
    store_le(at + 9, high);
    return at + 1 + bytes;
}

inline void append_compact(Bytes& out, uint64_t value) {
    uint8_t buffer[kMaxCompact64];
    out.insert(out.end(), buffer, store_compact(buffer, value));
}

/// Reads a compact number of up to 64 bits from the front of `input`.
///
/// On success `input` starts behind it; on failure it is untouched.
/// Errors: kTruncated; kNonCanonicalCompact; kCompactTooLarge for a number of more than 64 bits.
Result<uint64_t, DecodeFault> take_compact(BytesView& input) noexcept;

/// The same up to 128 bits.
Result<uint128_t, DecodeFault> take_compact128(BytesView& input) noexcept;

}  // namespace serinus::scale
