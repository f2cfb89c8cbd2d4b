/// The groups of RFC-163, each with its types and the encoding of its points.
///
/// Points are encoded as arkworks does, not compressed; that a point is on its curve, or in the subgroup, is not
/// checked. The RFC wants the former to be. Observed: sp-crypto-ec-utils 0.24.0 decodes with `Validate::No`
#pragma once

#include "crypto/ecc/bls12_381_pairing.hpp"
#include "crypto/ecc/twisted_edwards.hpp"

namespace serinus::crypto::ecc {

/// kPointBytes each.
using PointBytes = std::span<uint8_t>;

struct Bls12381G1 {
    using Affine = G1Affine;
    using Point = WeierstrassPoint<Fp>;
    using Bucket = WeierstrassBucket<Fp>;
    using Scalar = Bls12381Scalar;
    static constexpr size_t kPointBytes = 96;

    static std::optional<Affine> decode(BytesView bytes);
    static void encode(const Affine& point, PointBytes out);
};

struct Bls12381G2 {
    using Affine = G2Affine;
    using Point = WeierstrassPoint<Fp2>;
    using Bucket = WeierstrassBucket<Fp2>;
    using Scalar = Bls12381Scalar;
    static constexpr size_t kPointBytes = 192;

    static std::optional<Affine> decode(BytesView bytes);
    static void encode(const Affine& point, PointBytes out);
};

struct Bandersnatch {
    using Affine = EdwardsAffine;
    using Point = EdwardsPoint;
    using Bucket = EdwardsPoint;
    using Scalar = BandersnatchScalar;
    static constexpr size_t kPointBytes = 64;

    static std::optional<Affine> decode(BytesView bytes);
    static void encode(const Affine& point, PointBytes out);
};

struct Pallas {
    using Affine = WeierstrassAffine<PallasBase>;
    using Point = WeierstrassPoint<PallasBase>;
    using Bucket = WeierstrassBucket<PallasBase>;
    using Scalar = PallasScalar;
    static constexpr size_t kPointBytes = 65;

    static std::optional<Affine> decode(BytesView bytes);
    static void encode(const Affine& point, PointBytes out);
};

struct Vesta {
    using Affine = WeierstrassAffine<VestaBase>;
    using Point = WeierstrassPoint<VestaBase>;
    using Bucket = WeierstrassBucket<VestaBase>;
    using Scalar = VestaScalar;
    static constexpr size_t kPointBytes = 65;

    static std::optional<Affine> decode(BytesView bytes);
    static void encode(const Affine& point, PointBytes out);
};

/// Little-endian, of Field::kBytes bytes; nullopt for the modulus and above.
template <class Field>
std::optional<Field> decode_field(BytesView bytes) {
    typename Field::Value value{};
    for (size_t i = 0; i < Field::kBytes; ++i) value[i / 8] |= uint64_t{bytes[i]} << (i % 8 * 8);
    return Field::from_integer(value);
}
template <class Field>
void encode_field(const Field& element, std::span<uint8_t> out) {
    const auto value = element.to_integer();
    for (size_t i = 0; i < Field::kBytes; ++i) out[i] = static_cast<uint8_t>(value[i / 8] >> (i % 8 * 8));
}

inline constexpr size_t kTargetBytes = 12 * Fp::kBytes;
/// The twelve coefficients, the lowest first, of 48 bytes each.
std::optional<Fp12> decode_target(BytesView bytes);
void encode_target(const Fp12& element, std::span<uint8_t> out);

}  // namespace serinus::crypto::ecc
