// The mode without a key of BLAKE3, by the paper "BLAKE3: one function, fast everywhere": chunks of 1024 bytes are the
// leaves of a binary tree, whose left subtrees are complete.
#include "hashing/blake3.hpp"

#include <utility>

namespace serinus::hashing {
namespace {

constexpr size_t kBlake3BlockBytes = 64, kBlake3ChunkBytes = 1024;

enum Blake3Flag : uint32_t { kChunkStart = 1, kChunkEnd = 2, kParent = 4, kRoot = 8 };

using Blake3Words = std::array<uint32_t, 8>;

constexpr Blake3Words kBlake3Start = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// Which word of the message follows which from one round to the next.
constexpr std::array<uint8_t, 16> kBlake3Permutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

void blake3_mix(std::array<uint32_t, 16>& v, size_t a, size_t b, size_t c, size_t d, uint32_t x, uint32_t y) noexcept {
    v[a] += v[b] + x;
    v[d] = std::rotr(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = std::rotr(v[b] ^ v[c], 12);
    v[a] += v[b] + y;
    v[d] = std::rotr(v[d] ^ v[a], 8);
    v[c] += v[d];
    v[b] = std::rotr(v[b] ^ v[c], 7);
}

/// A block of up to 64 bytes, which counts as filled up with zeros.
Blake3Words blake3_compress(const Blake3Words& chain, BytesView block, uint64_t counter, uint32_t flags) noexcept {
    ByteArray<kBlake3BlockBytes> bytes{};
    std::ranges::copy(block, bytes.begin());
    std::array<uint32_t, 16> message;
    for (size_t i = 0; i < message.size(); ++i) message[i] = load_le<uint32_t>(bytes.data() + 4 * i);

    std::array<uint32_t, 16> v;
    std::ranges::copy(chain, v.begin());
    std::copy_n(kBlake3Start.begin(), 4, v.begin() + 8);
    v[12] = static_cast<uint32_t>(counter);
    v[13] = static_cast<uint32_t>(counter >> 32);
    v[14] = static_cast<uint32_t>(block.size());
    v[15] = flags;
    constexpr int kRounds = 7;
    for (int round = 0; round < kRounds; ++round) {
        for (size_t i = 0; i < 4; ++i) blake3_mix(v, i, i + 4, i + 8, i + 12, message[2 * i], message[2 * i + 1]);
        for (size_t i = 0; i < 4; ++i) {
            blake3_mix(v, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, message[2 * i + 8],
                       message[2 * i + 9]);
        }
        const auto last = message;
        for (size_t i = 0; i < message.size(); ++i) message[i] = last[kBlake3Permutation[i]];
    }
    Blake3Words out;
    for (size_t i = 0; i < out.size(); ++i) out[i] = v[i] ^ v[i + 8];
    return out;
}

Blake3Words hash_chunk(BytesView chunk, uint64_t counter, uint32_t root) noexcept {
    Blake3Words chain = kBlake3Start;
    uint32_t start = kChunkStart;
    while (chunk.size() > kBlake3BlockBytes) {
        chain = blake3_compress(chain, chunk.first(kBlake3BlockBytes), counter, start);
        chunk = chunk.subspan(kBlake3BlockBytes);
        start = 0;
    }
    return blake3_compress(chain, chunk, counter, start | kChunkEnd | root);
}

/// `counter`: how many chunks stand before the input. As deep as the logarithm of the number of chunks.
Blake3Words hash_tree(BytesView input, uint64_t counter, uint32_t root) noexcept {
    if (input.size() <= kBlake3ChunkBytes) return hash_chunk(input, counter, root);
    // The largest power of two of chunks that leaves something for the right side.
    const size_t left_chunks = std::bit_floor((input.size() - 1) / kBlake3ChunkBytes);
    const BytesView left = input.first(left_chunks * kBlake3ChunkBytes);
    const Blake3Words hashes[] = {hash_tree(left, counter, 0),
                                  hash_tree(input.subspan(left.size()), counter + left_chunks, 0)};
    ByteArray<kBlake3BlockBytes> block;
    for (size_t i = 0; i < 16; ++i) store_le(block.data() + 4 * i, hashes[i / 8][i % 8]);
    return blake3_compress(kBlake3Start, block, 0, kParent | root);
}

}  // namespace

Hash256 blake3_256(BytesView input) noexcept {
    const Blake3Words words = hash_tree(input, 0, kRoot);
    Hash256 out;
    for (size_t i = 0; i < words.size(); ++i) store_le(out.data() + 4 * i, words[i]);
    return out;
}

}  // namespace serinus::hashing
