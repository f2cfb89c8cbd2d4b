// Any 64 bytes: two encodings of ristretto255, or none. libsodium must agree on which are encodings, on sums, and on
// the encoding of the sum.
#include <sodium.h>

#include "base/assert.hpp"
#include "crypto/edwards25519/ristretto.hpp"

using namespace serinus;
using namespace serinus::crypto::edwards25519;

namespace {

std::optional<Point> check_decoding(const ByteArray<32>& bytes) {
    const auto point = ristretto_decode(bytes);
    // libsodium 1.0.18 does not look at the highest bit, which must be zero.
    const bool valid = (bytes[31] & 0x80) == 0 && crypto_core_ristretto255_is_valid_point(bytes.data()) == 1;
    SERINUS_ASSERT(point.has_value() == valid);
    if (point) SERINUS_ASSERT(ristretto_encode(*point) == bytes);
    return point;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    ByteArray<32> a{}, b{};
    std::copy_n(data, std::min<size_t>(size, 32), a.begin());
    if (size > 32) std::copy_n(data + 32, std::min<size_t>(size - 32, 32), b.begin());
    const auto p = check_decoding(a), q = check_decoding(b);
    if (!p || !q) return 0;

    ByteArray<32> sum;
    SERINUS_ASSERT(crypto_core_ristretto255_add(sum.data(), a.data(), b.data()) == 0);
    SERINUS_ASSERT(ristretto_encode(*p + *q) == sum);
    SERINUS_ASSERT(ristretto_equal(*p, *q) == (a == b));
    SERINUS_ASSERT(ristretto_is_identity(*p - *q) == (a == b));
    return 0;
}
