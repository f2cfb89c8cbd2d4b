#include "base/chacha20.hpp"

#include <bit>
#include <cstring>

namespace serinus {

static_assert(std::endian::native == std::endian::little);

ChaCha20::ChaCha20(const ByteArray<32>& seed) : input_{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574} {
    std::memcpy(&input_[4], seed.data(), seed.size());
}

void ChaCha20::make_block() {
    auto& x = block_;
    x = input_;
    const auto quarter = [&x](size_t a, size_t b, size_t c, size_t d) {
        x[a] += x[b], x[d] = std::rotl(x[d] ^ x[a], 16);
        x[c] += x[d], x[b] = std::rotl(x[b] ^ x[c], 12);
        x[a] += x[b], x[d] = std::rotl(x[d] ^ x[a], 8);
        x[c] += x[d], x[b] = std::rotl(x[b] ^ x[c], 7);
    };
    for (int round = 0; round < 10; ++round) {
        for (size_t i = 0; i < 4; ++i) quarter(i, 4 + i, 8 + i, 12 + i);
        for (size_t i = 0; i < 4; ++i) quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
    }
    for (size_t i = 0; i < x.size(); ++i) x[i] += input_[i];
    if (++input_[12] == 0) ++input_[13];
    used_ = 0;
}

uint32_t ChaCha20::next_u32() {
    if (used_ == block_.size()) make_block();
    return block_[used_++];
}

uint64_t ChaCha20::next_u64() {
    const uint64_t low = next_u32();
    return low | uint64_t{next_u32()} << 32;
}

// The upper half of a product with a random number; those whose lower half is beyond the largest multiple of the bound
// (shifted up) are drawn again.
uint32_t ChaCha20::below(uint32_t bound) {
    const uint32_t zone = (bound << std::countl_zero(bound)) - 1;
    for (;;) {
        const uint64_t product = uint64_t{next_u32()} * bound;
        if (static_cast<uint32_t>(product) <= zone) return static_cast<uint32_t>(product >> 32);
    }
}

void ChaCha20::fill(MutableBytesView out) {
    while (!out.empty()) {
        const uint32_t word = next_u32();
        const size_t size = std::min(out.size(), sizeof word);
        std::memcpy(out.data(), &word, size);
        out = out.subspan(size);
    }
}

}  // namespace serinus
