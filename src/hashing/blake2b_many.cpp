#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "hashing/many.hpp"

namespace serinus::hashing {

#if defined(__x86_64__)
namespace lanes {
namespace {

constexpr size_t kBlockSize = 128;
constexpr size_t kWords = kBlockSize / 8;

/// RFC 7693, section 2.6: the same as those of SHA-512.
constexpr uint64_t kInitial[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                  0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/// RFC 7693, section 2.7.
constexpr uint8_t kSigma[10][kWords] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

/// A digest of 32 bytes, no key, fan-out and depth 1.
constexpr uint64_t kParameters = 0x0101'0020;

/// One word of each of `L` states or messages.
template <size_t L>
using Words = uint64_t __attribute__((vector_size(8 * L)));

template <unsigned N, class V>
[[gnu::always_inline]] inline void rotate_right(V& value) noexcept {
    value = value >> N | value << (64 - N);
}

template <class V>
[[gnu::always_inline]] inline void mix(V& a, V& b, V& c, V& d, const V& x, const V& y) noexcept {
    a += b + x;
    d ^= a;
    rotate_right<32>(d);
    c += d;
    b ^= c;
    rotate_right<24>(b);
    a += b + y;
    d ^= a;
    rotate_right<16>(d);
    c += d;
    b ^= c;
    rotate_right<63>(b);
}

/// Spreads a block of each input over the words; `L` inputs from `inputs` on.
template <size_t L>
[[gnu::always_inline]] inline void load_words(Words<L> (&words)[kWords], const uint8_t* const* inputs, size_t offset) {
    // Squares of L times L words are transposed in registers: in each step pairs that are `half` apart swap a half.
    for (size_t square = 0; square < kWords; square += L) {
        Words<L> rows[L];
        for (size_t i = 0; i < L; ++i) std::memcpy(&rows[i], inputs[i] + offset + 8 * square, sizeof rows[i]);
        if constexpr (L == 4) {
            const Words<L> a = __builtin_shufflevector(rows[0], rows[1], 0, 4, 2, 6);
            const Words<L> b = __builtin_shufflevector(rows[0], rows[1], 1, 5, 3, 7);
            const Words<L> c = __builtin_shufflevector(rows[2], rows[3], 0, 4, 2, 6);
            const Words<L> d = __builtin_shufflevector(rows[2], rows[3], 1, 5, 3, 7);
            words[square] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
            words[square + 1] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
            words[square + 2] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
            words[square + 3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
        } else {
            static_assert(L == 8);
            Words<L> pairs[L];
            for (size_t i = 0; i < L; i += 2) {
                pairs[i] = __builtin_shufflevector(rows[i], rows[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
                pairs[i + 1] = __builtin_shufflevector(rows[i], rows[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
            }
            Words<L> fours[L];
            for (size_t i = 0; i < L; i += 4) {
                for (size_t j = 0; j < 2; ++j) {
                    fours[i + j] = __builtin_shufflevector(pairs[i + j], pairs[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
                    fours[i + j + 2] =
                        __builtin_shufflevector(pairs[i + j], pairs[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
                }
            }
            for (size_t i = 0; i < 4; ++i) {
                words[square + i] = __builtin_shufflevector(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
                words[square + i + 4] = __builtin_shufflevector(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
            }
        }
    }
}

/// RFC 7693, section 3.2, for one block of each input. `total`: bytes up to the end of the block.
template <size_t L>
[[gnu::always_inline]] inline void compress(Words<L> (&state)[8], const Words<L> (&words)[kWords], uint64_t total,
                                            bool is_last) noexcept {
    Words<L> v[16];
    for (size_t i = 0; i < 8; ++i) {
        v[i] = state[i];
        v[i + 8] = Words<L>{} + kInitial[i];
    }
    v[12] ^= Words<L>{} + total;
    if (is_last) v[14] = ~v[14];
#pragma clang loop unroll(full)
    for (size_t round = 0; round < 12; ++round) {
        const uint8_t* s = kSigma[round % 10];
        mix(v[0], v[4], v[8], v[12], words[s[0]], words[s[1]]);
        mix(v[1], v[5], v[9], v[13], words[s[2]], words[s[3]]);
        mix(v[2], v[6], v[10], v[14], words[s[4]], words[s[5]]);
        mix(v[3], v[7], v[11], v[15], words[s[6]], words[s[7]]);
        mix(v[0], v[5], v[10], v[15], words[s[8]], words[s[9]]);
        mix(v[1], v[6], v[11], v[12], words[s[10]], words[s[11]]);
        mix(v[2], v[7], v[8], v[13], words[s[12]], words[s[13]]);
        mix(v[3], v[4], v[9], v[14], words[s[14]], words[s[15]]);
    }
    for (size_t i = 0; i < 8; ++i) state[i] ^= v[i] ^ v[i + 8];
}

/// `L` inputs of one size.
template <size_t L>
[[gnu::always_inline]] inline void hash_together(const BytesView* inputs, Hash256* hashes) noexcept {
    const size_t size = inputs[0].size();
    const uint8_t* starts[L];
    for (size_t i = 0; i < L; ++i) starts[i] = inputs[i].data();

    Words<L> state[8];
    for (size_t i = 0; i < 8; ++i) state[i] = Words<L>{} + kInitial[i];
    state[0] ^= Words<L>{} + kParameters;

    Words<L> words[kWords];
    size_t offset = 0;
    for (; size - offset > kBlockSize; offset += kBlockSize) {
        load_words<L>(words, starts, offset);
        compress<L>(state, words, offset + kBlockSize, false);
    }
    uint8_t last[L][kBlockSize] = {};
    for (size_t i = 0; i < L; ++i) {
        if (size > offset) std::memcpy(last[i], starts[i] + offset, size - offset);
        starts[i] = last[i];
    }
    load_words<L>(words, starts, 0);
    compress<L>(state, words, size, true);

    for (size_t i = 0; i < L; ++i) {
        for (size_t word = 0; word < 4; ++word) store_le<uint64_t>(hashes[i].data() + 8 * word, state[word][i]);
    }
}

[[gnu::target("avx2")]] void hash_4(const BytesView* inputs, Hash256* hashes) noexcept {
    hash_together<4>(inputs, hashes);
}
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq"), gnu::noinline]] void hash_8(const BytesView* inputs,
                                                                                 Hash256* hashes) noexcept {
    hash_together<8>(inputs, hashes);
}

/// How many inputs are hashed together on this machine.
size_t width() noexcept {
    static const size_t width = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                                        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
                                    ? 8
                                : __builtin_cpu_supports("avx2") ? 4
                                                                 : 1;
    return width;
}

bool are_equally_long(std::span<const BytesView> inputs) noexcept {
    for (const BytesView input : inputs) {
        if (input.size() != inputs[0].size()) return false;
    }
    return true;
}

}  // namespace
}  // namespace lanes
#endif

void blake2b_256_many(std::span<const BytesView> inputs, std::span<Hash256> hashes) noexcept {
    SERINUS_ASSERT(inputs.size() == hashes.size());
    size_t next = 0;
#if defined(__x86_64__)
    const auto has = [&](size_t count) {
        return lanes::width() >= count && inputs.size() - next >= count &&
               lanes::are_equally_long(inputs.subspan(next, count));
    };
    while (next < inputs.size()) {
        if (has(8)) {
            lanes::hash_8(&inputs[next], &hashes[next]);
            next += 8;
        } else if (has(4)) {
            lanes::hash_4(&inputs[next], &hashes[next]);
            next += 4;
        } else {
            hashes[next] = blake2b_256(inputs[next]);
            ++next;
        }
    }
#else
    for (; next < inputs.size(); ++next) hashes[next] = blake2b_256(inputs[next]);
#endif
}

}  // namespace serinus::hashing
