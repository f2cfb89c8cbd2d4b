/// Randomness from a seed, the same on every machine: the stream of ChaCha20 as a sequence of numbers, and what is
/// drawn from it. Observed: rand_chacha 0.3 and rand 0.8; the stream is that of RFC 8439's block function with a
/// counter of 64 bits and a nonce of zeros.
#pragma once

#include <array>
#include <bit>
#include <span>
#include <utility>

#include "base/bytes.hpp"

namespace serinus {

class ChaCha20Random {
  public:
    explicit ChaCha20Random(const ByteArray<32>& seed) noexcept
        : input_{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574} {
        for (size_t i = 0; i < 8; ++i) input_[4 + i] = load_le<uint32_t>(seed.data() + 4 * i);
    }

    uint32_t next_u32() noexcept {
        if (used_ == block_.size()) make_block();
        return block_[used_++];
    }

    /// Below `bound`, each with the same chance; `bound` is not 0. The upper half of a product with a random number;
    /// products whose lower half is beyond the largest multiple of the bound (shifted up) are drawn again.
    uint32_t below(uint32_t bound) noexcept {
        const uint32_t zone = (bound << std::countl_zero(bound)) - 1;
        for (;;) {
            const uint64_t product = uint64_t{next_u32()} * bound;
            if (static_cast<uint32_t>(product) <= zone) return static_cast<uint32_t>(product >> 32);
        }
    }

    /// Puts the elements into an order of which each has the same chance. At most 2^32 - 1 elements.
    template <class T>
    void shuffle(std::span<T> elements) noexcept {
        for (size_t i = elements.size(); i > 1; --i) {
            std::swap(elements[i - 1], elements[below(static_cast<uint32_t>(i))]);
        }
    }

    /// Draws `count` of the elements to the end, in a random order, and returns them; all if there are fewer.
    template <class T>
    std::span<T> draw(std::span<T> elements, size_t count) noexcept {
        const size_t kept = elements.size() - std::min(count, elements.size());
        for (size_t i = elements.size(); i > kept; --i) {
            std::swap(elements[i - 1], elements[below(static_cast<uint32_t>(i))]);
        }
        return elements.subspan(kept);
    }

  private:
    void make_block() noexcept {
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

    std::array<uint32_t, 16> input_{};
    std::array<uint32_t, 16> block_{};
    size_t used_ = 16;
};

}  // namespace serinus
