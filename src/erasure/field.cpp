#include "erasure/field.hpp"

#include "base/assert.hpp"

namespace serinus::erasure {
namespace {

/// x^16 + x^5 + x^3 + x^2 + 1, without its highest term.
constexpr uint32_t kGenerator = 0x2d;

/// The Cantor basis, in coordinates of the polynomial basis.
constexpr std::array<uint16_t, 16> kBasis = {0x0001, 0xacca, 0x3c0e, 0x163e, 0xc582, 0xed2e, 0x914c, 0x4012,
                                             0x6c98, 0x10d8, 0x6a72, 0xb900, 0xfdb8, 0xfb34, 0xff38, 0x991e};

}  // namespace

uint16_t Factor::multiply(uint16_t element) const noexcept {
    const size_t parts[4] = {element & 15u, element >> 4 & 15u, element >> 8 & 15u, element >> 12 & 15u};
    unsigned low_sum = 0;
    unsigned high_sum = 0;
    for (size_t i = 0; i < 4; ++i) {
        low_sum ^= low[i][parts[i]];
        high_sum ^= high[i][parts[i]];
    }
    return static_cast<uint16_t>(low_sum | high_sum << 8);
}

const Field& Field::get() {
    static const Field field;
    return field;
}

Field::Field() : log_(std::make_unique<uint16_t[]>(kFieldSize)), exp_(std::make_unique<uint16_t[]>(kFieldSize)) {
    // Logarithms to the base x, by coordinates in the polynomial basis.
    const auto logs = std::make_unique<uint16_t[]>(kFieldSize);
    uint32_t power = 1;
    for (uint32_t i = 0; i < kGroupOrder; ++i) {
        logs[power] = static_cast<uint16_t>(i);
        power <<= 1;
        if (power >= kFieldSize) power ^= kFieldSize | kGenerator;
    }
    SERINUS_ASSERT(power == 1);

    const auto coordinates = std::make_unique<uint16_t[]>(kFieldSize);
    for (size_t bit = 0; bit < kBasis.size(); ++bit) {
        const size_t half = size_t{1} << bit;
        for (size_t i = 0; i < half; ++i) coordinates[half + i] = coordinates[i] ^ kBasis[bit];
    }
    for (size_t i = 1; i < kFieldSize; ++i) {
        log_[i] = logs[coordinates[i]];
        exp_[log_[i]] = static_cast<uint16_t>(i);
    }
    exp_[kGroupOrder] = exp_[0];
}

uint16_t Field::multiply(uint16_t a, uint16_t b) const noexcept {
    if (a == 0 || b == 0) return 0;
    const uint32_t sum = uint32_t{log(a)} + log(b);
    return exp(sum >= kGroupOrder ? sum - kGroupOrder : sum);
}

Factor Field::factor(uint16_t element) const noexcept {
    Factor out{};
    for (size_t part = 0; part < 4; ++part) {
        for (size_t bit = 0; bit < 4; ++bit) {
            const size_t half = size_t{1} << bit;
            const uint16_t product = multiply(element, static_cast<uint16_t>(1u << (4 * part + bit)));
            for (size_t i = 0; i < half; ++i) {
                out.low[part][half + i] = static_cast<uint8_t>(out.low[part][i] ^ product);
                out.high[part][half + i] = static_cast<uint8_t>(out.high[part][i] ^ product >> 8);
            }
            for (size_t row = 0; row < 16; ++row) {
                const size_t column = 4 * (part % 2) + bit;
                const uint64_t is_set = product >> row & 1;
                out.matrices[row / 8 * 2 + part / 2] |= is_set << (8 * (7 - row % 8) + column);
            }
        }
    }
    return out;
}

}  // namespace serinus::erasure
