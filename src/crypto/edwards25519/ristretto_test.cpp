#include "crypto/edwards25519/ristretto.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "base/hex.hpp"
#include "crypto/edwards25519/multiply.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

ByteArray<32> bytes32(std::string_view hex) {
    ByteArray<32> out;
    EXPECT_TRUE(from_hex_into(hex, out));
    return out;
}

/// Points that differ by these stand for one element.
std::vector<Point> fourth_torsion() {
    return {Point::identity(), *decompress(bytes32("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
            *decompress(bytes32("0000000000000000000000000000000000000000000000000000000000000000")),
            *decompress(bytes32("0000000000000000000000000000000000000000000000000000000000000080"))};
}

// Spec: RFC-9496 (A.1)
TEST(Ristretto, MultiplesOfTheGenerator) {
    const auto path = test::shared_data("crypto/ristretto255.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    Point multiple = Point::identity();
    for (const auto& vector : test::Json::read(*path)["smallMultiplesOfGenerator"].items()) {
        const ByteArray<32> expected = bytes32(vector.text());
        EXPECT_EQ(ristretto_encode(multiple), expected);
        const auto decoded = ristretto_decode(expected);
        ASSERT_TRUE(decoded);
        EXPECT_TRUE(ristretto_equal(*decoded, multiple));
        for (const Point& torsion : fourth_torsion()) EXPECT_EQ(ristretto_encode(multiple + torsion), expected);
        multiple = multiple + Point::base();
    }
}

// Spec: RFC-9496 (A.2)
TEST(Ristretto, BadEncodingsAreRefused) {
    const char* bad[] = {
        // not canonical
        "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // negative
        "0100000000000000000000000000000000000000000000000000000000000000",
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
        "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
        "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78",
        "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
        "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72",
        "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
        // x^2 is no square
        "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
        "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
        "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad7b",
        "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
        "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08",
        "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
        "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731",
        "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
        // x*y is negative
        "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
        "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
        "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e",
        "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
        "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b",
        "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
        "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e",
        "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
        // s = -1 makes y = 0
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };
    for (const char* hex : bad) EXPECT_FALSE(ristretto_decode(bytes32(hex))) << hex;
}

TEST(Ristretto, DecodesWhatLibsodiumDecodes) {
    auto random = test::seeded_random();
    int decoded = 0;
    for (int i = 0; i < 5000; ++i) {
        ByteArray<32> bytes;
        for (auto& byte : bytes) byte = static_cast<uint8_t>(random());
        bytes[31] &= 0x7f;  // libsodium 1.0.18 does not look at this bit
        if (i % 4 != 0) bytes[0] &= 0xfe;
        const auto point = ristretto_decode(bytes);
        ASSERT_EQ(point.has_value(), crypto_core_ristretto255_is_valid_point(bytes.data()) == 1) << to_hex(bytes);
        const auto generator = ristretto_encode(Point::base());
        const auto first = ristretto_decode_pair(bytes, generator), second = ristretto_decode_pair(generator, bytes);
        ASSERT_EQ(first.has_value(), point.has_value());
        ASSERT_EQ(second.has_value(), point.has_value());
        if (!point) continue;
        ++decoded;
        ASSERT_TRUE((*first)[0] == *point && ristretto_equal((*first)[1], Point::base()));
        ASSERT_TRUE((*second)[1] == *point && ristretto_equal((*second)[0], Point::base()));
        ASSERT_EQ(ristretto_encode(*point), bytes);
        ByteArray<32> with_high_bit = bytes;
        with_high_bit[31] |= 0x80;
        ASSERT_FALSE(ristretto_decode(with_high_bit));
        ASSERT_TRUE(ristretto_equal(*point, *point));
        ASSERT_FALSE(ristretto_equal(*point, point->doubled()));
        for (const Point& torsion : fourth_torsion()) {
            ASSERT_EQ(ristretto_encode(*point + torsion), bytes);
            ASSERT_TRUE(ristretto_equal(*point + torsion, *point));
            ASSERT_TRUE(ristretto_is_identity(*point + torsion - *point));
        }
    }
    EXPECT_GT(decoded, 300);
}

TEST(Ristretto, ArithmeticAgreesWithLibsodium) {
    auto random = test::seeded_random();
    for (int i = 0; i < 300; ++i) {
        ByteArray<64> uniform;
        for (auto& byte : uniform) byte = static_cast<uint8_t>(random());
        ByteArray<32> p, q, scalar, expected;
        crypto_core_ristretto255_from_hash(p.data(), uniform.data());
        for (auto& byte : uniform) byte = static_cast<uint8_t>(random());
        crypto_core_ristretto255_from_hash(q.data(), uniform.data());
        crypto_core_ristretto255_scalar_reduce(scalar.data(), uniform.data());
        const Point P = *ristretto_decode(p), Q = *ristretto_decode(q);

        crypto_core_ristretto255_add(expected.data(), p.data(), q.data());
        ASSERT_EQ(ristretto_encode(P + Q), expected);
        crypto_core_ristretto255_sub(expected.data(), p.data(), q.data());
        ASSERT_EQ(ristretto_encode(P - Q), expected);
        ASSERT_EQ(crypto_scalarmult_ristretto255(expected.data(), scalar.data(), p.data()), 0);
        ASSERT_EQ(ristretto_encode(scalar_mul(*Scalar::from_canonical(scalar), P)), expected);
        ASSERT_EQ(crypto_scalarmult_ristretto255_base(expected.data(), scalar.data()), 0);
        ASSERT_EQ(ristretto_encode(scalar_mul_base(*Scalar::from_canonical(scalar))), expected);
    }
}

}  // namespace
}  // namespace serinus::crypto::edwards25519
