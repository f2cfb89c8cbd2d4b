#include "crypto/vrf.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/hex.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto::vrf {
namespace {

template <class T>
T fixed(std::string_view hex) {
    return from_hex_fixed<T>(hex).value();
}

/// SigningContext(context).bytes(message) of schnorrkel.
Transcript message_transcript(std::string_view context, std::string_view message) {
    Transcript transcript("SigningContext");
    transcript.append("", context);
    transcript.append("sign-bytes", message);
    return transcript;
}

ByteArray<32> random_32(std::mt19937_64& random) {
    ByteArray<32> out;
    std::ranges::copy(test::random_bytes(random, 32), out.begin());
    return out;
}

KeyPair random_key(std::mt19937_64& random) { return sr25519::expand(sr25519::MiniSecret(random_32(random))); }

struct Known {
    PublicKey public_key;
    Transcript input;
    Signature signature;
};

/// w3f/schnorrkel src/vrf.rs, by way of ChainSafe/go-schnorrkel vrf_test.go.
Known from_schnorrkel() {
    return {fixed<PublicKey>("c02a48ba140b5396f545a8de16a6a75f7df8b843c50aa16bcd748fa48f7fa654"),
            message_transcript("yo!", "meow"),
            {fixed<PreOutput>("005b3219d65e772447d8219855b822783da1a4df4c3528f64c26ebcc2b1fb31c"),
             fixed<Proof>("7817eb9f737acfce7be84bf373ff83b5dbf1c8ce1516ee10443156634c8b2700"
                          "666ab588618dbb01eab7f11c1be5850820f6f5cec78e867ce2d95f1eb0f60503")}};
}

/// The claim of a secondary slot in Kusama's block 34457420: slot 297425631 of epoch 58219.
Known from_kusama() {
    return {fixed<PublicKey>("88a665c97b4188bff62ecfc90287bd1dc1b6ba6e2c745d0af40616a0c8a38b59"),
            babe_transcript(fixed<ByteArray<32>>("1e3a755fc7396f2490204bf7809c9df17d778d30aaf327c988133986d475cb3b"),
                            297425631, 58219),
            {fixed<PreOutput>("52285abba1ea185f354d52d4afa21227105ed93cc9ac80e4d87d5c95eadc784f"),
             fixed<Proof>("215d67a0a3f8e8a969b13655711e729245e2e51a81f7b17d29d5c39a11fd7c07"
                          "455daec8c7f7b4ad54ff2e1c54043d92680d955f1dee1d19970c18d6bac7520b")}};
}

// Spec: sect-vrf, defn-vrf-proof, defn-vrf-dleq-verify
TEST(Vrf, AcceptsAProofOfSchnorrkel) {
    const Known known = from_schnorrkel();
    const auto in_out = verify(known.public_key, known.input, known.signature);
    ASSERT_TRUE(in_out);
    EXPECT_EQ(to_hex(in_out->input), "383427738f502b42aeb16515b10fc7e4b46ed08be59218e776afb437bf25963d");
    EXPECT_EQ(in_out->output, known.signature.pre_output);
}

// Spec: defn-babe-vrf-transcript
// Observed: sp-consensus-babe 0.50.0: the context of a block's randomness is "BabeVRFInOutContext".
TEST(Vrf, AcceptsTheSlotClaimOfAKusamaBlock) {
    const Known known = from_kusama();
    const auto in_out = verify(known.public_key, known.input, known.signature);
    ASSERT_TRUE(in_out);
    EXPECT_EQ(to_hex(babe_randomness(*in_out)), "7ac8a352815b554df0f3a4665dcbf8112f4b73508c42cd30aff38bff6c7f2b43");
}

// Kusama's block 31697400, authored by the winner of slot 294601061 (epoch 53512, c = 1/4, 998 authorities of weight
// 1): smol-dot/smoldot demo-chain-specs/ksmcc3.json, lightSyncState. One score in 3469 is as low as the winner's must
// be. Spec: defn-vrf-context, sect-vrf
TEST(Vrf, TheScoreOfAPrimaryAuthorIsBelowItsThreshold) {
    const auto author = fixed<PublicKey>("ae339cef95dad1fbd266393afe435483cea6cf0a91aa257636977976e59d891f");
    const auto randomness = fixed<ByteArray<32>>("ce57cf451aa0f05ac609321b2ba640f60cab8e6789dc8abd73d644ea1bae65c3");
    const Signature claim{fixed<PreOutput>("00d2b59aade9fc98b215e4e827272a67c3ad5337aaa631c235d57717c429995a"),
                          fixed<Proof>("7f4479948f6fa7152eabec9e71857a1c8869ef766a074e4778574a98a422d50e"
                                       "7c2e41bf84878bfdfcae288780bce2cd4ef3b3716234b4a172248375970b1e0c")};
    const auto in_out = verify(author, babe_transcript(randomness, 294601061, 53512), claim);
    ASSERT_TRUE(in_out);
    const double threshold = 1 - std::pow(1 - 0.25, 1.0 / 998);
    EXPECT_LT(static_cast<double>(babe_score(*in_out)), std::ldexp(threshold, 128));
}

TEST(Vrf, RefusesEveryBitFlip) {
    const Known known = from_kusama();
    const auto flipped = [](auto bytes, size_t bit) {
        bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
        return bytes;
    };
    for (size_t bit = 0; bit < 512; ++bit) {
        const Signature bad{known.signature.pre_output, flipped(known.signature.proof, bit)};
        EXPECT_FALSE(verify(known.public_key, known.input, bad)) << bit;
    }
    for (size_t bit = 0; bit < 256; ++bit) {
        const Signature bad{flipped(known.signature.pre_output, bit), known.signature.proof};
        EXPECT_FALSE(verify(known.public_key, known.input, bad)) << bit;
        EXPECT_FALSE(verify(flipped(known.public_key, bit), known.input, known.signature)) << bit;
    }
}

TEST(Vrf, AgreesWithTheSharedVectors) {
    const auto path = test::shared_data("crypto/vrf.json");
    const auto light = test::shared_data("light/expected.json");
    if (!path || !light) GTEST_SKIP() << test::kNoSharedData;
    for (const auto& vector : test::Json::read(*path)["vectors"].items()) {
        const Signature signature{fixed<PreOutput>(vector["preOutput"].text()), fixed<Proof>(vector["proof"].text())};
        const auto in_out =
            verify(fixed<PublicKey>(vector["public"].text()), message_transcript("yo!", "meow"), signature);
        EXPECT_EQ(in_out.has_value(), vector["valid"].boolean());
    }

    const test::Json claim = test::Json::read(*light)["babe"];
    const Transcript input = babe_transcript(fixed<ByteArray<32>>(claim["randomness"].text()),
                                             claim["slot"].unsigned_integer(), claim["epochIndex"].unsigned_integer());
    const Signature signature{fixed<PreOutput>(claim["vrfPreOutput"].text()), fixed<Proof>(claim["vrfProof"].text())};
    const auto author = fixed<PublicKey>(claim["authorityPublic"].text());
    const auto in_out = verify(author, input, signature);
    ASSERT_TRUE(in_out);
    EXPECT_EQ(to_hex_prefixed(babe_randomness(*in_out)), claim["vrfRandomness_BabeVRFInOutContext_32"].text());
    EXPECT_TRUE(
        sr25519::verify(fixed<sr25519::Signature>(claim["sealSignature"].text()), claim["preHash"].hex(), author));
}

TEST(Vrf, DependsOnSlotEpochAndRandomness) {
    const Known known = from_kusama();
    auto randomness = fixed<ByteArray<32>>("1e3a755fc7396f2490204bf7809c9df17d778d30aaf327c988133986d475cb3b");
    EXPECT_TRUE(verify(known.public_key, babe_transcript(randomness, 297425631, 58219), known.signature));
    EXPECT_FALSE(verify(known.public_key, babe_transcript(randomness, 297425632, 58219), known.signature));
    EXPECT_FALSE(verify(known.public_key, babe_transcript(randomness, 297425631, 58220), known.signature));
    randomness[31] ^= 1;
    EXPECT_FALSE(verify(known.public_key, babe_transcript(randomness, 297425631, 58219), known.signature));
}

// schnorrkel: attach_input_hash
TEST(Vrf, TheIdentityAndWhatIsNoPointAreNoPreOutputs) {
    const Known known = from_kusama();
    EXPECT_TRUE(attach(known.public_key, known.input, known.signature.pre_output));
    EXPECT_FALSE(attach(known.public_key, known.input, PreOutput{}));
    PreOutput no_point;
    no_point.bytes.fill(0xff);
    EXPECT_FALSE(attach(known.public_key, known.input, no_point));
    EXPECT_FALSE(verify(known.public_key, known.input, {no_point, known.signature.proof}));
    EXPECT_FALSE(verify(known.public_key, known.input, {PreOutput{}, known.signature.proof}));
    PublicKey no_key;
    no_key.bytes.fill(0xff);
    EXPECT_FALSE(verify(no_key, known.input, known.signature));
}

TEST(Vrf, RefusesAKeyWrittenInAnotherWay) {
    auto random = test::seeded_random();
    KeyPair key = random_key(random);
    const Transcript input = message_transcript("context", "message");
    key.public_key[31] |= 0x80;
    const Signature signature = sign(key, input, random_32(random));
    EXPECT_FALSE(verify(key.public_key, input, signature));
}

TEST(Vrf, ScalarsOfAProofMustBeReduced) {
    const auto order = fixed<ByteArray<32>>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    const auto with_order_added = [&order](Proof proof, size_t at) {
        unsigned carry = 0;
        for (size_t i = 0; i < 32; ++i) {
            const unsigned sum = proof[at + i] + order[i] + carry;
            proof[at + i] = static_cast<uint8_t>(sum);
            carry = sum >> 8;
        }
        return proof;
    };
    const Known known = from_kusama();
    for (const size_t at : {0u, 32u}) {
        const Signature bad{known.signature.pre_output, with_order_added(known.signature.proof, at)};
        EXPECT_FALSE(verify(known.public_key, known.input, bad)) << at;
    }
}

TEST(Vrf, WhatIsSignedVerifies) {
    auto random = test::seeded_random();
    for (int i = 0; i < 30; ++i) {
        const KeyPair key = random_key(random);
        const Transcript input = babe_transcript(random_32(random), random(), random());
        const Signature signature = sign(key, input, random_32(random));
        const auto in_out = verify(key.public_key, input, signature);
        ASSERT_TRUE(in_out);
        EXPECT_EQ(*in_out, evaluate(key, input));
        EXPECT_EQ(*in_out, attach(key.public_key, input, signature.pre_output));
        EXPECT_FALSE(verify(random_key(random).public_key, input, signature));
    }
}

// @scure/sr25519 2.3.0: vrf.sign("msg", secretFromSeed(1, 2, ... 32), "ctx", "extra", 32 times 7)
// Spec: defn-vrf-dleq-prove
TEST(Vrf, ProofsAreThoseOfSchnorrkelToTheByte) {
    sr25519::MiniSecret seed;
    for (size_t i = 0; i < 32; ++i) seed.data()[i] = static_cast<uint8_t>(i + 1);
    ByteArray<32> randomness;
    randomness.fill(7);
    Transcript extra = no_extra();
    extra.append("", "extra");
    const Signature signature = sign(sr25519::expand(seed), message_transcript("ctx", "msg"), randomness, extra);
    EXPECT_EQ(to_hex(signature.pre_output.bytes) + to_hex(signature.proof.bytes),
              "50689f7d2fac1d2cbf1a45a74c388c7478f94e6e7877213dddf6f99753b83767"
              "74609a2496e09e69a6d355b3ce2cb3bd43270bcb0d57d3a6e136607a875c2607"
              "4e29501730ed5ac3a3009664a066db8dbd7d8b2dd56c2cbc1cc8fe26b4b8f80c");
}

TEST(Vrf, ExtraIsSignedButDoesNotChangeTheOutput) {
    auto random = test::seeded_random();
    const KeyPair key = random_key(random);
    const Transcript input = message_transcript("context", "message");
    Transcript extra = no_extra();
    extra.append("", "extra");
    const Signature with = sign(key, input, random_32(random), extra);
    const Signature without = sign(key, input, random_32(random));
    EXPECT_EQ(with.pre_output, without.pre_output);
    EXPECT_TRUE(verify(key.public_key, input, with, extra));
    EXPECT_FALSE(verify(key.public_key, input, with));
    EXPECT_FALSE(verify(key.public_key, input, without, extra));
}

TEST(Vrf, ContextsGiveIndependentBytes) {
    const Known known = from_kusama();
    const auto in_out = verify(known.public_key, known.input, known.signature).value();
    EXPECT_NE(make_bytes<32>(in_out, "a"), make_bytes<32>(in_out, "b"));
    // The length is part of what is hashed.
    EXPECT_NE(to_hex(BytesView(make_bytes<32>(in_out, "a")).first(16)), to_hex(make_bytes<16>(in_out, "a")));
}

TEST(Vrf, BatchableProofsShortenToTheShortOnes) {
    auto random = test::seeded_random();
    const KeyPair key = random_key(random);
    const InOut in_out = evaluate(key, message_transcript("context", "message"));
    const Proofs proofs = prove(key, in_out, random_32(random));
    EXPECT_EQ(shorten(key.public_key, in_out, proofs.batchable), proofs.proof);

    BatchableProof other = proofs.batchable;
    other[0] ^= 1;
    EXPECT_NE(shorten(key.public_key, in_out, other), proofs.proof);
    std::fill_n(other.begin() + 64, 32, 0xff);
    EXPECT_FALSE(shorten(key.public_key, in_out, other));
}

}  // namespace
}  // namespace serinus::crypto::vrf
