#include "crypto/sr25519.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "fuzz/reference/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::sr25519 {
namespace {

using namespace literals;

constexpr ByteArray<32> kNoRandomness{};

template <class T>
T fixed(std::string_view hex) {
    return from_hex_fixed<T>(hex).value();
}

MiniSecret mini_secret(std::string_view hex) { return MiniSecret(fixed<ByteArray<32>>(hex)); }

/// "Alice" without a path: the development phrase of Substrate.
KeyPair development_key() {
    return expand(mini_secret("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e"));
}

/// A junction by name: its SCALE encoding, padded with zeros.
ChainCode junction(std::string_view name) {
    ChainCode out{static_cast<uint8_t>(name.size() << 2)};
    std::copy(name.begin(), name.end(), out.begin() + 1);
    return out;
}

ByteArray<32> random_32(std::mt19937_64& random) {
    ByteArray<32> out;
    std::ranges::copy(test::random_bytes(random, 32), out.begin());
    return out;
}

KeyPair random_key(std::mt19937_64& random) { return expand(MiniSecret(random_32(random))); }

/// s + L, the order of the group, in the place of s; the mark stays.
Signature with_order_added(const Signature& signature) {
    constexpr auto kOrder = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    const auto order = fixed<ByteArray<32>>(kOrder);
    Signature out = signature;
    unsigned carry = 0;
    for (size_t i = 0; i < 32; ++i) {
        const unsigned s = i == 31 ? signature[63] & 0x7fu : signature[32 + i];
        const unsigned sum = s + order[i] + carry;
        out[32 + i] = static_cast<uint8_t>(sum);
        carry = sum >> 8;
    }
    out[63] |= 0x80;
    return out;
}

// polkadot-js/wasm: packages/wasm-crypto/test/all/sr25519.js; w3f/schnorrkel; sp-core: sr_test_vector_should_work
// Spec: defn-account-key
TEST(Sr25519Keys, ExpandingClampsAsEd25519AndDividesByTheCofactor) {
    const struct {
        const char* seed;
        const char* public_key;
    } vectors[] = {
        {"fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e",
         "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a"},
        {"3132333435363738393031323334353637383930313233343536373839303132",
         "741c08a06f41c596608f6774259bd9043304adfa5d3eea62760bd9be97634d63"},
        {"0102030405060708090001020304050607080900010203040506070809000102",
         "8c7ae4c3321de5fa5e9fb77bd074074ee51df740acbb5c907938f20374636420"},
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "44a996beb1eef7bdcab976ab6d2ca26104834164ecf28fb375600576fcc6eb0f"},
    };
    for (const auto& vector : vectors) {
        EXPECT_EQ(to_hex(expand(mini_secret(vector.seed)).public_key.bytes), vector.public_key);
    }
}

// Values: Warchant/sr25519-crust and polkadot-js/wasm.
TEST(Sr25519Keys, AreWrittenInBothForms) {
    const KeyPair canonical = expand(mini_secret("0102030405060708090001020304050607080900010203040506070809000102"));
    EXPECT_EQ(to_hex(canonical.secret.bytes.reveal()),
              "0bf1b453d5b51fb48a2d9054024e2f51e1d0ca3580345990245cc533a61c980a"
              "4579f5543558f165fc7ec611ed72d787e03a044b86a9e26d4c8519877351b02e");
    EXPECT_EQ(to_hex(development_key().secret.to_ed25519_bytes().reveal()),
              "28b0ae221c6bb06856b287f60d7ea0d98552ea5a16db16956849aa371db3eb51"
              "fd190cce74df356432b410bd64682309d6dedb27c76845daf388557cbac3ca34");
}

TEST(Sr25519Keys, BothFormsReadBackTheSameKey) {
    auto random = test::seeded_random();
    for (int i = 0; i < 20; ++i) {
        const KeyPair key = random_key(random);
        const auto canonical = SecretKey::from_bytes(key.secret.bytes.reveal());
        const auto ed25519_form = SecretKey::from_ed25519_bytes(key.secret.to_ed25519_bytes().reveal());
        ASSERT_TRUE(canonical && ed25519_form);
        EXPECT_EQ(canonical->bytes, key.secret.bytes);
        EXPECT_EQ(ed25519_form->bytes, key.secret.bytes);
        EXPECT_EQ(public_key(*canonical), key.public_key);
        EXPECT_EQ(key_pair(*canonical).public_key, key.public_key);
    }
}

TEST(Sr25519Keys, AScalarThatIsNotReducedIsNoKey) {
    Bytes largest = "ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"_hex;  // L - 1
    largest.resize(64);
    EXPECT_TRUE(SecretKey::from_bytes(largest));
    Bytes order = largest;
    ++order[0];
    EXPECT_FALSE(SecretKey::from_bytes(order));
    Bytes high_bit = largest;
    high_bit[31] = 0x80;
    EXPECT_FALSE(SecretKey::from_bytes(high_bit));

    // The largest multiple of 8 that fits in 256 bits is 8 (2^253 - 1): above L once divided.
    EXPECT_FALSE(SecretKey::from_ed25519_bytes(Bytes(64, 0xff)));
    Bytes eight_times_largest = "609faee7d21893c0b2e6bc17f5cef7a600000000000000000000000000000080"_hex;
    eight_times_largest.resize(64);
    ASSERT_TRUE(SecretKey::from_ed25519_bytes(eight_times_largest));
    EXPECT_TRUE(equal(SecretKey::from_ed25519_bytes(eight_times_largest)->bytes.reveal(), largest));

    // schnorrkel drops the remainder of the division.
    eight_times_largest[0] |= 7;
    ASSERT_TRUE(SecretKey::from_ed25519_bytes(eight_times_largest));
    EXPECT_TRUE(equal(SecretKey::from_ed25519_bytes(eight_times_largest)->bytes.reveal(), largest));
}

TEST(Sr25519Keys, OfAnotherLengthAreRefused) {
    for (const size_t size : {0u, 32u, 63u, 65u, 96u}) {
        EXPECT_FALSE(SecretKey::from_bytes(Bytes(size))) << size;
        EXPECT_FALSE(SecretKey::from_ed25519_bytes(Bytes(size))) << size;
    }
}

TEST(Sr25519Keys, OnlyTheOneEncodingOfAPointIsAPublicKey) {
    EXPECT_TRUE(is_valid(development_key().public_key));
    EXPECT_TRUE(is_valid(PublicKey{}));  // the identity
    // RFC 9496 A.2: not below p; negative; not on the curve. The last is the generator with bit 255 set, which
    // libsodium overlooks.
    for (const char* bad : {"00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                            "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
                            "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6"}) {
        EXPECT_FALSE(is_valid(fixed<PublicKey>(bad))) << bad;
        EXPECT_FALSE(derive_soft_public(fixed<PublicKey>(bad), junction("foo"))) << bad;
    }
}

// sp-core: derive_soft_known_pair_should_work, derive_hard_known_pair_should_work; polkadot-js/wasm ("foo")
TEST(Sr25519Derivation, GivesTheKnownChildrenOfTheDevelopmentPhrase) {
    const KeyPair parent = development_key();
    EXPECT_EQ(to_hex(expand(derive_hard(parent.secret, junction("Alice"))).public_key.bytes),
              "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    EXPECT_EQ(to_hex(derive_soft(parent, junction("Alice"), kNoRandomness).public_key.bytes),
              "d6c71059dbbe9ad2b0ed3f289738b800836eb425544ce694825285b958ca755e");
    EXPECT_EQ(to_hex(derive_soft_public(parent.public_key, junction("foo")).value().bytes),
              "40b9675df90efa6069ff623b0fdfcf706cd47ca7452a5056c7ad58194d23440a");
}

TEST(Sr25519Derivation, SoftJunctionsOfSecretAndPublicKeyAgree) {
    auto random = test::seeded_random();
    KeyPair key = random_key(random);
    for (int depth = 0; depth < 20; ++depth) {
        const ChainCode chain_code = random_32(random);
        const auto expected = derive_soft_public(key.public_key, chain_code);
        key = derive_soft(key, chain_code, random_32(random));
        ASSERT_EQ(key.public_key, expected);
        EXPECT_EQ(public_key(key.secret), expected);
        EXPECT_TRUE(SecretKey::from_bytes(key.secret.bytes.reveal()));
    }
}

TEST(Sr25519Derivation, RandomnessChangesTheNonceSeedAndNothingElse) {
    const KeyPair parent = development_key();
    const KeyPair a = derive_soft(parent, junction("x"), {1});
    const KeyPair b = derive_soft(parent, junction("x"), {2});
    EXPECT_TRUE(equal(a.secret.bytes.reveal().first(32), b.secret.bytes.reveal().first(32)));
    EXPECT_FALSE(equal(a.secret.bytes.reveal().last(32), b.secret.bytes.reveal().last(32)));
    EXPECT_EQ(a.public_key, b.public_key);
}

TEST(Sr25519Derivation, WhatIsNoPointHasNoChildren) {
    PublicKey no_point;
    no_point.bytes.fill(0xff);
    EXPECT_FALSE(derive_soft_public(no_point, junction("foo")));
}

struct KnownSignature {
    const char* public_key;
    const char* message;
    const char* signature;
};

constexpr KnownSignature kFromPolkadotJs = {"46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a",
                                            "this is a message",
                                            "4e172314444b8f820bb54c22e95076f220ed25373e5c178234aa6c211d292712"
                                            "44b947e3ff3418ff6b45fd1df1140c8cbff69fc58ee6dc96df70936a2bb74b82"};

// polkadot-js/wasm; the second by a wallet, in ChainSafe/go-schnorrkel
// Spec: sect-ext-crypto-sr25519-verify
TEST(Sr25519Verify, AcceptsSignaturesMadeBySchnorrkel) {
    const KnownSignature known[] = {
        kFromPolkadotJs,
        {"d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
         "I hereby verify that I control 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
         "b83881d3bd7302981ee1c504fe5b7b394682927131fc0846fd616bb40fa14d02"
         "640fd2aca785b4cb57904765c2e4e75f59a7dd30154c209964369912091f6981"},
    };
    for (const auto& [key, message, signature] : known) {
        EXPECT_TRUE(verify(fixed<Signature>(signature), as_bytes(message), fixed<PublicKey>(key)));
        EXPECT_TRUE(verify_deprecated(fixed<Signature>(signature), as_bytes(message), fixed<PublicKey>(key)));
    }
}

TEST(Sr25519Verify, RefusesEveryBitFlip) {
    const auto& [key_hex, message, signature_hex] = kFromPolkadotJs;
    const auto key = fixed<PublicKey>(key_hex);
    const auto good = fixed<Signature>(signature_hex);
    const auto flipped = [](auto bytes, size_t bit) {
        bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
        return bytes;
    };
    for (size_t bit = 0; bit < 512; ++bit) {
        EXPECT_FALSE(verify(flipped(good, bit), as_bytes(message), key)) << bit;
        EXPECT_FALSE(verify_deprecated(flipped(good, bit), as_bytes(message), key)) << bit;
    }
    for (size_t bit = 0; bit < 256; ++bit) EXPECT_FALSE(verify(good, as_bytes(message), flipped(key, bit))) << bit;
    Bytes text = to_bytes(as_bytes(message));
    for (size_t bit = 0; bit < 8 * text.size(); ++bit) EXPECT_FALSE(verify(good, flipped(text, bit), key)) << bit;
    EXPECT_FALSE(verify(good, as_bytes(message), key, "other context"));
}

TEST(Sr25519Verify, RefusesTheSecondFormOfS) {
    const auto& [key, message, signature] = kFromPolkadotJs;
    const Signature malleated = with_order_added(fixed<Signature>(signature));
    EXPECT_FALSE(verify(malleated, as_bytes(message), fixed<PublicKey>(key)));
    EXPECT_FALSE(verify_deprecated(malleated, as_bytes(message), fixed<PublicKey>(key)));
    EXPECT_FALSE(verify_batch(std::vector<BatchItem>{{malleated, as_bytes(message), fixed<PublicKey>(key)}}, {1}));
}

// As schnorrkel: with A = 0 the equation is R = s * B, which anybody can meet. Accounts are safe: nobody has that key.
TEST(Sr25519Verify, TheIdentityIsAKeyLikeOthers) {
    const PublicKey identity{};
    Signature zero{};
    zero[63] = 0x80;
    EXPECT_TRUE(verify(zero, as_bytes("anything"), identity));
    EXPECT_FALSE(verify(zero, as_bytes("anything"), development_key().public_key));
    const BatchItem items[] = {{zero, as_bytes("anything"), identity}};
    EXPECT_TRUE(verify_batch(items, {1}));
}

TEST(Sr25519Verify, RefusesWhatIsNoPoint) {
    const auto& [key_hex, message, signature_hex] = kFromPolkadotJs;
    PublicKey no_point;
    no_point.bytes.fill(0xff);
    EXPECT_FALSE(verify(fixed<Signature>(signature_hex), as_bytes(message), no_point));
    Signature bad_commitment = fixed<Signature>(signature_hex);
    std::fill_n(bad_commitment.begin(), 32, 0xff);
    EXPECT_FALSE(verify(bad_commitment, as_bytes(message), fixed<PublicKey>(key_hex)));
    EXPECT_FALSE(
        verify_batch(std::vector<BatchItem>{{bad_commitment, as_bytes(message), fixed<PublicKey>(key_hex)}}, {1}));
}

// sp-core: verify_known_old_message_should_work (schnorrkel 0.1.1), verify_from_old_wasm_works (schnorrkel-js)
// Spec: sect-ext-crypto-sr25519-verify
TEST(Sr25519VerifyDeprecated, AcceptsSignaturesFromBeforeTheAudit) {
    const KnownSignature known[] = {
        {"b4bfa1f7a5166695eb75299fd1c4c03ea212871c342f2c5dfea0902b2c246918",
         "Verifying that I am the owner of 5G9hQLdsKQswNPgB499DeA5PkFBbgkLPJWkkS6FAM6xGQ8xD. Hash: 221455a3\n",
         "5a9755f069939f45d96aaf125cf5ce7ba1db998686f87f2fb3cbdea922078741"
         "a73891ba265f70c31436e18a9acd14d189d73c12317ab6c313285cd938453202"},
        {"def12e42f3e487e9b14095aa8d5cc16a33491f1b50dadcf8811d1480f3fa8627", "SUBSTRATE",
         "28a854d54903e056f89581c691c1f7d2ff39f8f896c9e9c22475e60902cc2b35"
         "47199e0e91fa32902028f2ca2355e8cdd16cfe19ba5e8b658c94aa80f3b81a00"},
    };
    EXPECT_EQ(to_hex(expand(MiniSecret{}).public_key.bytes), known[1].public_key);
    for (const auto& [key, message, signature_hex] : known) {
        const auto signature = fixed<Signature>(signature_hex);
        EXPECT_TRUE(verify_deprecated(signature, as_bytes(message), fixed<PublicKey>(key)));
        EXPECT_FALSE(verify(signature, as_bytes(message), fixed<PublicKey>(key)));
        Signature marked = signature;
        marked[63] |= 0x80;  // then the new rule judges
        EXPECT_FALSE(verify_deprecated(marked, as_bytes(message), fixed<PublicKey>(key)));
        for (size_t bit = 0; bit < 511; ++bit) {
            Signature flipped = signature;
            flipped[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
            EXPECT_FALSE(verify_deprecated(flipped, as_bytes(message), fixed<PublicKey>(key))) << bit;
        }
    }
}

TEST(Sr25519Sign, WhatIsSignedVerifies) {
    auto random = test::seeded_random();
    for (int i = 0; i < 50; ++i) {
        const KeyPair key = random_key(random);
        const Bytes message = test::random_bytes(random, test::random_between(random, 0, 400));
        const Signature signature = sign(key, message, random_32(random));
        EXPECT_TRUE(verify(signature, message, key.public_key));
        EXPECT_FALSE(verify(signature, message, random_key(random).public_key));
        const Signature other = sign(key, message, random_32(random), "context");
        EXPECT_TRUE(verify(other, message, key.public_key, "context"));
        EXPECT_FALSE(verify(other, message, key.public_key));
    }
}

// @scure/sr25519 2.3.0: sign(secretFromSeed(1, 2, ... 32), "message", 32 times 7)
TEST(Sr25519Sign, WitnessesAreDrawnAsInSchnorrkel) {
    MiniSecret seed;
    for (size_t i = 0; i < 32; ++i) seed.data()[i] = static_cast<uint8_t>(i + 1);
    ByteArray<32> randomness;
    randomness.fill(7);
    EXPECT_EQ(to_hex(sign(expand(seed), as_bytes("message"), randomness).bytes),
              "18492c32fd0b62181aca7eaf52df1806a6967e8d8da9d924f504464c4ba06842"
              "1ad302c331d7dc4c626ddd3b3f2905f9bdfee1c13ad5ef3a209e38f21863fe81");
}

// Fast, variable-time code against libsodium's, on right and on damaged signatures.
TEST(Sr25519Verify, AgreesWithLibsodiumAlone) {
    auto random = test::seeded_random();
    for (int i = 0; i < 200; ++i) {
        const KeyPair key = random_key(random);
        const Bytes message = test::random_bytes(random, test::random_between(random, 0, 100));
        Signature signature = sign(key, message, kNoRandomness);
        EXPECT_TRUE(reference::verify(signature, message, key.public_key));
        signature[test::random_between(random, 0, 63)] ^= static_cast<uint8_t>(random());
        EXPECT_EQ(verify(signature, message, key.public_key), reference::verify(signature, message, key.public_key));
        std::ranges::copy(test::random_bytes(random, 64), signature.begin());
        EXPECT_FALSE(verify(signature, message, key.public_key));
        EXPECT_FALSE(verify_deprecated(signature, message, key.public_key));
    }
}

TEST(Sr25519Sign, NoncesDependOnMessageAndRandomness) {
    const KeyPair key = development_key();
    const auto commitment = [&key](std::string_view message, uint8_t randomness) {
        return to_hex(BytesView(sign(key, as_bytes(message), {randomness}).bytes).first(32));
    };
    EXPECT_EQ(commitment("a", 0), commitment("a", 0));
    EXPECT_NE(commitment("a", 0), commitment("b", 0));
    EXPECT_NE(commitment("a", 0), commitment("a", 1));
}

// What seals a block is signed as it is: the blake2-256 of the header without its seal, in the context "substrate".
// Blocks 1 (polkadot-js and gossamer have it too) and 31697400 (smol-dot/smoldot demo-chain-specs/ksmcc3.json) of
// Kusama.
TEST(Sr25519Verify, AcceptsTheSealsOfKusamaBlocks) {
    const struct {
        const char* hash;
        const char* author;
        const char* seal;
    } blocks[] = {
        {"d4cea59479eda28f97366e1ad1a7b5e1307f77182df790ea47042284eeb96d48",
         "b46f01874ce7abbb5220e8fd89bede0adad14c73039d91e28e881823433e723f",
         "4625284883e564bc1e4063f5ea2b49846cdddaa3761d04f543b698c1c3ee935c"
         "40d25b869247c36c6b8a8cbbd7bb2768f560ab7c276df3c62df357a7e3b1ec8d"},
        {"867527de2ab641bd76c325c9eda23bdb4bf6350a4685c435acd3bce5c1912316",
         "ae339cef95dad1fbd266393afe435483cea6cf0a91aa257636977976e59d891f",
         "606c1e205bc64be8b3819af97618914793ce11c6c099ba099367c013eceeb715"
         "c9caeeb2428063891f4cd1c9a59da584356a532f76c988f6e91c39227cad108d"},
    };
    for (const auto& [hash, author, seal] : blocks) {
        const auto signature = fixed<Signature>(seal);
        EXPECT_TRUE(verify(signature, from_hex(hash).value(), fixed<PublicKey>(author)));
        EXPECT_FALSE(verify(signature, as_bytes("another header"), fixed<PublicKey>(author)));
    }
}

// Spec: defn-account-key
TEST(Sr25519Verify, AcceptsTheSealsOfTheSharedHeaders) {
    const auto block_1 = test::shared_data("blocks/kusama-1.json");
    const auto block_2 = test::shared_data("blocks/kusama-2-header.json");
    if (!block_1 || !block_2) GTEST_SKIP() << test::kNoSharedData;
    for (const auto& path : {*block_1, *block_2}) {
        const test::Json block = test::Json::read(path);
        Bytes header = block["headerScale"].hex();
        // The seal is the last digest item: its kind, "BABE", and 64 bytes behind their compact length.
        constexpr size_t kSealSize = 1 + 4 + 2 + 64;
        constexpr size_t kDigestAt = 32 + 1 + 32 + 32;  // parent, number below 64, state root, extrinsics root
        const auto seal = Signature::from(BytesView(header).last(64)).value();
        header.resize(header.size() - kSealSize);
        header[kDigestAt] -= 1 << 2;  // one item fewer, compact
        const auto author = fixed<PublicKey>(block["babe"]["authorityPublic"].text());
        EXPECT_TRUE(verify(seal, hashing::blake2b_256(header).bytes, author)) << path;
    }
}

TEST(Sr25519, AgreesWithTheSharedVectors) {
    const auto path = test::shared_data("crypto/sr25519.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json vectors = test::Json::read(*path);
    for (const auto& vector : vectors["keypairFromMiniSecret"].items()) {
        const KeyPair key = expand(MiniSecret::from(vector["seed"].hex()).value());
        EXPECT_EQ(to_hex_prefixed(key.public_key.bytes), vector["public"].text());
        if (vector.has("secretEd25519Form")) {
            EXPECT_EQ(to_hex_prefixed(key.secret.to_ed25519_bytes().reveal()), vector["secretEd25519Form"].text());
        }
    }
    for (const auto& vector : vectors["derive"].items()) {
        const Bytes bytes = vector["keypair"].hex();
        const KeyPair parent = key_pair(SecretKey::from_ed25519_bytes(BytesView(bytes).first(64)).value());
        EXPECT_TRUE(equal(parent.public_key.bytes, BytesView(bytes).last(32)));
        const auto chain_code = fixed<ChainCode>(vector["chainCode"].text());
        const KeyPair child = vector["kind"].text() == "hard" ? expand(derive_hard(parent.secret, chain_code))
                                                              : derive_soft(parent, chain_code, kNoRandomness);
        EXPECT_EQ(to_hex_prefixed(child.public_key.bytes), vector["public"].text());
    }
    for (const auto& vector : vectors["verify"].items()) {
        EXPECT_EQ(verify(fixed<Signature>(vector["signature"].text()), vector["message"].hex(),
                         fixed<PublicKey>(vector["public"].text()), vector["context"].text()),
                  vector["valid"].boolean());
    }
}

class Sr25519Batch : public testing::Test {
  protected:
    /// `count` signatures under a few keys, over messages that live as long as the test.
    std::vector<BatchItem> items(size_t count) {
        const KeyPair keys[] = {random_key(random_), random_key(random_), random_key(random_)};
        messages_.reserve(count);
        std::vector<BatchItem> out;
        for (size_t i = 0; i < count; ++i) {
            const KeyPair& key = keys[i % 3];
            const Bytes& message = messages_.emplace_back(test::random_bytes(random_, i));
            out.push_back({sign(key, message, kNoRandomness), message, key.public_key});
        }
        return out;
    }
    std::mt19937_64 random_ = test::seeded_random();
    std::vector<Bytes> messages_;
};

TEST_F(Sr25519Batch, AllRightIsRight) {
    EXPECT_TRUE(verify_batch({}, {1}));
    const auto all = items(70);
    for (const size_t count : {1u, 2u, 3u, 8u, 33u, 70u}) {
        EXPECT_TRUE(verify_batch(std::span(all).first(count), random_32(random_))) << count;
    }
    EXPECT_FALSE(verify_batch(all, {1}, "other context"));
}

TEST_F(Sr25519Batch, OneBadItemSpoilsIt) {
    const auto good = items(39);
    for (const size_t at : {0u, 1u, 20u, 38u}) {
        for (const size_t byte : {0u, 31u, 32u, 62u, 63u}) {
            auto bad = good;
            bad[at].signature[byte] ^= 0x01;
            EXPECT_FALSE(verify_batch(bad, random_32(random_))) << at << " " << byte;
        }
        auto bad = good;
        bad[at].public_key = bad[(at + 1) % 39].public_key;
        EXPECT_FALSE(verify_batch(bad, random_32(random_)));
        bad = good;
        bad[at].message = as_bytes("another message");
        EXPECT_FALSE(verify_batch(bad, random_32(random_)));
        bad = good;
        bad[at].signature = with_order_added(bad[at].signature);
        EXPECT_FALSE(verify_batch(bad, random_32(random_)));
    }
}

// Errors that cancel in a plain sum must not cancel under random coefficients.
TEST_F(Sr25519Batch, ErrorsDoNotCancel) {
    auto pair = items(4);
    for (size_t i = 32; i < 64; ++i)
        std::swap(pair[0].signature[i], pair[3].signature[i]);  // the same key, the same sum
    EXPECT_FALSE(verify_batch(pair, random_32(random_)));
}

}  // namespace
}  // namespace serinus::crypto::sr25519
