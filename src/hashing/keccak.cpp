#include "hashing/keccak.hpp"

#include "hashing/hashing.hpp"

namespace serinus::hashing {
namespace {

constexpr size_t kRounds = 24;

/// Round constants, from the degree-8 LFSR of FIPS 202 algorithm 5.
constexpr std::array<uint64_t, kRounds> kRoundConstants = [] {
    std::array<uint64_t, kRounds> constants{};
    uint8_t lfsr = 1;
    for (auto& constant : constants) {
        for (unsigned j = 0; j < 7; ++j) {
            if (lfsr & 1) constant |= uint64_t(1) << ((1u << j) - 1);
            lfsr = static_cast<uint8_t>((lfsr << 1) ^ ((lfsr >> 7) * 0x71));
        }
    }
    return constants;
}();

/// Rotation of each lane (FIPS 202 algorithm 2).
constexpr std::array<unsigned, 25> kRotations = [] {
    std::array<unsigned, 25> rotations{};
    size_t x = 1;
    size_t y = 0;
    for (unsigned t = 0; t < 24; ++t) {
        rotations[x + 5 * y] = (t + 1) * (t + 2) / 2 % 64;
        const size_t next_y = (2 * x + 3 * y) % 5;
        x = y;
        y = next_y;
    }
    return rotations;
}();

/// One round from `a` into `b`: theta, rho, pi, chi, iota.
[[gnu::always_inline]] inline void round(const uint64_t* a, uint64_t* b, uint64_t constant) noexcept {
    uint64_t column[5];
    uint64_t mix[5];
#pragma clang loop unroll(full)
    for (size_t x = 0; x < 5; ++x) column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
#pragma clang loop unroll(full)
    for (size_t x = 0; x < 5; ++x) mix[x] = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
#pragma clang loop unroll(full)
    for (size_t y = 0; y < 5; ++y) {
        uint64_t row[5];
#pragma clang loop unroll(full)
        for (size_t x = 0; x < 5; ++x) {
            // pi moves lane (x, y) to (y, 2x + 3y); read backwards, row y column x comes from (x + 3y, x).
            const size_t from_x = (x + 3 * y) % 5;
            row[x] = std::rotl(a[from_x + 5 * x] ^ mix[from_x], static_cast<int>(kRotations[from_x + 5 * x]));
        }
#pragma clang loop unroll(full)
        for (size_t x = 0; x < 5; ++x) b[x + 5 * y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    b[0] ^= constant;
}

template <class Out>
Out keccak(BytesView input) noexcept {
    constexpr size_t kRate = 200 - 2 * sizeof(Out);
    std::array<uint64_t, 25> lanes{};
    const auto absorb = [&lanes](const uint8_t* block) {
        for (size_t i = 0; i < kRate / 8; ++i) lanes[i] ^= load_le<uint64_t>(block + 8 * i);
        keccak_f1600(lanes);
    };
    while (input.size() >= kRate) {
        absorb(input.data());
        input = input.subspan(kRate);
    }
    std::array<uint8_t, kRate> last{};
    std::copy(input.begin(), input.end(), last.begin());
    last[input.size()] ^= 0x01;
    last[kRate - 1] ^= 0x80;
    absorb(last.data());

    Out out;
    std::memcpy(out.data(), lanes.data(), sizeof(Out));
    return out;
}

}  // namespace

void keccak_f1600(std::array<uint64_t, 25>& lanes) noexcept {
    uint64_t other[25];
    for (size_t i = 0; i < kRounds; i += 2) {
        round(lanes.data(), other, kRoundConstants[i]);
        round(other, lanes.data(), kRoundConstants[i + 1]);
    }
}

Hash256 keccak_256(BytesView input) noexcept { return keccak<Hash256>(input); }
ByteArray<64> keccak_512(BytesView input) noexcept { return keccak<ByteArray<64>>(input); }

}  // namespace serinus::hashing
