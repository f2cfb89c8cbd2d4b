#include "hashing/keccak.hpp"

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "hashing/streaming.hpp"

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

[[gnu::always_inline]] inline void permute(uint64_t* lanes) noexcept {
    uint64_t other[25];
    for (size_t i = 0; i < kRounds; i += 2) {
        round(lanes, other, kRoundConstants[i]);
        round(other, lanes, kRoundConstants[i + 1]);
    }
}

#if defined(__x86_64__)
/// chi is full of and-not, which BMI has as one instruction; its rotations write to another register.
[[gnu::target("bmi,bmi2")]] void permute_bmi(uint64_t* lanes) noexcept { permute(lanes); }
#endif

template <class Out>
Out keccak(BytesView input) noexcept {
    Out out;
    Keccak(out.size()).update(input).finish({out.data(), out.size()});
    return out;
}

}  // namespace

void keccak_f1600(std::array<uint64_t, 25>& lanes) noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) return permute_bmi(lanes.data());
#endif
    permute(lanes.data());
}

Keccak::Keccak(size_t output_size) noexcept : rate_(200 - 2 * output_size) {
    SERINUS_ASSERT(output_size == 32 || output_size == 64);
}

void Keccak::absorb(const uint8_t* block) noexcept {
    for (size_t i = 0; i < rate_ / 8; ++i) lanes_[i] ^= load_le<uint64_t>(block + 8 * i);
    keccak_f1600(lanes_);
}

Keccak& Keccak::update(BytesView input) noexcept {
    if (used_ > 0) {
        const size_t taken = std::min(input.size(), rate_ - used_);
        std::copy_n(input.begin(), taken, block_.begin() + static_cast<ptrdiff_t>(used_));
        used_ += taken;
        input = input.subspan(taken);
        if (used_ < rate_) return *this;
        absorb(block_.data());
        used_ = 0;
    }
    while (input.size() >= rate_) {
        absorb(input.data());
        input = input.subspan(rate_);
    }
    std::copy(input.begin(), input.end(), block_.begin());
    used_ = input.size();
    return *this;
}

void Keccak::finish(MutableBytesView out) noexcept {
    SERINUS_ASSERT(out.size() == (200 - rate_) / 2);
    std::fill(block_.begin() + static_cast<ptrdiff_t>(used_), block_.begin() + static_cast<ptrdiff_t>(rate_),
              uint8_t{0});
    block_[used_] ^= 0x01;
    block_[rate_ - 1] ^= 0x80;
    absorb(block_.data());
    std::memcpy(out.data(), lanes_.data(), out.size());
}

Hash256 keccak_256(BytesView input) noexcept { return keccak<Hash256>(input); }
ByteArray<64> keccak_512(BytesView input) noexcept { return keccak<ByteArray<64>>(input); }

}  // namespace serinus::hashing
