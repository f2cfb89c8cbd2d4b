#include "base/hex.hpp"

namespace serinus {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

void write_digits(BytesView bytes, char* out) noexcept {
    for (const uint8_t byte : bytes) {
        *out++ = kDigits[byte >> 4];
        *out++ = kDigits[byte & 15];
    }
}

/// Value of each character, 0xff for what is no digit: one load instead of three comparisons.
constexpr std::array<uint8_t, 256> kValues = [] {
    std::array<uint8_t, 256> values{};
    for (size_t c = 0; c < 256; ++c) values[c] = static_cast<uint8_t>(hex_digit(static_cast<char>(c)));
    return values;
}();

std::string_view without_prefix(std::string_view text) noexcept {
    return text.starts_with("0x") ? text.substr(2) : text;
}

bool read_digits(std::string_view digits, uint8_t* out) noexcept {
    uint8_t bad = 0;
    for (size_t i = 0; i + 1 < digits.size(); i += 2) {
        const uint8_t high = kValues[static_cast<uint8_t>(digits[i])];
        const uint8_t low = kValues[static_cast<uint8_t>(digits[i + 1])];
        bad |= high | low;  // only 0xff sets the upper half
        *out++ = static_cast<uint8_t>(high << 4 | low);
    }
    return (bad & 0xf0) == 0;
}

}  // namespace

const char* to_string(HexError error) noexcept {
    switch (error) {
        case HexError::kMissingPrefix:
            return "hex text must start with 0x";
        case HexError::kOddLength:
            return "odd number of hex digits";
        case HexError::kBadDigit:
            return "not a hex digit";
        case HexError::kWrongLength:
            return "wrong number of hex digits";
    }
    return "unknown hex error";
}

std::string to_hex(BytesView bytes) {
    std::string out(bytes.size() * 2, '\0');
    write_digits(bytes, out.data());
    return out;
}

std::string to_hex_prefixed(BytesView bytes) {
    std::string out(2 + bytes.size() * 2, '\0');
    out[0] = '0';
    out[1] = 'x';
    write_digits(bytes, out.data() + 2);
    return out;
}

Result<Bytes, HexError> from_hex(std::string_view text) {
    const std::string_view digits = without_prefix(text);
    ENSURE(digits.size() % 2 == 0, HexError::kOddLength);
    Bytes out(digits.size() / 2);
    ENSURE(read_digits(digits, out.data()), HexError::kBadDigit);
    return out;
}

Result<Bytes, HexError> from_hex_prefixed(std::string_view text) {
    ENSURE(text.starts_with("0x"), HexError::kMissingPrefix);
    return from_hex(text);
}

Result<void, HexError> from_hex_into(std::string_view text, MutableBytesView out) noexcept {
    const std::string_view digits = without_prefix(text);
    ENSURE(digits.size() % 2 == 0, HexError::kOddLength);
    ENSURE(digits.size() == out.size() * 2, HexError::kWrongLength);
    ENSURE(read_digits(digits, out.data()), HexError::kBadDigit);
    return {};
}

Bytes literals::operator""_hex(const char* text, size_t size) {
    auto bytes = from_hex({text, size});
    SERINUS_ASSERT(bytes.has_value());
    return *std::move(bytes);
}

}  // namespace serinus
