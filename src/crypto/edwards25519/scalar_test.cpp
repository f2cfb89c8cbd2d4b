#include "crypto/edwards25519/scalar.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/edwards25519/digits.hpp"
#include "crypto/edwards25519/short_ratio.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

// L, little-endian. Spec: RFC-8032
constexpr ByteArray<32> kOrder{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                               0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                               0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

template <size_t N>
ByteArray<N> random_array(std::mt19937_64& random) {
    ByteArray<N> out;
    // Long runs of equal bits provoke carries.
    const uint64_t kind = random() % 4;
    for (auto& byte : out) {
        byte = kind == 0   ? (random() % 8 == 0 ? static_cast<uint8_t>(random()) : 0)
               : kind == 1 ? (random() % 8 == 0 ? static_cast<uint8_t>(random()) : 0xff)
                           : static_cast<uint8_t>(random());
    }
    return out;
}

Scalar any_scalar(std::mt19937_64& random) { return Scalar::from_bytes_mod_order_wide(random_array<64>(random)); }

// Spec: RFC-8032
TEST(Scalar, OnlyValuesBelowTheOrderAreCanonical) {
    EXPECT_FALSE(Scalar::from_canonical(kOrder));
    ByteArray<32> below = kOrder;
    below[0] -= 1;
    ASSERT_TRUE(Scalar::from_canonical(below));
    EXPECT_EQ(Scalar::from_canonical(below)->to_bytes(), below);
    ByteArray<32> above = kOrder;
    above[0] += 1;
    EXPECT_FALSE(Scalar::from_canonical(above));
    EXPECT_EQ(Scalar::from_bytes_mod_order(above), Scalar::from_uint(1));
    ByteArray<32> ones;
    ones.fill(0xff);
    EXPECT_FALSE(Scalar::from_canonical(ones));
    EXPECT_TRUE(Scalar::from_canonical({}));
}

TEST(Scalar, AgreesWithLibsodium) {
    auto random = test::seeded_random();
    for (int i = 0; i < 5000; ++i) {
        const auto wide = random_array<64>(random);
        ByteArray<32> expected;
        crypto_core_ed25519_scalar_reduce(expected.data(), wide.data());
        const Scalar a = Scalar::from_bytes_mod_order_wide(wide);
        ASSERT_EQ(a.to_bytes(), expected);

        const auto narrow = random_array<32>(random);
        ByteArray<64> padded{};
        std::copy(narrow.begin(), narrow.end(), padded.begin());
        crypto_core_ed25519_scalar_reduce(expected.data(), padded.data());
        const Scalar b = Scalar::from_bytes_mod_order(narrow);
        ASSERT_EQ(b.to_bytes(), expected);

        const auto x = a.to_bytes(), y = b.to_bytes();
        crypto_core_ed25519_scalar_mul(expected.data(), x.data(), y.data());
        ASSERT_EQ((a * b).to_bytes(), expected);
        crypto_core_ed25519_scalar_add(expected.data(), x.data(), y.data());
        ASSERT_EQ((a + b).to_bytes(), expected);
        crypto_core_ed25519_scalar_sub(expected.data(), x.data(), y.data());
        ASSERT_EQ((a - b).to_bytes(), expected);
        crypto_core_ed25519_scalar_negate(expected.data(), x.data());
        ASSERT_EQ((-a).to_bytes(), expected);
    }
    EXPECT_TRUE((-Scalar()).is_zero());
}

template <int W>
void check_digits(const Scalar& scalar) {
    const NonAdjacentForm naf = non_adjacent_form<W>(scalar);
    Scalar sum;
    const Scalar two = Scalar::from_uint(2);
    int last = 1000;
    for (int i = 255; i >= 0; --i) {
        sum = sum * two;
        const auto digit = int{naf.digit[static_cast<size_t>(i)]};
        if (digit == 0) continue;
        EXPECT_LT(i, naf.size);
        EXPECT_NE(digit % 2, 0);
        EXPECT_LT(std::abs(digit), 1 << (W - 1));
        EXPECT_GE(last - i, W);
        last = i;
        const Scalar size = Scalar::from_uint(static_cast<uint64_t>(std::abs(digit)));
        sum = digit > 0 ? sum + size : sum - size;
    }
    EXPECT_EQ(sum, scalar);
}

TEST(Scalar, NonAdjacentFormsAddUpToTheScalar) {
    auto random = test::seeded_random();
    for (int i = 0; i < 200; ++i) {
        const Scalar scalar = any_scalar(random);
        check_digits<5>(scalar);
        check_digits<8>(scalar);
    }
    for (const Scalar& scalar : {Scalar(), Scalar::from_uint(1), -Scalar::from_uint(1), Scalar::from_uint(~0ull)}) {
        check_digits<5>(scalar);
        check_digits<8>(scalar);
    }
}

TEST(Scalar, IsARatioOfTwoShortOnes) {
    auto random = test::seeded_random();
    std::vector<Scalar> scalars{Scalar(), Scalar::from_uint(1), -Scalar::from_uint(1), -Scalar::from_uint(2)};
    for (int i = 0; i < 2000; ++i) scalars.push_back(any_scalar(random));
    const Scalar two = Scalar::from_uint(2);
    for (Scalar power = two; scalars.size() < 2300; power = power * two) {
        scalars.push_back(power);
        scalars.push_back(power - Scalar::from_uint(1));
    }
    for (const Scalar& k : scalars) {
        const auto [u, v, u_is_negative] = short_ratio(k);
        ASSERT_TRUE(v != 0);
        ASSERT_TRUE(u >> 127 == 0 && v >> 127 == 0);
        const Scalar u_scalar = Scalar::from_uint128(u);
        ASSERT_EQ(Scalar::from_uint128(v) * k, u_is_negative ? -u_scalar : u_scalar);
    }
}

}  // namespace
}  // namespace serinus::crypto::edwards25519
