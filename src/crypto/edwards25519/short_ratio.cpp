#include "crypto/edwards25519/short_ratio.hpp"

#include "base/assert.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

using Wide = unsigned __int128;

/// 256 bits.
struct Number {
    Wide low, high;

    int bit_size() const noexcept { return high != 0 ? 128 + size_of(high) : size_of(low); }
    bool operator<(const Number& other) const noexcept {
        return high != other.high ? high < other.high : low < other.low;
    }
    Number operator<<(int shift) const noexcept {
        if (shift == 0) return *this;
        if (shift >= 128) return {0, low << (shift - 128)};
        return {low << shift, high << shift | low >> (128 - shift)};
    }
    Number operator-(const Number& other) const noexcept {
        return {low - other.low, high - other.high - (low < other.low ? 1 : 0)};
    }

  private:
    static int size_of(Wide value) noexcept {
        const auto top = static_cast<uint64_t>(value >> 64);
        return top != 0 ? 128 - std::countl_zero(top) : 64 - std::countl_zero(static_cast<uint64_t>(value));
    }
};

constexpr Number kGroupOrder{Wide{0x14def9dea2f79cd6} << 64 | 0x5812631a5cf5d3ed, Wide{0x1000000000000000} << 64};

}  // namespace

ShortRatio short_ratio(const Scalar& k) noexcept {
    // Euclid on (L, k), half way. Remainders r and cofactors t keep t[i] * k = ±r[i] modulo L with alternating signs,
    // and t[i] * r[i-1] <= L. The first remainder below 2^127 follows one of at least 2^127, so its cofactor is at most
    // L / 2^127 < 2^126.
    const auto& limbs = k.limbs();
    Number previous = kGroupOrder;
    Number current{Wide{limbs[1]} << 64 | limbs[0], Wide{limbs[3]} << 64 | limbs[2]};
    Wide previous_cofactor = 0;
    Wide cofactor = 1;
    bool negative = false;
    int current_size = current.bit_size();
    while (current_size > 127) {
        // previous = quotient * current + remainder, the quotient built from its highest bit down.
        int shift = previous.bit_size() - current_size;
        while (shift >= 0) {
            Number multiple = current << shift;
            if (previous < multiple) {
                if (shift == 0) break;
                multiple = current << --shift;
            }
            previous = previous - multiple;
            previous_cofactor += cofactor << shift;
            shift = previous.bit_size() - current_size;
        }
        std::swap(previous, current);
        std::swap(previous_cofactor, cofactor);
        negative = !negative;
        current_size = current.bit_size();
    }
    SERINUS_ASSERT(cofactor != 0 && cofactor >> 127 == 0);
    return {current.low, cofactor, negative};
}

}  // namespace serinus::crypto::edwards25519
