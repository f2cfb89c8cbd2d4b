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

/// `number`, little-endian in base `kBase`, becomes number · factor + carry. Leading zeros are never stored.
template <unsigned kBase>
void multiply_add(Bytes& number, unsigned factor, unsigned carry) {
    for (auto& digit : number) {
        carry += digit * factor;
        digit = static_cast<uint8_t>(carry % kBase);
        carry /= kBase;
    }
    for (; carry > 0; carry /= kBase) number.push_back(static_cast<uint8_t>(carry % kBase));
}

}  // namespace

std::string base58_encode(BytesView bytes) {
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte != 0; });
    std::string out(static_cast<size_t>(first - bytes.begin()), kAlphabet[0]);
    Bytes digits;
    digits.reserve(bytes.size() * 138 / 100 + 1);  // log 256 / log 58 = 1.366
    for (auto byte = first; byte != bytes.end(); ++byte) multiply_add<58>(digits, 256, *byte);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) out.push_back(kAlphabet[*digit]);
    return out;
}

std::optional<Bytes> base58_decode(std::string_view text, size_t max_size) {
    const size_t zeros = std::min(text.find_first_not_of(kAlphabet[0]), text.size());
    if (zeros > max_size) return std::nullopt;
    Bytes number;
    for (const char c : text.substr(zeros)) {
        const uint8_t digit = kDigits[static_cast<uint8_t>(c)];
        if (digit == kNoDigit) return std::nullopt;
        multiply_add<256>(number, 58, digit);
        if (zeros + number.size() > max_size) return std::nullopt;
    }
    number.insert(number.end(), zeros, 0);
    std::ranges::reverse(number);
    return number;
}

}  // namespace serinus::crypto
