#include "crypto/ed25519.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "base/hex.hpp"
#include "crypto/edwards25519/multiply.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::ed25519 {
namespace {

using namespace literals;

Seed seed_of(BytesView bytes) { return *Seed::from(bytes); }
PublicKey public_key(std::string_view hex) { return *from_hex_fixed<PublicKey>(hex); }
Signature signature(std::string_view hex) { return *from_hex_fixed<Signature>(hex); }

bool sodium_accepts(const Signature& sig, BytesView message, const PublicKey& key) {
    return crypto_sign_verify_detached(sig.data(), message.data(), message.size(), key.data()) == 0;
}

// Spec: RFC-8032 (7.1), tests 1, 2, 3 and SHA(abc)
TEST(Ed25519, SignsAsTheRfcDoes) {
    struct Case {
        const char *seed, *key, *message, *signature;
    };
    const Case cases[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
         "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
        {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
         "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
         "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
         "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
         "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
         "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
    };
    for (const auto& [seed, key, message, expected] : cases) {
        const Seed secret = seed_of(*from_hex(seed));
        const Bytes text = *from_hex(message);
        EXPECT_EQ(public_key_of(secret), public_key(key));
        EXPECT_EQ(to_hex(sign(secret, text)), expected);
        EXPECT_TRUE(verify(signature(expected), text, public_key(key)));
        EXPECT_TRUE(verify_dalek(signature(expected), text, public_key(key)));
    }
}

TEST(Ed25519, AgreesWithPolkadotJs) {
    const auto path = test::shared_data("crypto/ed25519.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    for (const auto& vector : test::Json::read(*path)["vectors"].items()) {
        const Seed seed = seed_of(vector["seed"].hex());
        const Bytes message = vector["message"].hex();
        EXPECT_EQ(public_key_of(seed), public_key(vector["public"].text()));
        EXPECT_EQ(sign(seed, message), signature(vector["signature"].text()));
        EXPECT_EQ(verify(signature(vector["signature"].text()), message, public_key(vector["public"].text())),
                  vector["valid"].boolean());
    }
}

// Every point of small order in every encoding: the eight, and six that are not canonical. With S = 0 the equation
// 8 (0 B - k A - R) = 0 holds for all of them, whatever k is. Spec: ZIP-215 (test vectors)
TEST(Ed25519, SmallOrdersInAllEncodingsAreAccepted) {
    const char* encodings[] = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        // not canonical
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };
    std::vector<BatchItem> batch;
    const BytesView message = as_bytes("Zcash");
    int accepted_by_libsodium = 0;
    int accepted_by_dalek = 0;
    for (const char* A : encodings) {
        for (const char* R : encodings) {
            const Signature sig = signature(std::string(R) + std::string(64, '0'));
            EXPECT_TRUE(verify(sig, message, public_key(A))) << A << " " << R;
            accepted_by_libsodium += sodium_accepts(sig, message, public_key(A));
            accepted_by_dalek += verify_dalek(sig, message, public_key(A));
            batch.push_back({sig, message, public_key(A)});
        }
    }
    EXPECT_EQ(batch.size(), 196u);
    EXPECT_EQ(accepted_by_libsodium, 0);
    EXPECT_GT(accepted_by_dalek, 0);    // where R happens to be the canonical encoding of -k A,
    EXPECT_LT(accepted_by_dalek, 112);  // never for the six others: 14 * 8 at most
    EXPECT_TRUE(verify_batch(batch, {}));
}

// Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (2020): the twelve cases and the rows Zebra, Dalek and
// LibSodium of novifinancial/ed25519-speccheck. Spec: ZIP-215
TEST(Ed25519, RulesOnTheManyEdDsas) {
    struct Case {
        const char *message, *key, *signature;
        bool zebra, dalek, libsodium;
    };
    const Case cases[] = {
        {"8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
         "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
         "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
         "0000000000000000000000000000000000000000000000000000000000000000",
         true, true, false},
        {"9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
         "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
         "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
         "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
         true, true, false},
        {"aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
         "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
         "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
         "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
         true, true, false},
        {"9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
         "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
         "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
         "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
         true, true, true},
        {"e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
         "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
         "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
         "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
         true, false, false},
        {"e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
         "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
         "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
         "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
         true, false, false},
        {"85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
         "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
         "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
         "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
         false, false, false},
        {"85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
         "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
         "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
         "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
         false, false, false},
        {"9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
         "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
         "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
         "03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
         false, false, false},
        {"9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
         "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
         "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
         "ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
         true, false, false},
        {"e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
         "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
         "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
         true, false, false},
        {"39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
         "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
         "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
         true, true, false},
    };
    for (const auto& [message, key, sig, zebra, dalek, libsodium] : cases) {
        const Bytes text = *from_hex(message);
        EXPECT_EQ(verify(signature(sig), text, public_key(key)), zebra) << sig;
        EXPECT_EQ(verify_dalek(signature(sig), text, public_key(key)), dalek) << sig;
        EXPECT_EQ(sodium_accepts(signature(sig), text, public_key(key)), libsodium) << sig;
        const BatchItem item{signature(sig), text, public_key(key)};
        EXPECT_EQ(verify_batch(std::span(&item, 1), {}), zebra) << sig;
    }
}

TEST(Ed25519, AnyChangeMakesASignatureWrong) {
    auto random = test::seeded_random();
    for (int i = 0; i < 200; ++i) {
        const Seed seed = seed_of(test::random_bytes(random, 32));
        Bytes message = test::random_bytes(random, random() % 300);
        message.push_back(1);
        PublicKey key = public_key_of(seed);
        Signature sig = sign(seed, message);
        ASSERT_TRUE(verify(sig, message, key));
        ASSERT_TRUE(verify_dalek(sig, message, key));
        ASSERT_TRUE(sodium_accepts(sig, message, key));

        const size_t bit = random() % (8 * (64 + 32 + message.size()));
        const auto flip = [&](MutableBytesView bytes, size_t at) {
            bytes[at / 8] ^= static_cast<uint8_t>(1 << at % 8);
        };
        if (bit < 512)
            flip(sig.bytes, bit);
        else if (bit < 768)
            flip(key.bytes, bit - 512);
        else
            flip(message, bit - 768);
        ASSERT_FALSE(verify(sig, message, key));
        ASSERT_FALSE(verify_dalek(sig, message, key));
    }
}

// A key with a part of small order: no one else signs so, but consensus must agree on it. Spec: ZIP-215
TEST(Ed25519, PartsOfSmallOrderDoNotMatter) {
    auto random = test::seeded_random();
    const auto torsion = edwards25519::decompress(
        from_hex_fixed<PublicKey>("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")->bytes);
    int dalek = 0;
    std::vector<BatchItem> batch;
    const BytesView message = as_bytes("message");
    for (int i = 0; i < 64; ++i) {
        using edwards25519::Scalar;
        const Scalar a = Scalar::from_uint128(random()), r = Scalar::from_uint128(random());
        edwards25519::Point A = edwards25519::scalar_mul_base(a), R = edwards25519::scalar_mul_base(r);
        for (int j = i % 8; j > 0; --j) A = A + *torsion;
        for (int j = i / 8; j > 0; --j) R = R + *torsion;
        const PublicKey key{A.compress()};
        Signature sig;
        std::ranges::copy(R.compress(), sig.begin());
        ByteArray<64> hash;
        const Bytes hashed = concat(BytesView(sig.bytes).first(32), key.bytes, message);
        crypto_hash_sha512(hash.data(), hashed.data(), hashed.size());
        std::ranges::copy((r + a * Scalar::from_bytes_mod_order_wide(hash)).to_bytes(), sig.begin() + 32);
        EXPECT_TRUE(verify(sig, message, key));
        dalek += verify_dalek(sig, message, key);
        batch.push_back({sig, message, key});
    }
    EXPECT_GE(dalek, 1);
    EXPECT_LT(dalek, 32);
    EXPECT_TRUE(verify_batch(batch, {1, 2, 3}));
}

TEST(Ed25519, ABatchIsRightIfAllAre) {
    auto random = test::seeded_random();
    std::vector<Bytes> messages;
    messages.reserve(300);
    for (size_t i = 0; i < 300; ++i) messages.push_back(test::random_bytes(random, random() % 100));
    std::vector<BatchItem> batch;
    EXPECT_TRUE(verify_batch(batch, {}));
    for (size_t i = 0; i < messages.size(); ++i) {
        const Seed seed = seed_of(test::random_bytes(random, 32));
        batch.push_back({sign(seed, messages[i]), messages[i], public_key_of(seed)});
    }
    ByteArray<32> randomness;
    for (auto& byte : randomness) byte = static_cast<uint8_t>(random());
    for (const size_t count : {1u, 2u, 17u, 300u}) {
        const auto part = std::span(batch).first(count);
        EXPECT_TRUE(verify_batch(part, randomness));
        BatchItem& spoilt = part[random() % count];
        const BatchItem kept = spoilt;
        spoilt.signature[random() % 64] ^= 0x10;
        EXPECT_FALSE(verify_batch(part, randomness));
        spoilt = kept;
        spoilt.public_key[3] ^= 1;
        EXPECT_FALSE(verify_batch(part, randomness));
        spoilt = kept;
    }
    // Two errors that cancel each other in a plain sum.
    using edwards25519::Scalar;
    for (size_t i = 0; i < 2; ++i) {
        ByteArray<32> s;
        std::copy_n(batch[i].signature.begin() + 32, 32, s.begin());
        const Scalar one = Scalar::from_uint(1);
        const Scalar shifted = i == 0 ? *Scalar::from_canonical(s) + one : *Scalar::from_canonical(s) - one;
        std::ranges::copy(shifted.to_bytes(), batch[i].signature.begin() + 32);
    }
    EXPECT_FALSE(verify_batch(std::span(batch).first(2), randomness));
}

}  // namespace
}  // namespace serinus::crypto::ed25519
