// Arguments of a function of RFC-163. A sum of products must be the sum of the products as `mul` finds them, a point
// must come back from its encoding, and a result must not depend on what lies behind the arguments.
#include "base/assert.hpp"
#include "crypto/ecc/multi_scalar.hpp"
#include "crypto/ecc/rfc163.hpp"

using namespace serinus;
using namespace serinus::crypto::ecc;

namespace {

/// The multiple of the point by a scalar as an integer, by the function itself.
template <class Curve>
std::optional<Bytes> mul(BytesView base, BytesView scalar) {
    Bytes integer(8 + scalar.size()), out(Curve::kPointBytes);
    integer[0] = static_cast<uint8_t>(scalar.size() / 8);
    std::copy(scalar.begin(), scalar.end(), integer.begin() + 8);
    if (encoded_mul<Curve>(base, integer, out) != EccResult::kOk) return std::nullopt;
    return out;
}

bool is_on_curve(const EdwardsAffine& point) {
    const auto d = BandersnatchBase::from_hex("6389c12633c267cbc66e3bf86be3b6d8cb66677177e54f92b369f2f5188d58e7");
    const auto xx = square(point.x), yy = square(point.y);
    return yy - xx * BandersnatchBase::from_small(5) == BandersnatchBase::one() + d * xx * yy;
}

/// One base, so that there is one curve: then both are the group's law, on whichever curve the point lies.
template <class Curve>
void check_sum(BytesView base, BytesView scalar) {
    Bytes bases(8), scalars(8), out(Curve::kPointBytes);
    bases[0] = scalars[0] = 1;
    bases.insert(bases.end(), base.begin(), base.end());
    scalars.insert(scalars.end(), scalar.begin(), scalar.end());
    const EccResult result = encoded_msm<Curve>(bases, scalars, out);
    const auto point = Curve::decode(base);
    const auto element = decode_field<typename Curve::Scalar>(scalar);
    SERINUS_ASSERT((result == EccResult::kMalformed) == (!point || !element));
    if (result != EccResult::kOk) return;
    const auto decoded = Curve::decode(out);
    SERINUS_ASSERT(decoded.has_value());
    Bytes again(Curve::kPointBytes);
    Curve::encode(*decoded, again);
    SERINUS_ASSERT(again == out);
    // A scalar close to the order counts as a negative one, which outside of the subgroup is another.
    if (multi_scalar_detail::size_class((-*element).to_integer()) < 5) return;
    // Sums of Bandersnatch off the curve are no group's, and outside of the subgroup not all exist.
    if constexpr (std::is_same_v<Curve, Bandersnatch>) {
        const auto zero = to_affine(scalar_mul<Curve>(*point, Curve::Scalar::kModulus));
        if (!zero || *zero != EdwardsAffine{{}, BandersnatchBase::one()} || !is_on_curve(*point)) return;
    }
    SERINUS_ASSERT(mul<Curve>(base, scalar) == std::optional(out));
}

template <class Curve>
void check(BytesView input) {
    constexpr size_t kScalarBytes = Curve::Scalar::kBytes;
    if (input.size() >= Curve::kPointBytes + kScalarBytes)
        check_sum<Curve>(input.first(Curve::kPointBytes), input.subspan(Curve::kPointBytes, kScalarBytes));
    const size_t half = input.size() / 2;
    Bytes out(Curve::kPointBytes), longer(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(half));
    const EccResult result = encoded_msm<Curve>(input.first(half), input.subspan(half), out);
    if (result != EccResult::kOk) return;
    longer.push_back(1);
    Bytes same(Curve::kPointBytes);
    SERINUS_ASSERT(encoded_msm<Curve>(longer, input.subspan(half), same) == result && same == out);
}

void check_pairing(BytesView input) {
    const size_t third = input.size() / 3;
    Bytes out(kTargetBytes);
    if (encoded_multi_miller_loop(input.first(third), input.subspan(third), out) == EccResult::kOk) {
        SERINUS_ASSERT(decode_target(out).has_value());
        (void)encoded_final_exponentiation(out);
    }
    Bytes target(input.begin(), input.end());
    if (encoded_final_exponentiation(target) != EccResult::kOk) return;
    // What comes out lies in the cyclotomic subgroup.
    const auto element = decode_target(target);
    SERINUS_ASSERT(element && cyclotomic_square(*element) == square(*element));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0 || size > 2000) return 0;
    const BytesView input(data + 1, size - 1);
    switch (data[0] % 6) {
        case 0:
            check<Bls12381G1>(input);
            break;
        case 1:
            check<Bls12381G2>(input);
            break;
        case 2:
            check<Bandersnatch>(input);
            break;
        case 3:
            check<Pallas>(input);
            break;
        case 4:
            check<Vesta>(input);
            break;
        default:
            check_pairing(input);
    }
    return 0;
}
