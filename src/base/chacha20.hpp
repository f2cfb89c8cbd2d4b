/// Randomness from a seed, the same on every machine: the stream of ChaCha20 as a sequence of numbers, and what is
/// drawn from it. Observed: rand_chacha 0.3 and rand 0.8, which the reference's pallets and validators use; the stream
/// is that of RFC 8439's block function with a counter of 64 bits and a nonce of zeros.
#pragma once

#include <array>
#include <span>
#include <utility>

#include "base/bytes.hpp"

namespace serinus {

class ChaCha20 {
  public:
    explicit ChaCha20(const ByteArray<32>& seed);

    uint32_t next_u32();
    /// The lower half comes first.
    uint64_t next_u64();
    /// Below `bound`, each with the same chance. `bound` is not 0.
    uint32_t below(uint32_t bound);
    void fill(MutableBytesView out);

    /// Puts the elements into an order of which each has the same chance. At most 2^32 - 1 elements.
    template <class T>
    void shuffle(std::span<T> elements) {
        for (size_t i = elements.size(); i > 1; --i) {
            std::swap(elements[i - 1], elements[below(static_cast<uint32_t>(i))]);
        }
    }
    /// Draws `count` of the elements to the end, in a random order, and returns them; all if there are fewer. A number
    /// is drawn for each of them, also for the only one that is left.
    template <class T>
    std::span<T> draw(std::span<T> elements, size_t count) {
        const size_t kept = elements.size() - std::min(count, elements.size());
        for (size_t i = elements.size(); i > kept; --i) {
            std::swap(elements[i - 1], elements[below(static_cast<uint32_t>(i))]);
        }
        return elements.subspan(kept);
    }
    /// One of the elements; nullptr if there is none.
    template <class T>
    const T* choose(std::span<const T> elements) {
        return elements.empty() ? nullptr : &elements[below(static_cast<uint32_t>(elements.size()))];
    }

  private:
    void make_block();

    std::array<uint32_t, 16> input_;
    std::array<uint32_t, 16> block_{};
    size_t used_ = 16;
};

}  // namespace serinus
