#include "hashing/hashing.hpp"
#include "base/hex.hpp"
#include "executor/host/host_test.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::executor::host {
namespace {

using namespace serinus::literals;

using HashingFunctions = HostTest;

// Spec: sect-hashing-api. "abc" in each function; FIPS 180-2, RFC-7693, the Keccak team, polkadot-js.
TEST_F(HashingFunctions, HashAbc) {
    const struct {
        const char* name;
        Bytes hash;
    } known[] = {
        {"blake2_128", "cf4ab791c62b8d2b2109c90275287816"_hex},
        {"blake2_256", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"_hex},
        {"keccak_256", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"_hex},
        {"keccak_512",
         "18587dc2ea106b9a1563e32b3312421ca164c7f1f07bc922a9c83d77cea3a1e5d0c69910739025372dc14ac9642629379540c17e2a65b19d77aa511a9d00bb96"_hex},
        {"sha2_256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_hex},
        {"twox_64", "990977adf52cbc44"_hex},
        {"twox_128", "990977adf52cbc440889329981caa9be"_hex},
        {"twox_256", "990977adf52cbc440889329981caa9bef7da5770b2b8a05303b75d95360dd62b"_hex},
    };
    for (const auto& [name, hash] : known) {
        const auto result = run("ext_hashing_" + std::string(name) + "_version_1", {put("abc")});
        EXPECT_EQ(to_hex(fixed_bytes(result, hash.size())), to_hex(hash)) << name;
    }
}

TEST_F(HashingFunctions, AgreeWithPublishedVectors) {
    const auto path = test::shared_data("crypto/hashes.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    size_t count = 0;
    for (const auto& vector : test::Json::read(*path).items()) {
        const auto name = "ext_hashing_" + vector["function"].text() + "_version_1";
        if (find_host_function(name) == nullptr) continue;  // blake2_64 and blake2_512 are no host functions
        const Bytes hash = vector["output"].hex();
        EXPECT_EQ(fixed_bytes(run(name, {put(vector["input"].hex())}), hash.size()), hash) << name;
        ++count;
    }
    EXPECT_GE(count, 8u);
}

// A call keeps hashes of short keys. Keys that are asked for again, that begin and end alike, or whose sizes alone
// differ each have their own.
TEST_F(HashingFunctions, AKeyOfAMapHasItsOwnHashHoweverOftenItIsAskedFor) {
    auto random = test::seeded_random();
    std::vector<Bytes> keys;
    for (size_t size = 0; size <= 60; ++size) {
        for (uint8_t middle = 0; middle < 3; ++middle) {
            Bytes key(size, 7);
            if (size > 16) key[size / 2] = middle;
            keys.push_back(std::move(key));
        }
        keys.push_back(test::random_bytes(random, size));
    }
    for (size_t i = 0; i < 3000; ++i) {
        const Bytes& key = keys[random() % keys.size()];
        std::ranges::copy(key, instance.memory().begin() + 64);
        const auto result = run("ext_hashing_blake2_128_version_1", {pack(64, key.size())});
        ASSERT_EQ(fixed_bytes(result, 16), to_bytes(hashing::blake2b_128(key))) << to_hex(key);
        run("ext_allocator_free_version_1", {result});
    }
}

TEST_F(HashingFunctions, NothingIsAnInputToo) {
    const auto result = run("ext_hashing_blake2_256_version_1", {0});
    EXPECT_EQ(fixed_bytes(result, 32), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"_hex);
}

TEST_F(HashingFunctions, TheInputMustLieInTheMemory) {
    EXPECT_NE(trap("ext_hashing_twox_64_version_1", {pack(UINT32_MAX, 2)}), "");
    EXPECT_NE(trap("ext_hashing_twox_64_version_1", {pack(0, UINT32_MAX)}), "");
}

}  // namespace
}  // namespace serinus::executor::host
