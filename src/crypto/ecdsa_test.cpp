#include "crypto/ecdsa.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::ecdsa {
namespace {

using namespace literals;

Seed seed_of(BytesView bytes) { return *Seed::from(bytes); }
Signature signature_of(std::string_view rs, uint8_t v) {
    Signature out;
    EXPECT_TRUE(from_hex_into(rs, MutableBytesView(out.bytes).first(64)));
    out[64] = v;
    return out;
}
Hash256 random_hash(std::mt19937_64& random) { return *Hash256::from(test::random_bytes(random, 32)); }

/// The order n.
const std::string kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

/// a + b or a - b as 256-bit big-endian numbers; whether it stayed in range.
bool add(std::span<uint8_t> a, BytesView b, int sign) {
    int carry = 0;
    for (size_t i = 32; i-- > 0;) {
        const int sum = a[i] + sign * b[i] + carry;
        a[i] = static_cast<uint8_t>(sum & 0xff);
        carry = sum >> 8;
    }
    return carry == 0;
}

// Source: go-ethereum, crypto/signature_test.go. Spec: id-ext_crypto_secp256k1_ecdsa_recover
TEST(Ecdsa, RecoversTheKeyOfAnEthereumSignature) {
    const Hash256 hash = "ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008"_hash256;
    const char* key =
        "e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a"
        "0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b13cf2c0f11ef652";
    for (const uint8_t v : {uint8_t{1}, uint8_t{28}}) {
        const Signature signature = signature_of(
            "90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e54998"
            "4a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d4009eea23ceaddc93",
            v);
        for (const Version version : {Version::kV1, Version::kV2}) {
            const auto full = recover(signature, hash, version);
            ASSERT_TRUE(full);
            EXPECT_EQ(to_hex(*full), key);
            EXPECT_EQ(to_hex(*compress(*full)), "02" + std::string(key, 64));
            EXPECT_EQ(*recover_compressed(signature, hash, version), *compress(*full));
            // The host's verification does not know the Ethereum ids.
            EXPECT_EQ(verify_prehashed(signature, hash, *compress(*full), version), v == 1);
        }
    }
}

// Source: polkadot-js. Spec: id-ext_crypto_secp256k1_ecdsa_recover_compressed
TEST(Ecdsa, AgreesWithPolkadotJs) {
    const auto path = test::shared_data("crypto/secp256k1.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json vectors = test::Json::read(*path);
    for (const auto& vector : vectors["recover"].items()) {
        const Signature signature =
            signature_of(vector["signature"].text(), static_cast<uint8_t>(vector["recoveryId"].integer()));
        const auto key = recover_compressed(signature, *Hash256::from(vector["messageHash"].hex()));
        ASSERT_TRUE(key);
        EXPECT_EQ(to_hex_prefixed(*key), vector["compressed"].text());
        const Hash256 keccak = hashing::keccak_256(*key);
        EXPECT_EQ(to_hex_prefixed(BytesView(keccak.bytes).last(20)), vector["keccakOfCompressedLast20"].text());
    }
    for (const auto& vector : vectors["compress"].items()) {
        const Bytes full = vector["full"].hex();
        EXPECT_EQ(to_hex_prefixed(*compress(*UncompressedPublicKey::from(BytesView(full).subspan(1)))),
                  vector["compressed"].text());
    }
    for (const auto& vector : vectors["publicFromSecret"].items()) {
        EXPECT_EQ(to_hex_prefixed(*public_key_of(seed_of(vector["secret"].hex()))), vector["compressed"].text());
    }
}

// The well-known deterministic signatures of the Bitcoin libraries: SHA-256 of the message. Spec: RFC-6979
TEST(Ecdsa, SignsDeterministically) {
    struct Case {
        const char *seed, *message, *signature;
    };
    const Case cases[] = {
        {"0000000000000000000000000000000000000000000000000000000000000001", "Satoshi Nakamoto",
         "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
         "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"},
        {"0000000000000000000000000000000000000000000000000000000000000001",
         "All those moments will be lost in time, like tears in rain. Time to die...",
         "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
         "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"},
        {"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "Satoshi Nakamoto",
         "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0"
         "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5"},
    };
    for (const auto& [seed, message, expected] : cases) {
        const auto signature = sign_prehashed(seed_of(*from_hex(seed)), hashing::sha2_256(as_bytes(message)));
        ASSERT_TRUE(signature);
        EXPECT_EQ(to_hex(BytesView(signature->bytes).first(64)), expected);
    }
}

TEST(Ecdsa, ASeedIsBelowTheOrderAndNotZero) {
    for (const std::string& seed : {std::string(64, '0'), kOrder, std::string(64, 'f')}) {
        const Seed secret = seed_of(*from_hex(seed));
        EXPECT_FALSE(public_key_of(secret));
        EXPECT_FALSE(sign(secret, as_bytes("message")));
    }
}

// Spec: sect-ext-crypto-ecdsa-verify
TEST(Ecdsa, VerifiesWhatItSigned) {
    auto random = test::seeded_random();
    for (int i = 0; i < 100; ++i) {
        const Seed seed = seed_of(test::random_bytes(random, 32));
        const Bytes message = test::random_bytes(random, random() % 200);
        const PublicKey key = *public_key_of(seed);
        const Signature signature = *sign(seed, message);
        ASSERT_EQ(signature, *sign_prehashed(seed, hashing::blake2b_256(message)));
        for (const Version version : {Version::kV1, Version::kV2}) {
            ASSERT_TRUE(verify(signature, message, key, version));
            ASSERT_TRUE(verify_prehashed(signature, hashing::blake2b_256(message), key, version));

            Signature changed = signature;
            changed[random() % 65] ^= static_cast<uint8_t>(1 << random() % 8);
            ASSERT_FALSE(verify(changed, message, key, version));
            PublicKey other = key;
            other[random() % 33] ^= static_cast<uint8_t>(1 << random() % 8);
            ASSERT_FALSE(verify(signature, message, other, version));
            ASSERT_FALSE(verify(signature, concat(message, "00"_hex), key, version));

            // The other signature of the pair: n - s, with the other parity. The reference takes both.
            Signature high = signature;
            Bytes order = *from_hex(kOrder);
            ASSERT_TRUE(add(order, BytesView(signature.bytes).subspan(32, 32), -1));
            std::ranges::copy(order, high.begin() + 32);
            high[64] ^= 1;
            ASSERT_TRUE(verify(high, message, key, version));
        }
    }
}

// Spec: id-ext_crypto_secp256k1_ecdsa_recover; the order of the errors is that of the reference.
TEST(Ecdsa, ErrorsSayWhatIsWrong) {
    const Hash256 hash = hashing::blake2b_256(as_bytes("message"));
    const Signature good = *sign_prehashed(seed_of(Bytes(32, 1)), hash);
    const auto error = [&](const Signature& signature, Version version) {
        const auto result = recover(signature, hash, version);
        EXPECT_EQ(recover_compressed(signature, hash, version).has_value(), result.has_value());
        EXPECT_FALSE(result);
        return result.error();
    };
    Signature changed = good;
    for (const int v : {4, 26, 31, 255}) {
        changed[64] = static_cast<uint8_t>(v);
        EXPECT_EQ(error(changed, Version::kV1), RecoverError::kBadV);
        EXPECT_EQ(error(changed, Version::kV2), RecoverError::kBadV);
    }
    // With both wrong, the recovery id is found first.
    std::fill_n(changed.begin(), 64, 0xff);
    EXPECT_EQ(error(changed, Version::kV2), RecoverError::kBadV);
    changed[64] = 0;
    EXPECT_EQ(error(changed, Version::kV2), RecoverError::kBadRS);

    for (const size_t at : {0u, 32u}) {
        changed = good;  // n itself: zero once reduced
        std::ranges::copy(*from_hex(kOrder), changed.begin() + at);
        EXPECT_EQ(error(changed, Version::kV1), RecoverError::kBadSignature);
        EXPECT_EQ(error(changed, Version::kV2), RecoverError::kBadRS);
        changed = good;
        std::fill_n(changed.begin() + at, 32, 0);
        EXPECT_EQ(error(changed, Version::kV1), RecoverError::kBadSignature);
        EXPECT_EQ(error(changed, Version::kV2), RecoverError::kBadSignature);
    }
    // r with bit 1 of the id means the x-coordinate r + n, which must be below the field's prime: r < p - n = 2^128.4.
    changed = good;
    changed[64] = 2;
    EXPECT_EQ(error(changed, Version::kV1), RecoverError::kBadSignature);
    EXPECT_EQ(error(changed, Version::kV2), RecoverError::kBadSignature);
    EXPECT_EQ(static_cast<int>(RecoverError::kBadRS), 0);  // Spec: defn-ecdsa-verify-error
    EXPECT_EQ(static_cast<int>(RecoverError::kBadV), 1);
    EXPECT_EQ(static_cast<int>(RecoverError::kBadSignature), 2);
}

// A number below 2^256 - n ~ 2^128.4 can also be written as itself plus n. Small r are built backwards: any r that is
// the x-coordinate of a point, with any s, is the signature of some key; small s likewise.
TEST(Ecdsa, TheFirstVersionReducesWhatOverflows) {
    auto random = test::seeded_random();
    const Bytes order = *from_hex(kOrder);
    int checked = 0;
    for (int i = 0; i < 200; ++i) {
        Signature small{};
        const Hash256 hash = random_hash(random);
        std::ranges::copy(test::random_bytes(random, 16), small.begin() + 16);
        std::ranges::copy(test::random_bytes(random, 16), small.begin() + 48);
        small[64] = static_cast<uint8_t>(random() % 4);
        const auto key = recover(small, hash, Version::kV2);
        EXPECT_TRUE(recover(small, hash, Version::kV1) == key);
        if (!key) continue;
        ++checked;
        for (const int which : {1, 2, 3}) {
            Signature large = small;
            if (which & 1) ASSERT_TRUE(add(std::span(large.bytes).first(32), order, 1));
            if (which & 2) ASSERT_TRUE(add(std::span(large.bytes).subspan(32, 32), order, 1));
            EXPECT_TRUE(recover(large, hash, Version::kV1) == key);
            EXPECT_TRUE(recover(large, hash, Version::kV2) == RecoverError::kBadRS);
            EXPECT_TRUE(verify_prehashed(large, hash, *compress(*key), Version::kV1));
            EXPECT_FALSE(verify_prehashed(large, hash, *compress(*key), Version::kV2));
        }
    }
    EXPECT_GT(checked, 50);
}

TEST(Ecdsa, OnlyPointsAreCompressed) {
    UncompressedPublicKey key{};
    EXPECT_FALSE(compress(key));
    key.bytes.fill(0xff);
    EXPECT_FALSE(compress(key));
}

}  // namespace
}  // namespace serinus::crypto::ecdsa
