#include "crypto/edwards25519/multiply.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "base/hex.hpp"
#include "crypto/edwards25519/buckets.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

Scalar random_scalar(std::mt19937_64& random) {
    ByteArray<64> wide;
    for (auto& byte : wide) byte = static_cast<uint8_t>(random());
    return Scalar::from_bytes_mod_order_wide(wide);
}

/// Any point of the curve, with its part of small order.
Point random_point(std::mt19937_64& random) {
    for (;;) {
        CompressedPoint bytes;
        for (auto& byte : bytes) byte = static_cast<uint8_t>(random());
        if (const auto point = decompress(bytes)) return *point;
    }
}

/// Generates the points of small order: its order is 8.
Point eighth_torsion() {
    CompressedPoint bytes;
    EXPECT_TRUE(from_hex_into("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", bytes));
    return *decompress(bytes);
}

/// Bit by bit, with the point's own operations only.
Point slowly(const Scalar& scalar, const Point& point) {
    Point sum = Point::identity();
    for (int bit = 252; bit >= 0; --bit) {
        sum = sum.doubled();
        if (scalar.limbs()[static_cast<size_t>(bit) / 64] >> (bit % 64) & 1) sum = sum + point;
    }
    return sum;
}

TEST(Multiply, AgreesWithLibsodium) {
    auto random = test::seeded_random();
    for (int i = 0; i < 300; ++i) {
        const Scalar a = random_scalar(random), b = random_scalar(random);
        const auto a_bytes = a.to_bytes(), b_bytes = b.to_bytes();
        CompressedPoint uniform, A, aA, bB, expected;
        for (auto& byte : uniform) byte = static_cast<uint8_t>(random());
        crypto_core_ed25519_from_uniform(A.data(), uniform.data());
        ASSERT_EQ(crypto_scalarmult_ed25519_noclamp(aA.data(), a_bytes.data(), A.data()), 0);
        ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(bB.data(), b_bytes.data()), 0);
        crypto_core_ed25519_add(expected.data(), aA.data(), bB.data());

        const Point point = *decompress(A);
        EXPECT_EQ(scalar_mul(a, point).compress(), aA);
        EXPECT_EQ(scalar_mul_base(b).compress(), bB);
        EXPECT_EQ(double_scalar_mul_base(a, point, b).compress(), expected);
        EXPECT_EQ(double_scalar_mul(a, point, b, Point::base()).compress(), expected);
    }
}

TEST(Multiply, EdgesOfTheScalars) {
    auto random = test::seeded_random();
    const Point A = random_point(random);
    const Scalar one = Scalar::from_uint(1);
    EXPECT_TRUE(scalar_mul(Scalar(), A).is_identity());
    EXPECT_TRUE(scalar_mul_base(Scalar()).is_identity());
    EXPECT_TRUE(double_scalar_mul_base(Scalar(), A, Scalar()).is_identity());
    EXPECT_TRUE(scalar_mul(one, A) == A);
    EXPECT_TRUE(scalar_mul_base(one) == Point::base());
    EXPECT_TRUE(scalar_mul_base(-one) == -Point::base());
    EXPECT_TRUE(scalar_mul(one, Point::identity()).is_identity());
    for (uint64_t n = 0; n < 40; ++n) {
        const Scalar scalar = Scalar::from_uint(n);
        EXPECT_TRUE(scalar_mul(scalar, A) == slowly(scalar, A));
        // -n stands for L - n, which matters where A has a part of small order.
        EXPECT_TRUE(scalar_mul(-scalar, A) == slowly(-scalar, A));
        EXPECT_TRUE(scalar_mul_base(-scalar) == -slowly(scalar, Point::base()));
    }
}

TEST(Multiply, SumsOfManyTermsAddUp) {
    auto random = test::seeded_random();
    for (const size_t count : {0u, 1u, 2u, 3u, 7u, 33u, 150u, 200u, 400u, 1100u}) {
        std::vector<Scalar> scalars;
        std::vector<Point> points;
        Point expected = Point::identity();
        for (size_t i = 0; i < count; ++i) {
            Point point = i % 5 == 4 ? eighth_torsion() : random_point(random);
            if (i % 3 == 1) point = point + Point::base();  // Z is not one
            Scalar scalar = random_scalar(random);
            if (i % 4 == 1) scalar = Scalar::from_uint128(static_cast<unsigned __int128>(random()) << 64 | random());
            if (i % 7 == 3) scalar = -Scalar::from_uint(random() % 3);
            if (i % 11 == 10) point = points[i - 1];
            scalars.push_back(scalar);
            points.push_back(point);
            expected = expected + slowly(scalar, point);
        }
        EXPECT_TRUE(multi_scalar_mul(scalars, points) == expected) << count;
        EXPECT_TRUE(bucket_sum(scalars, points) == expected) << count;
        const Scalar b = random_scalar(random);
        EXPECT_TRUE(multi_scalar_mul_base(scalars, points, b) == expected + slowly(b, Point::base())) << count;
    }
}

TEST(Multiply, SchnorrEquation) {
    auto random = test::seeded_random();
    for (int i = 0; i < 200; ++i) {
        // R + k A = s B for A = a B, R = r B; anything of small order may be added to A and R.
        const Scalar a = random_scalar(random), r = random_scalar(random);
        const Scalar k = i < 20 ? Scalar::from_uint(static_cast<uint64_t>(i)) : random_scalar(random);
        const Scalar s = r + k * a;
        const Point A = scalar_mul_base(a), R = scalar_mul_base(r);
        EXPECT_TRUE(schnorr_equation_holds(s, k, A, R));
        const Point small = slowly(Scalar::from_uint(random() % 8), eighth_torsion());
        EXPECT_TRUE(schnorr_equation_holds(s, k, A + small, R));
        EXPECT_TRUE(schnorr_equation_holds(s, k, A, R + small));
        EXPECT_FALSE(schnorr_equation_holds(s + Scalar::from_uint(1), k, A, R));
        EXPECT_FALSE(schnorr_equation_holds(s, k + Scalar::from_uint(1), A, R));
        EXPECT_FALSE(schnorr_equation_holds(s, k, A, R + Point::base()));
        EXPECT_FALSE(schnorr_equation_holds(s, k, A, -R));
        if (!k.is_zero()) {
            EXPECT_FALSE(schnorr_equation_holds(s, k, A + Point::base(), R));
        }
    }
    EXPECT_TRUE(schnorr_equation_holds(Scalar(), Scalar(), eighth_torsion(), eighth_torsion()));
}

}  // namespace
}  // namespace serinus::crypto::edwards25519
