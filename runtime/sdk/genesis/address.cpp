#include "runtime/sdk/genesis/address.hpp"

#include "hashing/hashing.hpp"

namespace serinus::sdk::genesis {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr uint8_t kGenericPrefix = 42;
constexpr size_t kChecksumSize = 2;
constexpr size_t kMaxAddress = 64;  ///< characters; longer ones hold no key

ByteArray<64> checksum(BytesView content) {
    Bytes input = to_bytes(as_bytes("SS58PRE"));
    append(input, content);
    return hashing::blake2b_512(input);
}

/// Base 58: zeros in front are kept as they are, the rest is a number.
std::optional<Bytes> from_base58(std::string_view text) {
    Bytes number;  // little-endian
    for (const char c : text) {
        const size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        uint32_t carry = static_cast<uint32_t>(digit);
        for (uint8_t& byte : number) {
            carry += uint32_t{byte} * 58;
            byte = static_cast<uint8_t>(carry);
            carry >>= 8;
        }
        if (carry != 0) number.push_back(static_cast<uint8_t>(carry));
    }
    const size_t zeros = std::min(text.find_first_not_of(kAlphabet[0]), text.size());
    number.insert(number.end(), zeros, 0);
    std::reverse(number.begin(), number.end());
    return number;
}

std::string to_base58(BytesView bytes) {
    Bytes digits;  // little-endian
    for (const uint8_t byte : bytes) {
        uint32_t carry = byte;
        for (uint8_t& digit : digits) {
            carry += uint32_t{digit} << 8;
            digit = static_cast<uint8_t>(carry % 58);
            carry /= 58;
        }
        for (; carry != 0; carry /= 58) digits.push_back(static_cast<uint8_t>(carry % 58));
    }
    std::string out;
    for (const uint8_t byte : bytes) {
        if (byte != 0) break;
        out += kAlphabet[0];
    }
    for (size_t i = digits.size(); i > 0; --i) out += kAlphabet[digits[i - 1]];
    return out;
}

}  // namespace

std::optional<Bytes> from_ss58(std::string_view address, size_t size) {
    if (address.size() > kMaxAddress) return std::nullopt;
    const auto bytes = from_base58(address);
    if (!bytes || bytes->empty()) return std::nullopt;
    // One byte of prefix up to 63, two for larger ones; above 127 nothing is defined.
    const size_t prefix = (*bytes)[0] < 64 ? 1 : (*bytes)[0] < 128 ? 2 : 0;
    if (prefix == 0 || bytes->size() != prefix + size + kChecksumSize) return std::nullopt;
    const BytesView content = BytesView(*bytes).first(prefix + size);
    const auto expected = checksum(content);
    if (!equal(BytesView(*bytes).last(kChecksumSize), BytesView(expected).first(kChecksumSize))) return std::nullopt;
    return to_bytes(content.subspan(prefix));
}

std::string to_ss58(BytesView key) {
    Bytes bytes = {kGenericPrefix};
    append(bytes, key);
    const auto sum = checksum(bytes);
    append(bytes, BytesView(sum).first(kChecksumSize));
    return to_base58(bytes);
}

}  // namespace serinus::sdk::genesis
