// Two scalars and two points, any point of the curve: every way to multiply must give the same, and what libsodium
// gives where it takes the point.
#include <sodium.h>

#include "base/assert.hpp"
#include "crypto/edwards25519/buckets.hpp"

using namespace serinus;
using namespace serinus::crypto::edwards25519;

namespace {

class Input {
  public:
    Input(const uint8_t* data, size_t size) : rest_(data, size) {}

    ByteArray<32> take() {
        ByteArray<32> out{};
        const size_t count = std::min<size_t>(rest_.size(), 32);
        std::copy_n(rest_.begin(), count, out.begin());
        rest_ = rest_.subspan(count);
        return out;
    }

  private:
    BytesView rest_;
};

void check_beside_libsodium(const Scalar& a, const Point& A) {
    const auto scalar = a.to_bytes();
    const auto point = A.compress();
    CompressedPoint expected;
    // It refuses points that are not in the prime-order group, and results that are the identity.
    if (crypto_core_ed25519_is_valid_point(point.data()) != 1) return;
    if (crypto_scalarmult_ed25519_noclamp(expected.data(), scalar.data(), point.data()) != 0) {
        SERINUS_ASSERT(a.is_zero());
        return;
    }
    SERINUS_ASSERT(scalar_mul(a, A).compress() == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Input input(data, size);
    const auto point_A = decompress(input.take()), point_C = decompress(input.take());
    if (!point_A || !point_C) return 0;
    const Point &A = *point_A, &C = *point_C;
    const Scalar a = Scalar::from_bytes_mod_order(input.take()), c = Scalar::from_bytes_mod_order(input.take());

    const Point aA = scalar_mul(a, A), cC = scalar_mul(c, C), cB = scalar_mul_base(c);
    check_beside_libsodium(a, A);
    check_beside_libsodium(c, Point::base());
    SERINUS_ASSERT(cB == scalar_mul(c, Point::base()));
    SERINUS_ASSERT(double_scalar_mul(a, A, c, C) == aA + cC);
    SERINUS_ASSERT(double_scalar_mul_base(a, A, c) == aA + cB);
    const std::array scalars{a, c};
    const std::array points{A, C};
    SERINUS_ASSERT(multi_scalar_mul_base(scalars, points, c) == aA + cC + cB);
    SERINUS_ASSERT(bucket_sum(scalars, points) == aA + cC);

    // c B = a A + R for the right R, and for no other but those that differ by a small order.
    const Point R = cB - aA;
    SERINUS_ASSERT(schnorr_equation_holds(c, a, A, R));
    SERINUS_ASSERT(schnorr_equation_holds(c, a, A, C) == (R - C).is_small_order());
    return 0;
}
