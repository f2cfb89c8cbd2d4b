#include "runtime/protocol/vrf.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/vrf.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::sdk {
namespace {

using namespace literals;
namespace vrf = crypto::vrf;

// Spec: defn-vrf-transcript, defn-strobe-operations. The vector of merlin itself.
TEST(RuntimeVrf, TranscriptGivesTheChallengeOfMerlin) {
    Transcript transcript("test protocol");
    transcript.append("some label", as_bytes("some data"));
    ByteArray<32> challenge;
    transcript.challenge("challenge", challenge);
    EXPECT_EQ(to_hex(challenge), "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
}

TEST(RuntimeVrf, LongTranscriptsAreThoseOfTheHost) {
    Transcript ours("long");
    crypto::Transcript theirs("long");
    Bytes message;
    for (uint32_t i = 0; i < 400; ++i) {
        ours.append("m", message);
        theirs.append("m", message);
        message.push_back(static_cast<uint8_t>(i));
    }
    ByteArray<500> a, b;
    ours.challenge("end", a);
    theirs.challenge("end", MutableBytesView(b));
    EXPECT_EQ(to_hex(a), to_hex(b));
}

struct Claim {
    crypto::sr25519::KeyPair key;
    vrf::InOut in_out;
};

Claim claim(uint8_t seed, uint64_t slot) {
    ByteArray<32> secret;
    secret.fill(seed);
    const auto key = crypto::sr25519::expand(crypto::sr25519::MiniSecret(secret));
    return {key, vrf::evaluate(key, vrf::babe_transcript({}, slot, 0))};
}

Transcript babe_transcript(uint64_t slot) {
    Transcript transcript("BABE");
    transcript.append_u64("slot number", slot);
    transcript.append_u64("current epoch", 0);
    transcript.append("chain randomness", ByteArray<32>{});
    return transcript;
}

// Spec: sect-vrf, defn-babe-vrf-transcript. The host evaluates with the secret key and libsodium's group.
TEST(RuntimeVrf, BytesOfAClaimAreThoseThatItsAuthorDraws) {
    for (uint8_t seed = 1; seed < 20; ++seed) {
        const auto [key, in_out] = claim(seed, seed * 1000u);
        const auto bytes =
            vrf_bytes(key.public_key.bytes, babe_transcript(seed * 1000u), in_out.output.bytes, "BabeVRFInOutContext");
        ASSERT_TRUE(bytes);
        EXPECT_EQ(*bytes, vrf::babe_randomness(in_out));
    }
}

TEST(RuntimeVrf, SlotKeyAndContextChangeTheBytes) {
    const auto [key, in_out] = claim(1, 7);
    const auto other = claim(2, 7).key;
    const auto bytes = [&](const auto& of, uint64_t slot, std::string_view context) {
        return *vrf_bytes(of.public_key.bytes, babe_transcript(slot), in_out.output.bytes, context);
    };
    const auto right = bytes(key, 7, "a");
    EXPECT_NE(right, bytes(key, 8, "a"));
    EXPECT_NE(right, bytes(other, 7, "a"));
    EXPECT_NE(right, bytes(key, 7, "b"));
}

TEST(RuntimeVrf, WhatIsNoElementOfTheGroupGivesNothing) {
    const auto [key, in_out] = claim(1, 7);
    ByteArray<32> none;
    none.fill(0xff);
    EXPECT_FALSE(vrf_bytes(none, babe_transcript(7), in_out.output.bytes, "a"));
    EXPECT_FALSE(vrf_bytes(key.public_key.bytes, babe_transcript(7), none, "a"));
    EXPECT_FALSE(vrf_bytes(key.public_key.bytes, babe_transcript(7), {}, "a")) << "the identity";
}

}  // namespace
}  // namespace serinus::sdk
