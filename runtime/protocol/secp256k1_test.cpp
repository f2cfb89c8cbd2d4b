// Decompression of keys, against the library that the host has.
#include "runtime/protocol/secp256k1.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/ecdsa.hpp"
#include "hashing/hashing.hpp"

namespace serinus::sdk {
namespace {

ByteArray<33> key_of(uint8_t tag, std::string_view x) {
    const Bytes bytes = *from_hex(x);
    ByteArray<33> out{tag};
    std::copy(bytes.begin(), bytes.end(), out.begin() + 1);
    return out;
}
std::string decompressed(const ByteArray<33>& key) {
    const auto point = secp256k1_decompress(key);
    return point ? to_hex(*point) : "none";
}

// SEC 2, 2.4.1: the base point.
constexpr std::string_view kBaseX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
constexpr std::string_view kBaseY = "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

TEST(Secp256k1, FirstByteSaysWhichY) {
    const std::string even = std::string(kBaseX) + std::string(kBaseY);
    EXPECT_EQ(decompressed(key_of(2, kBaseX)), even);
    EXPECT_EQ(decompressed(key_of(3, kBaseX)),
              std::string(kBaseX) + "b7c52588d95c3b9aa25b0403f1eef75702e84bb7597aabe663b82f6f04ef2777");
    EXPECT_EQ(decompressed(key_of(5, kBaseX)), even);
    for (const int tag : {0, 1, 4, 6, 7, 0x62, 255})
        EXPECT_EQ(decompressed(key_of(static_cast<uint8_t>(tag), kBaseX)), "none") << tag;
}

TEST(Secp256k1, XMustBeBelowThePrimeAndOnTheCurve) {
    // p + 1 would be the point with x = 1.
    EXPECT_EQ(decompressed(key_of(2, std::string(55, 'f') + "efffffc30")), "none");
    EXPECT_EQ(decompressed(key_of(2, std::string(64, 'f'))), "none");
    EXPECT_EQ(decompressed(key_of(2, std::string(64, '0'))), "none");  // 7 is no square
    EXPECT_EQ(decompressed(key_of(2, std::string(63, '0') + "5")), "none");
    EXPECT_NE(decompressed(key_of(2, std::string(63, '0') + "1")), "none");
}

TEST(Secp256k1, AgreesWithTheHostOnKeysAndOnOthers) {
    size_t points = 0;
    for (uint32_t i = 0; i < 300; ++i) {
        const Hash256 seed = hashing::blake2b_256(as_bytes("secp256k1 " + std::to_string(i)));
        const Hash256 message = hashing::blake2b_256(seed.bytes);
        const auto secret = crypto::ecdsa::Seed(seed.bytes);
        const auto compressed = crypto::ecdsa::public_key_of(secret);
        const auto signature = crypto::ecdsa::sign_prehashed(secret, message);
        ASSERT_TRUE(compressed && signature);
        const auto point = crypto::ecdsa::recover(*signature, message);
        ASSERT_TRUE(point);
        EXPECT_EQ(decompressed(compressed->bytes), to_hex(point->bytes));

        // Every second number is the x of a point, whose compression is what it was made of.
        ByteArray<33> any{static_cast<uint8_t>(2 + i % 2)};
        std::copy(message.bytes.begin(), message.bytes.end(), any.begin() + 1);
        const auto found = secp256k1_decompress(any);
        if (!found) continue;
        ++points;
        const auto back = crypto::ecdsa::compress(crypto::ecdsa::UncompressedPublicKey{*found});
        ASSERT_TRUE(back);
        EXPECT_EQ(to_hex(back->bytes), to_hex(any));
    }
    EXPECT_NEAR(static_cast<double>(points), 150.0, 60.0);
}

}  // namespace
}  // namespace serinus::sdk
