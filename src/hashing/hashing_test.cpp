#include "hashing/hashing.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::hashing {
namespace {

std::string hash_by_name(std::string_view name, BytesView input) {
    if (name == "blake2_64") return to_hex_prefixed(blake2b_64(input));
    if (name == "blake2_128") return to_hex_prefixed(blake2b_128(input));
    if (name == "blake2_256") return to_hex_prefixed(blake2b_256(input));
    if (name == "blake2_512") return to_hex_prefixed(blake2b_512(input));
    if (name == "twox_64") return to_hex_prefixed(twox_64(input));
    if (name == "twox_128") return to_hex_prefixed(twox_128(input));
    if (name == "twox_256") return to_hex_prefixed(twox_256(input));
    if (name == "keccak_256") return to_hex_prefixed(keccak_256(input));
    if (name == "keccak_512") return to_hex_prefixed(keccak_512(input));
    if (name == "sha2_256") return to_hex_prefixed(sha2_256(input));
    return "unknown function " + std::string(name);
}

// Spec: sect-hashing. From RFC 7693 A, FIPS 180-4 examples, the Keccak team's known answers, and the sanity test of
// xxHash.
TEST(Hashing, HasTheKnownAnswersOfItsDefinitions) {
    EXPECT_EQ(to_hex(blake2b_512(as_bytes("abc"))),
              "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
              "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    EXPECT_EQ(to_hex(sha2_256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(keccak_256({})), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    EXPECT_EQ(to_hex(keccak_512({})),
              "0eab42de4c3ceb9235fc91acffe746b29c29a8c366b7c60e4e67c466f36a4304"
              "c00fa9caf9d87976ba469bcbe06713b435f091ef2769fb160cdab33d3670680e");
    EXPECT_EQ(load_le<uint64_t>(twox_64({}).data()), 0xef46db3751d8e999u);
}

// Spec: sect-storage-api
TEST(Hashing, TheConcatenatingHashersKeepTheirInput) {
    const Bytes input = to_bytes(as_bytes("abc"));
    EXPECT_EQ(blake2b_128_concat(input), concat(blake2b_128(input), input));
    EXPECT_EQ(blake2b_256_concat(input), concat(blake2b_256(input), input));
    EXPECT_EQ(twox_64_concat(input), concat(twox_64(input), input));
}

// Spec: sect-hashing
TEST(Hashing, AgreesWithThePublishedVectors) {
    const auto path = test::shared_data("crypto/hashes.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json vectors = test::Json::read(*path);
    for (const auto& vector : vectors.items()) {
        EXPECT_EQ(hash_by_name(vector["function"].text(), vector["input"].hex()), vector["output"].text())
            << vector["function"].text();
    }
}

}  // namespace
}  // namespace serinus::hashing
