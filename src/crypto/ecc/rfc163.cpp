#include "crypto/ecc/rfc163.hpp"

#include <algorithm>
#include <vector>

#include "crypto/ecc/multi_scalar.hpp"

namespace serinus::crypto::ecc {
namespace {

uint64_t read_u64(BytesView bytes) {
    uint64_t out = 0;
    for (size_t i = 0; i < 8; ++i) out |= uint64_t{bytes[i]} << (8 * i);
    return out;
}

/// A list of what `decode` makes of `size` bytes each.
template <class T, class Decode>
std::optional<std::vector<T>> decode_list(BytesView bytes, size_t size, const Decode& decode) {
    if (bytes.size() < 8) return std::nullopt;
    const uint64_t count = read_u64(bytes);
    bytes = bytes.subspan(8);
    if (count > bytes.size() / size) return std::nullopt;
    std::vector<T> out;
    out.reserve(count);
    for (uint64_t i = 0; i < count; ++i) {
        const std::optional<T> element = decode(bytes.subspan(i * size, size));
        if (!element) return std::nullopt;
        out.push_back(*element);
    }
    return out;
}

template <class Curve>
auto decode_points(BytesView bytes) {
    return decode_list<typename Curve::Affine>(bytes, Curve::kPointBytes, Curve::decode);
}

EccResult failed(MutableBytesView out, EccResult result) {
    std::ranges::fill(out, uint8_t{0});
    return result;
}

template <class Field>
std::optional<WeierstrassAffine<Field>> affine_of(const WeierstrassPoint<Field>& point) {
    return to_affine(point);
}
std::optional<EdwardsAffine> affine_of(const EdwardsPoint& point) { return to_affine(point); }

template <class Curve>
EccResult store_point(const typename Curve::Point& point, MutableBytesView out) {
    const auto affine = affine_of(point);
    if (!affine) return failed(out, EccResult::kDegenerate);
    std::ranges::fill(out, uint8_t{0});
    if (out.size() < Curve::kPointBytes) return EccResult::kOutputTooSmall;
    Curve::encode(*affine, out.first(Curve::kPointBytes));
    return EccResult::kOk;
}

}  // namespace

template <class Curve>
EccResult encoded_msm(BytesView bases, BytesView scalars, MutableBytesView out) {
    using Scalar = typename Curve::Scalar;
    const auto points = decode_points<Curve>(bases);
    if (!points) return failed(out, EccResult::kMalformed);
    const auto factors = decode_list<Scalar>(scalars, Scalar::kBytes, decode_field<Scalar>);
    if (!factors) return failed(out, EccResult::kMalformed);
    if (points->size() != factors->size()) return failed(out, EccResult::kLengthMismatch);
    return store_point<Curve>(multi_scalar_mul<Curve>(*points, *factors), out);
}

template <class Curve>
EccResult encoded_mul(BytesView base, BytesView scalar, MutableBytesView out) {
    const auto point = base.size() < Curve::kPointBytes ? std::nullopt : Curve::decode(base);
    const auto digits =
        decode_list<uint64_t>(scalar, 8, [](BytesView bytes) { return std::optional(read_u64(bytes)); });
    if (!point || !digits) return failed(out, EccResult::kMalformed);
    return store_point<Curve>(scalar_mul<Curve>(*point, *digits), out);
}

EccResult encoded_multi_miller_loop(BytesView g1, BytesView g2, MutableBytesView out) {
    const auto first = decode_points<Bls12381G1>(g1);
    if (!first) return failed(out, EccResult::kMalformed);
    const auto second = decode_points<Bls12381G2>(g2);
    if (!second) return failed(out, EccResult::kMalformed);
    if (first->size() != second->size()) return EccResult::kPanic;
    const Fp12 product = multi_miller_loop(*first, *second);
    std::ranges::fill(out, uint8_t{0});
    if (out.size() < kTargetBytes) return EccResult::kOutputTooSmall;
    encode_target(product, out);
    return EccResult::kOk;
}

EccResult encoded_final_exponentiation(MutableBytesView in_out) {
    if (in_out.size() < kTargetBytes) return EccResult::kMalformed;
    const auto element = decode_target(in_out);
    if (!element) return EccResult::kMalformed;
    const auto result = final_exponentiation(*element);
    if (!result) return EccResult::kUnknown;
    encode_target(*result, in_out);
    return EccResult::kOk;
}

template EccResult encoded_msm<Bls12381G1>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_msm<Bls12381G2>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_msm<Bandersnatch>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_msm<Pallas>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_msm<Vesta>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_mul<Bls12381G1>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_mul<Bls12381G2>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_mul<Bandersnatch>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_mul<Pallas>(BytesView, BytesView, MutableBytesView);
template EccResult encoded_mul<Vesta>(BytesView, BytesView, MutableBytesView);

}  // namespace serinus::crypto::ecc
