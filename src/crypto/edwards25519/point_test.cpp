#include "crypto/edwards25519/point.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

using namespace literals;

CompressedPoint encoding(std::string_view hex) {
    CompressedPoint out;
    EXPECT_TRUE(from_hex_into(hex, out));
    return out;
}

CompressedPoint random_encoding(std::mt19937_64& random) {
    CompressedPoint out;
    for (auto& byte : out) byte = static_cast<uint8_t>(random());
    return out;
}

/// A random point of the prime-order group by libsodium.
CompressedPoint random_prime_order(std::mt19937_64& random) {
    CompressedPoint out;
    crypto_core_ed25519_from_uniform(out.data(), random_encoding(random).data());
    return out;
}

// Spec: RFC-8032
TEST(Point, TheBasePointHasItsEncoding) {
    EXPECT_EQ(to_hex(Point::base().compress()), "5866666666666666666666666666666666666666666666666666666666666666");
    EXPECT_TRUE(*decompress(Point::base().compress()) == Point::base());
    EXPECT_EQ(to_hex(Point::identity().compress()), "0100000000000000000000000000000000000000000000000000000000000000");
}

TEST(Point, AdditionAgreesWithLibsodium) {
    auto random = test::seeded_random();
    for (int i = 0; i < 500; ++i) {
        const auto p = random_prime_order(random), q = random_prime_order(random);
        const auto ours_p = decompress(p), ours_q = decompress(q);
        ASSERT_TRUE(ours_p && ours_q);
        ASSERT_EQ(ours_p->compress(), p);
        CompressedPoint expected;
        crypto_core_ed25519_add(expected.data(), p.data(), q.data());
        ASSERT_EQ((*ours_p + *ours_q).compress(), expected);
        crypto_core_ed25519_sub(expected.data(), p.data(), q.data());
        ASSERT_EQ((*ours_p - *ours_q).compress(), expected);
        crypto_core_ed25519_add(expected.data(), p.data(), p.data());
        ASSERT_EQ(ours_p->doubled().compress(), expected);
        ASSERT_EQ((*ours_p + *ours_p).compress(), expected);
        ASSERT_TRUE((*ours_p + -*ours_p).is_identity());
        ASSERT_TRUE(*ours_p + *ours_q - *ours_q == *ours_p);
        ASSERT_TRUE(ours_p->doubled().doubled().doubled() == ours_p->times_cofactor());
        ASSERT_FALSE(ours_p->is_small_order());
    }
}

// Whether 32 random bytes are a point: libsodium says it through the conversion to X25519, which refuses what is not on
// the curve, small orders and parts of small order; so a point of ours that it refuses must have such a part.
TEST(Point, AboutHalfOfAllBytesAreAPoint) {
    auto random = test::seeded_random();
    int found = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto bytes = random_encoding(random);
        const auto point = decompress(bytes);
        found += point ? 1 : 0;
        const auto base = Point::base().compress();
        const auto first = decompress_pair(bytes, base), second = decompress_pair(base, bytes);
        ASSERT_EQ(first.has_value(), point.has_value());
        ASSERT_EQ(second.has_value(), point.has_value());
        if (point) {
            ASSERT_TRUE((*first)[0] == *point && (*first)[1] == Point::base());
            ASSERT_TRUE((*second)[1] == *point && (*second)[0] == Point::base());
        }
        if (point) {
            ASSERT_EQ(point->compress(), bytes);
            ASSERT_TRUE(*decompress(bytes) == *point);
        }
        if (crypto_core_ed25519_is_valid_point(bytes.data()) == 1) {
            ASSERT_TRUE(point);
        }
    }
    EXPECT_GT(found, 850);
    EXPECT_LT(found, 1150);
}

// The eight points of small order, their canonical encodings and the six others. Source: ZIP 215's test vectors rest on
// these; the list is in Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs", table 1. Spec: ZIP-215
TEST(Point, EncodingsThatAreNotCanonicalAreAccepted) {
    struct Case {
        const char* bytes;
        const char* canonical;
    };
    const Case cases[] = {
        // y = 1 and x = 0 with the sign bit; y = p - 1 likewise
        {"0100000000000000000000000000000000000000000000000000000000000080",
         "0100000000000000000000000000000000000000000000000000000000000000"},
        {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        // y = p + 1, both signs
        {"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
         "0100000000000000000000000000000000000000000000000000000000000000"},
        {"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "0100000000000000000000000000000000000000000000000000000000000000"},
        // y = p, both signs
        {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
         "0000000000000000000000000000000000000000000000000000000000000000"},
        {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "0000000000000000000000000000000000000000000000000000000000000080"},
    };
    for (const auto& [bytes, canonical] : cases) {
        const auto point = decompress(encoding(bytes));
        ASSERT_TRUE(point) << bytes;
        EXPECT_EQ(to_hex(point->compress()), canonical) << bytes;
        EXPECT_TRUE(point->is_small_order());
    }
}

TEST(Point, SmallOrdersAreRecognised) {
    // Orders 1, 2, 4, 4, 8, 8, 8, 8.
    const char* encodings[] = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    };
    const int orders[] = {1, 2, 4, 4, 8, 8, 8, 8};
    for (size_t i = 0; i < 8; ++i) {
        const auto point = decompress(encoding(encodings[i]));
        ASSERT_TRUE(point);
        EXPECT_EQ(to_hex(point->compress()), encodings[i]);
        EXPECT_TRUE(point->is_small_order());
        Point multiple = *point;
        int order = 1;
        while (!multiple.is_identity()) {
            multiple = multiple + *point;
            ++order;
        }
        EXPECT_EQ(order, orders[i]);
        EXPECT_FALSE((*point + Point::base()).is_small_order());
        EXPECT_TRUE((*point + Point::base()).times_cofactor() == Point::base().times_cofactor());
    }
}

TEST(Field, SquareRootRatioTellsItsFourCases) {
    auto random = test::seeded_random();
    for (int i = 0; i < 500; ++i) {
        const FieldElement u = field_from_bytes(random_encoding(random));
        const FieldElement v = field_from_bytes(random_encoding(random));
        const auto [was_square, root] = square_root_ratio(u, v);
        EXPECT_FALSE(is_negative(root));
        if (was_square) {
            ASSERT_TRUE(v * square(root) == u);
        } else {
            // then i*u/v is a square, so (v root^2)^2 = -u^2
            ASSERT_TRUE(square(v * square(root)) == -square(u));
        }
    }
    EXPECT_TRUE(square_root_ratio(kFieldZero, kFieldOne).was_square);
    EXPECT_TRUE(square_root_ratio(kFieldZero, kFieldZero).was_square);
    EXPECT_FALSE(square_root_ratio(kFieldOne, kFieldZero).was_square);
    EXPECT_TRUE(is_zero(square_root_ratio(kFieldOne, kFieldZero).root));
}

TEST(Field, ReducesWhatReachesThePrime) {
    ByteArray<32> bytes;
    bytes.fill(0xff);
    bytes[31] = 0x7f;
    for (unsigned low = 0xed; low <= 0xff; ++low) {  // p … p + 18
        bytes[0] = static_cast<uint8_t>(low);
        ByteArray<32> expected{};
        expected[0] = static_cast<uint8_t>(low - 0xed);
        EXPECT_EQ(to_bytes(field_from_bytes(bytes)), expected);
    }
    bytes[0] = 0xec;
    EXPECT_EQ(to_bytes(field_from_bytes(bytes)), bytes);
    EXPECT_EQ(to_bytes(-kFieldOne), bytes);
    EXPECT_TRUE(is_zero(invert(kFieldZero)));
    EXPECT_TRUE(is_zero(kFieldOne - kFieldOne));
}

}  // namespace
}  // namespace serinus::crypto::edwards25519
