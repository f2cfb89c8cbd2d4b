#include "consensus/babe/equivocation.hpp"

#include <gtest/gtest.h>

namespace serinus::consensus::babe {
namespace {

using crypto::sr25519::PublicKey;
using primitives::Header;

PublicKey author(uint8_t n) {
    PublicKey key;
    key[0] = n;
    return key;
}

Header header(uint8_t n) {
    Header out;
    out.state_root[0] = n;
    return out;
}

// Spec: defn-producer-equivocation
TEST(BabeEquivocation, TwoHeadersOfOneAuthorInOneSlotAreAProof) {
    EquivocationDetector detector;
    EXPECT_FALSE(detector.add(10, 10, author(1), header(1)));
    EXPECT_FALSE(detector.add(10, 10, author(1), header(1)));  // the same block again
    EXPECT_FALSE(detector.add(10, 10, author(2), header(2)));  // another author
    EXPECT_FALSE(detector.add(11, 11, author(1), header(3)));  // another slot
    const auto proof = detector.add(11, 10, author(1), header(4));
    ASSERT_TRUE(proof);
    EXPECT_EQ(*proof, (EquivocationProof{author(1), 10, header(1), header(4)}));
    // A third one is another offence, proved with the first.
    EXPECT_EQ(detector.add(11, 10, author(1), header(5))->first, header(1));
}

// Spec: defn-producer-equivocation
TEST(BabeEquivocation, TheProofStandsInTheOrderOfTheRuntime) {
    const EquivocationProof proof{author(7), 0x0102, header(1), header(2)};
    const Bytes expected =
        concat(author(7).bytes, Bytes{2, 1, 0, 0, 0, 0, 0, 0}, scale::encode(header(1)), scale::encode(header(2)));
    EXPECT_EQ(scale::encode(proof), expected);
}

TEST(BabeEquivocation, OldSlotsAreForgottenAndThoseToComeAreNotTaken) {
    EquivocationDetector detector;
    EXPECT_FALSE(detector.add(1000, 1, author(1), header(1)));
    EXPECT_TRUE(detector.add(1001, 1, author(1), header(2)));
    EXPECT_FALSE(detector.add(1002, 1, author(1), header(2)));  // too far back
    EXPECT_FALSE(detector.add(1002, 1002, author(1), header(3)));
    EXPECT_EQ(detector.header_count(), 1u);  // slot 1 went
    EXPECT_FALSE(detector.add(1002, 1003, author(1), header(3)));
    EXPECT_EQ(detector.header_count(), 1u);
}

TEST(BabeEquivocation, AFloodOfAuthorsPushesTheOldestSlotsOut) {
    EquivocationDetector detector;
    for (uint64_t i = 0; i < EquivocationDetector::kMaxHeaders + 100; ++i) {
        PublicKey key;
        store_le(key.data(), i);
        EXPECT_FALSE(detector.add(500, i / 40, key, header(1)));
        ASSERT_LE(detector.header_count(), EquivocationDetector::kMaxHeaders);
    }
    EXPECT_FALSE(detector.add(500, 0, PublicKey{}, header(2)));  // slot 0 is gone, so this is news
}

}  // namespace
}  // namespace serinus::consensus::babe
