#include "hashing/streaming.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "hashing/keccak.hpp"
#include "tests/support/random.hpp"

namespace serinus::hashing {
namespace {

using namespace serinus::literals;

template <class Hasher>
Bytes in_pieces(Hasher hasher, size_t output_size, BytesView input, std::mt19937_64& random) {
    while (!input.empty()) {
        const size_t size = test::random_between(random, 0, input.size());
        hasher.update(input.first(size));
        input = input.subspan(size);
    }
    Bytes out(output_size);
    hasher.update({}).finish(out);
    return out;
}

Bytes openssl_digest(const char* name, BytesView input) {
    const EVP_MD* function = EVP_get_digestbyname(name);
    Bytes out(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    EVP_Digest(input.data(), input.size(), out.data(), &size, function, nullptr);
    out.resize(size);
    return out;
}

/// SHA3-256 built from our permutation; it differs from Keccak-256 in the padding byte alone.
Bytes sha3_256(BytesView input) {
    constexpr size_t kRate = 136;
    std::array<uint64_t, 25> lanes{};
    Bytes padded = to_bytes(input);
    padded.push_back(0x06);
    padded.resize((padded.size() + kRate - 1) / kRate * kRate);
    padded.back() |= 0x80;
    for (size_t block = 0; block < padded.size(); block += kRate) {
        for (size_t i = 0; i < kRate / 8; ++i) lanes[i] ^= load_le<uint64_t>(&padded[block + 8 * i]);
        keccak_f1600(lanes);
    }
    const auto* bytes = reinterpret_cast<const uint8_t*>(lanes.data());
    return Bytes(bytes, bytes + 32);
}

// Spec: sect-hashing. Every length around the block sizes 64, 72, 128 and 136, cut at random places.
TEST(Streaming, DoesNotDependOnHowTheInputIsCut) {
    auto random = test::seeded_random();
    for (size_t size = 0; size <= 300; ++size) {
        const Bytes input = test::random_bytes(random, size);
        const auto pieces = [&](auto hasher, size_t output_size) {
            return in_pieces(hasher, output_size, input, random);
        };
        EXPECT_TRUE(equal(pieces(Blake2b(8), 8), blake2b_64(input))) << size;
        EXPECT_TRUE(equal(pieces(Blake2b(16), 16), blake2b_128(input))) << size;
        EXPECT_TRUE(equal(pieces(Blake2b(32), 32), blake2b_256(input))) << size;
        EXPECT_TRUE(equal(pieces(Blake2b(64), 64), blake2b_512(input))) << size;
        EXPECT_TRUE(equal(pieces(Twox(8), 8), twox_64(input))) << size;
        EXPECT_TRUE(equal(pieces(Twox(16), 16), twox_128(input))) << size;
        EXPECT_TRUE(equal(pieces(Twox(32), 32), twox_256(input))) << size;
        EXPECT_TRUE(equal(pieces(Keccak(32), 32), keccak_256(input))) << size;
        EXPECT_TRUE(equal(pieces(Keccak(64), 64), keccak_512(input))) << size;
        EXPECT_TRUE(equal(pieces(Sha2_256(), 32), sha2_256(input))) << size;
    }
}

// Spec: FIPS 202 section 3.3 (the permutation), sect-hashing. The peers are other implementations than the ones we
// call: OpenSSL's BLAKE2b, libsodium's SHA-2.
TEST(Streaming, AgreesWithOtherLibrariesAtEveryLength) {
    auto random = test::seeded_random();
    for (size_t size = 0; size <= 300; ++size) {
        const Bytes input = test::random_bytes(random, size);
        EXPECT_TRUE(equal(blake2b_512(input), openssl_digest("BLAKE2b512", input))) << size;
        EXPECT_TRUE(equal(sha3_256(input), openssl_digest("SHA3-256", input))) << size;
        Bytes sha2(32);
        crypto_hash_sha256(sha2.data(), input.data(), input.size());
        EXPECT_TRUE(equal(sha2_256(input), sha2)) << size;
    }
}

// Lanes 0, 2 and 3 of a wide twox are XXH64 with the seeds 0, 2 and 3.
TEST(Streaming, WiderTwoxBeginsWithTheNarrower) {
    const Bytes input = "00010203"_hex;
    EXPECT_TRUE(equal(BytesView(twox_256(input)).first(16), twox_128(input)));
    EXPECT_TRUE(equal(BytesView(twox_128(input)).first(8), twox_64(input)));
}

}  // namespace
}  // namespace serinus::hashing
