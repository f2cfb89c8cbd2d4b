// Compact integers beside a decoder written byte by byte from the definition.
#include "base/assert.hpp"
#include "codec/scale.hpp"

namespace {

using namespace serinus;
using namespace serinus::scale;

/// The number of at most 536 bits at the front of `input`, little-endian in `bytes`; 0 if there is none, otherwise the
/// bytes that it takes. Spec: defn-sc-len-encoding
size_t simple_decode(BytesView input, std::array<uint8_t, 67>& bytes) {
    bytes = {};
    if (input.empty()) return 0;
    const unsigned form = input[0] % 4;
    const size_t size = form == 3 ? 1 + size_t{input[0]} / 4 + 4 : form == 0 ? 1 : form == 1 ? 2 : 4;
    if (input.size() < size) return 0;
    if (form == 3) {
        for (size_t i = 1; i < size; ++i) bytes[i - 1] = input[i];
    } else {
        for (size_t bit = 2; bit < 8 * size; ++bit) {
            if (input[bit / 8] >> bit % 8 & 1) bytes[(bit - 2) / 8] |= static_cast<uint8_t>(1 << (bit - 2) % 8);
        }
    }
    size_t bits = 0;
    for (size_t i = 0; i < bytes.size() * 8; ++i) {
        if (bytes[i / 8] >> i % 8 & 1) bits = i + 1;
    }
    // The shortest form that holds so many bits.
    const size_t shortest = bits <= 6 ? 1 : bits <= 14 ? 2 : bits <= 30 ? 4 : 1 + (bits + 7) / 8;
    return shortest == size ? size : 0;
}

template <class U>
void compare(BytesView input, size_t expected_size, const std::array<uint8_t, 67>& number) {
    bool fits = expected_size > 0;
    for (size_t i = sizeof(U); i < number.size(); ++i) fits = fits && number[i] == 0;
    BytesView rest = input;
    const auto taken = take<Compact<U>>(rest);
    SERINUS_ASSERT(taken.has_value() == fits);
    SERINUS_ASSERT(rest.size() == input.size() - (fits ? expected_size : 0));
    if (!fits) return;
    SERINUS_ASSERT(std::memcmp(&taken->value, number.data(), sizeof(U)) == 0);
    SERINUS_ASSERT(equal(encode(*taken), input.first(expected_size)));
    SERINUS_ASSERT(encoded_size(*taken) == expected_size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    std::array<uint8_t, 67> number;
    const size_t expected_size = simple_decode(input, number);
    compare<uint8_t>(input, expected_size, number);
    compare<uint16_t>(input, expected_size, number);
    compare<uint32_t>(input, expected_size, number);
    compare<uint64_t>(input, expected_size, number);
    compare<uint128_t>(input, expected_size, number);
    compare<U256>(input, expected_size, number);
    compare<U512>(input, expected_size, number);

    BytesView rest = input;
    const auto big = take<BigCompact>(rest);
    SERINUS_ASSERT(big.has_value() == (expected_size > 0));
    if (big) SERINUS_ASSERT(equal(encode(*big), input.first(expected_size)));

    rest = input;
    const auto raw = take_compact(rest);
    const auto typed = decode<Compact<uint64_t>>(input.first(input.size() - rest.size()));
    SERINUS_ASSERT(raw.has_value() == typed.has_value() && (!raw || *raw == *typed));
    return 0;
}
