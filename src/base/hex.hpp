/// Hexadecimal text: lower case when written, either case when read.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus {

enum class HexError : uint8_t {
    kMissingPrefix = 1,  ///< "0x" was required
    kOddLength,
    kBadDigit,
    kWrongLength,  ///< a fixed size was asked for
};

const char* to_string(HexError error) noexcept;

/// "7f00", without a prefix.
std::string to_hex(BytesView bytes);

/// "0x7f00"
std::string to_hex_prefixed(BytesView bytes);

/// Reads hex digits; a leading "0x" may be there. Time O(n), one allocation.
Result<Bytes, HexError> from_hex(std::string_view text);

/// Reads "0x" and hex digits; the prefix must be there.
Result<Bytes, HexError> from_hex_prefixed(std::string_view text);

/// Reads hex digits into all of `out`; the "0x" may be there. On an error `out` is unspecified.
Result<void, HexError> from_hex_into(std::string_view text, MutableBytesView out) noexcept;

/// `from_hex_fixed<Hash256>("0x…")`
template <class T>
Result<T, HexError> from_hex_fixed(std::string_view text) noexcept {
    T out{};
    TRY(from_hex_into(text, MutableBytesView(out.data(), out.size())));
    return out;
}

/// The value of one hex digit, or -1.
constexpr int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

namespace literals {

/// `"7f00"_hex` is Bytes. A malformed literal is a bug.
Bytes operator""_hex(const char* text, size_t size);

/// 64 hex digits, checked by the compiler.
consteval Hash256 operator""_hash256(const char* text, size_t size) {
    std::string_view digits(text, size);
    if (digits.starts_with("0x")) digits.remove_prefix(2);
    SERINUS_ASSERT(digits.size() == 64);  // failing it is no constant expression, so it does not compile
    Hash256 out;
    for (size_t i = 0; i < 32; ++i) {
        const int high = hex_digit(digits[2 * i]);
        const int low = hex_digit(digits[2 * i + 1]);
        SERINUS_ASSERT(high >= 0 && low >= 0);
        out[i] = static_cast<uint8_t>(high << 4 | low);
    }
    return out;
}

}  // namespace literals
}  // namespace serinus
