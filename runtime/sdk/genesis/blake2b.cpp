#include "runtime/sdk/genesis/blake2b.hpp"

namespace serinus::sdk::genesis {
namespace {

constexpr size_t kBlock = 128;

constexpr std::array<uint64_t, 8> kStart = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                            0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                            0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/// Which words of the message each round mixes in; the last two rounds are as the first two.
constexpr uint8_t kSchedule[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

struct Mixer {
    std::array<uint64_t, 16> v;

    void mix(size_t a, size_t b, size_t c, size_t d, uint64_t x, uint64_t y) {
        v[a] += v[b] + x;
        v[d] = std::rotr(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = std::rotr(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = std::rotr(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = std::rotr(v[b] ^ v[c], 63);
    }
};

void compress(std::array<uint64_t, 8>& state, const ByteArray<kBlock>& block, uint64_t bytes_so_far, bool is_last) {
    Mixer m;
    for (size_t i = 0; i < 8; ++i) {
        m.v[i] = state[i];
        m.v[i + 8] = kStart[i];
    }
    m.v[12] ^= bytes_so_far;
    if (is_last) m.v[14] = ~m.v[14];
    for (size_t round = 0; round < 12; ++round) {
        const auto& s = kSchedule[round % 10];
        const auto word = [&](size_t i) { return load_le<uint64_t>(block.data() + 8 * s[i]); };
        for (size_t i = 0; i < 4; ++i) m.mix(i, 4 + i, 8 + i, 12 + i, word(2 * i), word(2 * i + 1));
        for (size_t i = 0; i < 4; ++i) {
            m.mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, word(8 + 2 * i), word(9 + 2 * i));
        }
    }
    for (size_t i = 0; i < 8; ++i) state[i] ^= m.v[i] ^ m.v[i + 8];
}

}  // namespace

ByteArray<64> blake2b_512(BytesView input) {
    std::array<uint64_t, 8> state = kStart;
    state[0] ^= 0x01010000 ^ 64;  // no key, 64 bytes of output
    uint64_t so_far = 0;
    // The last block is compressed even if it is empty, which it is for an empty input only.
    do {
        const size_t size = std::min(input.size(), kBlock);
        ByteArray<kBlock> block{};
        std::copy_n(input.begin(), size, block.begin());
        input = input.subspan(size);
        so_far += size;
        compress(state, block, so_far, input.empty());
    } while (!input.empty());
    ByteArray<64> out;
    for (size_t i = 0; i < 8; ++i) store_le(out.data() + 8 * i, state[i]);
    return out;
}

}  // namespace serinus::sdk::genesis
