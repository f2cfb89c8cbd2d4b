#include "crypto/merlin.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto {
namespace {

using namespace literals;

// zkcrypto/merlin src/transcript.rs, equivalence_simple; the value is that of its C++ and Go ports' tests.
// Spec: defn-vrf-transcript, sect-vrf-appending-messages
// Observed: merlin 3.0.0: the label of the first message is "dom-sep"; the specification prints "dom-step".
TEST(Transcript, GivesTheChallengeKnownFromMerlin) {
    Transcript transcript("test protocol");
    transcript.append("some label", "some data");
    EXPECT_EQ(to_hex(transcript.challenge<32>("challenge")),
              "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
}

// gtank/merlin merlin_test.go, TestComplexTranscript: challenges are fed back, and messages run over several blocks.
// Spec: defn-strobe-operations
TEST(Transcript, GivesTheChallengeKnownFromALongConversation) {
    Transcript transcript("test protocol");
    transcript.append("step1", "some data");
    const Bytes big(1024, 99);
    ByteArray<32> challenge{};
    for (int i = 0; i < 32; ++i) {
        challenge = transcript.challenge<32>("challenge");
        transcript.append("bigdata", big);
        transcript.append("challengedata", challenge);
    }
    EXPECT_EQ(to_hex(challenge), "a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c");
}

TEST(Transcript, FramesMessagesSoThatTheirBordersCount) {
    Transcript whole("borders");
    whole.append("a", "bc");
    Transcript moved("borders");
    moved.append("ab", "c");
    Transcript split("borders");
    split.append("a", "b");
    split.append("", "c");
    const auto expected = whole.challenge<32>("x");
    EXPECT_NE(moved.challenge<32>("x"), expected);
    EXPECT_NE(split.challenge<32>("x"), expected);
}

TEST(Transcript, ACopyGoesItsOwnWay) {
    Transcript original("copy");
    original.append("m", "before");
    Transcript copy = original;
    copy.append("m", "after");
    Transcript same("copy");
    same.append("m", "before");
    EXPECT_EQ(original.challenge<16>("c"), same.challenge<16>("c"));
    EXPECT_NE(copy.challenge<16>("c"), original.challenge<16>("c"));
}

// The sponge takes blocks of 166 bytes: lengths around multiples of it must not lose or repeat a byte.
TEST(Transcript, EveryByteOfALongMessageCounts) {
    auto random = test::seeded_random();
    for (const size_t size : {1u, 165u, 166u, 167u, 331u, 332u, 333u, 1000u}) {
        Bytes message = test::random_bytes(random, size);
        Transcript a("long");
        a.append("m", message);
        const auto expected = a.challenge<32>("c");
        for (const size_t at : {size_t{0}, size / 2, size - 1}) {
            message[at] ^= 1;
            Transcript b("long");
            b.append("m", message);
            EXPECT_NE(b.challenge<32>("c"), expected) << size << " " << at;
            message[at] ^= 1;
        }
    }
}

TEST(WitnessGenerator, DependsOnTranscriptSecretAndRandomness) {
    const auto witness = [](std::string_view message, std::string_view secret, uint8_t randomness) {
        Transcript transcript("witness");
        transcript.append("m", message);
        WitnessGenerator generator(transcript);
        generator.mix_secret("nonce", as_bytes(secret));
        generator.mix_randomness({randomness});
        ByteArray<64> out;
        generator.fill(out);
        return out;
    };
    const auto expected = witness("a", "b", 0);
    EXPECT_EQ(witness("a", "b", 0), expected);
    EXPECT_NE(witness("x", "b", 0), expected);
    EXPECT_NE(witness("a", "x", 0), expected);
    EXPECT_NE(witness("a", "b", 1), expected);
}

}  // namespace
}  // namespace serinus::crypto
