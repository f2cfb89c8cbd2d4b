#include "crypto/ecc/curves.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "base/hex.hpp"
#include "crypto/ecc/multi_scalar.hpp"

namespace serinus::crypto::ecc {
namespace {

template <class Field>
Field random_element(std::mt19937_64& random) {
    for (;;) {
        typename Field::Value value{};
        for (auto& limb : value) limb = random();
        value.back() >>= 64 * Field::kLimbs - Field::kBits;
        if (const auto element = Field::from_integer(value)) return *element;
    }
}

template <class Field>
class PrimeFields : public testing::Test {};
using AllFields = testing::Types<Bls12381Base, Bls12381Scalar, BandersnatchScalar, PallasBase, VestaBase>;
TYPED_TEST_SUITE(PrimeFields, AllFields);

TYPED_TEST(PrimeFields, AreFields) {
    using Field = TypeParam;
    std::mt19937_64 random(1);
    for (int i = 0; i < 200; ++i) {
        const Field a = random_element<Field>(random), b = random_element<Field>(random),
                    c = random_element<Field>(random);
        EXPECT_EQ((a + b) * c, a * c + b * c);
        EXPECT_EQ((a * b) * c, a * (b * c));
        EXPECT_EQ(a - b + b, a);
        EXPECT_TRUE((a + (-a)).is_zero());
        EXPECT_EQ(a * inverse(a), Field::one());
        EXPECT_EQ(Field::from_integer(a.to_integer()), a);
    }
    EXPECT_TRUE(inverse(Field::zero()).is_zero());
}

TYPED_TEST(PrimeFields, HoldValuesBelowTheModulusAlone) {
    using Field = TypeParam;
    auto value = Field::kModulus;
    EXPECT_FALSE(Field::from_integer(value));
    value[0] -= 1;
    EXPECT_EQ(Field::from_integer(value), -Field::one());
    value.fill(UINT64_MAX);
    EXPECT_FALSE(Field::from_integer(value));
    EXPECT_EQ(Field::from_small(6) * Field::from_small(7), Field::from_small(42));
}

TYPED_TEST(PrimeFields, FermatHolds) {
    using Field = TypeParam;
    auto exponent = Field::kModulus;
    exponent[0] -= 1;
    EXPECT_EQ(power(Field::from_small(7), exponent), Field::one());
}

Fp12 random_target(std::mt19937_64& random) {
    Bytes bytes(kTargetBytes);
    for (size_t i = 0; i < 12; ++i)
        encode_field(random_element<Fp>(random), std::span(bytes).subspan(i * Fp::kBytes, Fp::kBytes));
    return *decode_target(bytes);
}

TEST(Bls12381Tower, IsAField) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 50; ++i) {
        const Fp12 a = random_target(random), b = random_target(random), c = random_target(random);
        EXPECT_EQ((a * b) * c, a * (b * c));
        EXPECT_EQ(a * b, b * a);
        EXPECT_EQ(square(a), a * a);
        EXPECT_EQ(a * inverse(a), Fp12::one());
        EXPECT_EQ(square(a.c0.c0), a.c0.c0 * a.c0.c0);
        const Fp12 line = {.c0 = {b.c0.c0, b.c0.c1, {}}, .c1 = {{}, b.c1.c1, {}}};
        EXPECT_EQ(times_line(a, b.c0.c0, b.c0.c1, b.c1.c1), a * line);
    }
}

TEST(Bls12381Tower, FrobeniusIsThePowerOfTheCharacteristic) {
    std::mt19937_64 random(3);
    const Fp12 a = random_target(random);
    EXPECT_EQ(frobenius(a), power(a, Fp::kModulus));
    EXPECT_EQ(frobenius_squared(a), frobenius(frobenius(a)));
    Fp12 sixth = a;
    for (int i = 0; i < 3; ++i) sixth = frobenius_squared(sixth);
    EXPECT_EQ(sixth, conjugate(a));
    // Into the cyclotomic subgroup.
    const Fp12 unitary = conjugate(a) * inverse(a), m = frobenius_squared(unitary) * unitary;
    EXPECT_EQ(cyclotomic_square(m), square(m));
    EXPECT_EQ(m * conjugate(m), Fp12::one());
}

struct Generators {
    G1Affine g1 = {
        Fp::from_hex("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00a"
                     "db22c6bb"),
        Fp::from_hex("8b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa2329"
                     "46c5e7e1")};
    G2Affine g2 = {
        {Fp::from_hex("24aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8"
                      "c121bdb8"),
         Fp::from_hex("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d0"
                      "55d042b7e")},
        {Fp::from_hex("ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548"
                      "608b82801"),
         Fp::from_hex("606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075"
                      "ff05f79be")}};
    EdwardsAffine bandersnatch = {
        BandersnatchBase::from_hex("29c132cc2c0b34c5743711777bbe42f32b79c022ad998465e1e71866a252ae18"),
        BandersnatchBase::from_hex("2a6c669eda123e0f157d8b50badcd586358cad81eee464605e3167b6cc974166")};
    Pallas::Affine pallas = {-PallasBase::one(), PallasBase::from_small(2)};
    Vesta::Affine vesta = {-VestaBase::one(), VestaBase::from_small(2)};
};

template <class Curve>
typename Curve::Affine generator() {
    const Generators all;
    if constexpr (std::is_same_v<Curve, Bls12381G1>) return all.g1;
    if constexpr (std::is_same_v<Curve, Bls12381G2>) return all.g2;
    if constexpr (std::is_same_v<Curve, Bandersnatch>) return all.bandersnatch;
    if constexpr (std::is_same_v<Curve, Pallas>) return all.pallas;
    if constexpr (std::is_same_v<Curve, Vesta>) return all.vesta;
}

/// The affine point, where there is one.
template <class Point>
auto affine(const Point& point) {
    if constexpr (std::is_same_v<Point, EdwardsPoint>) return *to_affine(point);
    if constexpr (!std::is_same_v<Point, EdwardsPoint>) return to_affine(point);
}

template <class Curve>
typename Curve::Affine multiple(const typename Curve::Affine& base, const typename Curve::Scalar& scalar) {
    return affine(scalar_mul<Curve>(base, scalar.to_integer()));
}

template <class Curve>
class Groups : public testing::Test {};
using AllGroups = testing::Types<Bls12381G1, Bls12381G2, Bandersnatch, Pallas, Vesta>;
TYPED_TEST_SUITE(Groups, AllGroups);

TYPED_TEST(Groups, TheGeneratorHasTheOrderOfTheScalars) {
    using Curve = TypeParam;
    const auto base = generator<Curve>();
    const auto identity = affine(Curve::Point::identity());
    EXPECT_EQ(affine(scalar_mul<Curve>(base, Curve::Scalar::kModulus)), identity);
    auto less = Curve::Scalar::kModulus;
    less[0] -= 1;
    EXPECT_EQ(affine(scalar_mul<Curve>(base, less)), -base);
    EXPECT_EQ(affine(scalar_mul<Curve>(base, {})), identity);
}

TYPED_TEST(Groups, ASumOfProductsIsTheSumOfTheProducts) {
    using Curve = TypeParam;
    using Scalar = typename Curve::Scalar;
    std::mt19937_64 random(4);
    for (const size_t count : {1, 2, 5, 31, 32, 40}) {
        std::vector<typename Curve::Affine> bases;
        std::vector<Scalar> scalars;
        auto sum = Curve::Point::identity();
        for (size_t i = 0; i < count; ++i) {
            // Of all sizes, and both signs.
            Scalar scalar = random_element<Scalar>(random);
            if (i % 3 != 0) scalar = Scalar::from_small(random() >> (random() % 64));
            if (i % 2 != 0) scalar = -scalar;
            bases.push_back(multiple<Curve>(generator<Curve>(), Scalar::from_small(random())));
            scalars.push_back(scalar);
            add(sum, scalar_mul<Curve>(bases.back(), scalar.to_integer()));
        }
        EXPECT_EQ(affine(multi_scalar_mul<Curve>(bases, scalars)), affine(sum)) << count;
    }
}

TYPED_TEST(Groups, PointsComeBackFromTheirEncoding) {
    using Curve = TypeParam;
    Bytes bytes(Curve::kPointBytes);
    for (uint64_t i = 0; i < 20; ++i) {
        const auto point = multiple<Curve>(generator<Curve>(), Curve::Scalar::from_small(i));
        Curve::encode(point, bytes);
        const auto again = Curve::decode(bytes);
        ASSERT_TRUE(again) << i;
        EXPECT_EQ(*again, point) << i;
    }
    bytes.assign(Curve::kPointBytes, 0xff);
    EXPECT_FALSE(Curve::decode(bytes));
}

Fp12 pairing(const G1Affine& p, const G2Affine& q) {
    return *final_exponentiation(multi_miller_loop({&p, 1}, {&q, 1}));
}

TEST(Bls12381Pairing, IsBilinearAndDoesNotVanish) {
    std::mt19937_64 random(5);
    const Generators all;
    const Fp12 one = pairing(all.g1, all.g2);
    EXPECT_NE(one, Fp12::one());
    EXPECT_EQ(power(one, Bls12381Scalar::kModulus), Fp12::one());
    for (int i = 0; i < 3; ++i) {
        const auto a = random_element<Bls12381Scalar>(random), b = random_element<Bls12381Scalar>(random);
        EXPECT_EQ(pairing(multiple<Bls12381G1>(all.g1, a), multiple<Bls12381G2>(all.g2, b)),
                  power(one, (a * b).to_integer()));
    }
}

TEST(Bls12381Pairing, OfSeveralPairsIsTheProduct) {
    const Generators all;
    const std::array<G1Affine, 3> g1 = {all.g1, -all.g1, G1Affine{}};
    const std::array<G2Affine, 3> g2 = {all.g2, all.g2, all.g2};
    EXPECT_EQ(final_exponentiation(multi_miller_loop(g1, g2)), Fp12::one());
    EXPECT_FALSE(final_exponentiation(Fp12{}));
}

// Observed: a pair of points of Bandersnatch that has no sum in these coordinates (tests of sp-crypto-ec-utils 0.24.0)
TEST(Bandersnatch, HasPointsWithoutASum) {
    const EdwardsAffine a = {
        BandersnatchBase::from_hex("1be1e7d2d717d11469b4715c67d3b522531672187c6c29bc8a1e09a8c16cfce7"),
        BandersnatchBase::from_hex("1311c86515d3a8c3904896a91dbdd0904685c82ca0a1caafce68256395a86b27")};
    const EdwardsAffine b = {
        BandersnatchBase::from_hex("b9d48e3f527f44f284af9a7c9c20e6619e842f7f656e34ce29cc9bed9a9fb0f"),
        BandersnatchBase::from_hex("36b9934ffcb8d0a838467cacaf0f51afc0b05162000052df61dc75aefc346710")};
    const std::array<uint64_t, 1> once = {1};
    EdwardsPoint sum = scalar_mul<Bandersnatch>(a, once);
    add(sum, b);
    EXPECT_FALSE(to_affine(sum));
    add(sum, generator<Bandersnatch>());
    EXPECT_FALSE(to_affine(sum));
}

}  // namespace
}  // namespace serinus::crypto::ecc
