#include "crypto/base58.hpp"

namespace serinus::crypto {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static_assert(kAlphabet.size() == 58);

constexpr uint8_t kNoDigit = 255;

constexpr std::array<uint8_t, 256> kDigits = [] {
    std::array<uint8_t, 256> digits{};
    digits.fill(kNoDigit);
    for (size_t i = 0; i < kAlphabet.size(); ++i) digits[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
    return digits;
}();

/// `number`, little-endian bytes, becomes number · factor + carry. Leading zeros are never stored.
void multiply_add(Bytes& number, unsigned factor, unsigned carry) {
    for (auto& digit : number) {
        carry += digit * factor;
        digit = static_cast<uint8_t>(carry % 256);
        carry /= 256;
    }
    for (; carry > 0; carry /= 256) number.push_back(static_cast<uint8_t>(carry % 256));
}

}  // namespace

std::string base58_encode(BytesView bytes) {
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte != 0; });
    std::string out(static_cast<size_t>(first - bytes.begin()), kAlphabet[0]);
    // Five digits at a time, and four bytes.
    constexpr uint64_t kFiveDigits = 58 * 58 * 58 * 58 * 58;
    std::vector<uint32_t> limbs;  // little-endian
    limbs.reserve(bytes.size() / 3 + 1);
    const auto left = static_cast<size_t>(bytes.end() - first);
    for (size_t done = 0; done < left;) {
        const size_t size = (left - done) % 4 == 0 ? 4 : (left - done) % 4;
        uint64_t carry = 0;
        for (size_t i = 0; i < size; ++i) carry = carry << 8 | first[static_cast<ptrdiff_t>(done + i)];
        for (auto& limb : limbs) {
            carry += uint64_t{limb} << (8 * size);
            limb = static_cast<uint32_t>(carry % kFiveDigits);
            carry /= kFiveDigits;
        }
        for (; carry > 0; carry /= kFiveDigits) limbs.push_back(static_cast<uint32_t>(carry % kFiveDigits));
        done += size;
    }
    std::string digits;  // the last one first
    for (uint32_t limb : limbs) {
        for (int i = 0; i < 5; ++i, limb /= 58) digits.push_back(kAlphabet[limb % 58]);
    }
    const size_t leading = digits.find_last_not_of(kAlphabet[0]);
    digits.resize(leading == digits.npos ? 0 : leading + 1);
    out.append(digits.rbegin(), digits.rend());
    return out;
}

std::optional<Bytes> base58_decode(std::string_view text, size_t max_size) {
    const size_t zeros = std::min(text.find_first_not_of(kAlphabet[0]), text.size());
    if (zeros > max_size) return std::nullopt;
    Bytes number;
    for (const char c : text.substr(zeros)) {
        const uint8_t digit = kDigits[static_cast<uint8_t>(c)];
        if (digit == kNoDigit) return std::nullopt;
        multiply_add(number, 58, digit);
        if (zeros + number.size() > max_size) return std::nullopt;
    }
    number.insert(number.end(), zeros, 0);
    std::ranges::reverse(number);
    return number;
}

}  // namespace serinus::crypto
