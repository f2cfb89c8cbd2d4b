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
