#include <gtest/gtest.h>
#include <sodium.h>

#include "base/hex.hpp"
#include "crypto/edwards25519/ristretto.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

ByteArray<32> by_libsodium(const ByteArray<64>& bytes) {
    ByteArray<32> out;
    crypto_core_ristretto255_from_hash(out.data(), bytes.data());
    return out;
}

// Spec: RFC-9496 (A.3)
TEST(RistrettoMap, GivesTheElementsOfTheRfc) {
    const struct {
        const char* input;
        const char* output;
    } vectors[] = {
        {"5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c1"
         "4d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6",
         "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"},
        {"f116b34b8f17ceb56e8732a60d913dd10cce47a6d53bee9204be8b44f6678b27"
         "0102a56902e2488c46120e9276cfe54638286b9e4b3cdb470b542d46c2068d38",
         "f26e5b6f7d362d2d2a94c5d0e7602cb4773c95a2e5c31a64f133189fa76ed61b"},
    };
    for (const auto& [input, output] : vectors) {
        const auto bytes = from_hex_fixed<ByteArray<64>>(input).value();
        EXPECT_EQ(to_hex(ristretto_encode(ristretto_from_uniform(bytes))), output);
    }
}

TEST(RistrettoMap, AgreesWithLibsodium) {
    auto random = test::seeded_random();
    for (int i = 0; i < 2000; ++i) {
        ByteArray<64> bytes;
        std::ranges::copy(test::random_bytes(random, 64), bytes.begin());
        ASSERT_EQ(ristretto_encode(ristretto_from_uniform(bytes)), by_libsodium(bytes)) << to_hex(bytes);
    }
}

// Zero, one, values from p on, and the ignored bit 255, in both halves.
TEST(RistrettoMap, AgreesWithLibsodiumAtTheEdges) {
    std::vector<ByteArray<32>> edges = {{}, {1}, {2}};
    ByteArray<32> high;
    high.fill(0xff);
    high[31] = 0x7f;
    for (const int low : {0xec, 0xed, 0xee, 0xff}) {
        high[0] = static_cast<uint8_t>(low);
        edges.push_back(high);
    }
    for (size_t i = 0; i < 7; ++i) {
        edges.push_back(edges[i]);
        edges.back()[31] ^= 0x80;
    }
    for (const auto& left : edges) {
        for (const auto& right : edges) {
            ByteArray<64> bytes;
            std::ranges::copy(left, bytes.begin());
            std::ranges::copy(right, bytes.begin() + 32);
            EXPECT_EQ(ristretto_encode(ristretto_from_uniform(bytes)), by_libsodium(bytes)) << to_hex(bytes);
        }
    }
}

}  // namespace
}  // namespace serinus::crypto::edwards25519
