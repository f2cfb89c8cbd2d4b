#include "crypto/recovered_keys.hpp"

#include <gtest/gtest.h>

namespace serinus::crypto {
namespace {

using Answer = RecoveredKeys::Answer;

VerdictCache::Key key(uint64_t high, uint64_t low = 2) { return {.high = high, .low = low}; }

Answer answer(uint8_t byte) {
    ecdsa::UncompressedPublicKey out{};
    out.bytes.fill(byte);
    return out;
}

TEST(RecoveredKeys, KeepKeysAndErrors) {
    RecoveredKeys keys;
    EXPECT_EQ(keys.find(key(1)), std::nullopt);
    keys.put(key(1), answer(7));
    keys.put(key(2), Answer(ecdsa::RecoverError::kBadV));
    EXPECT_EQ(keys.find(key(1)), answer(7));
    EXPECT_EQ(keys.find(key(2)), Answer(ecdsa::RecoverError::kBadV));
    EXPECT_EQ(keys.find(key(3)), std::nullopt);
    EXPECT_EQ(keys.find(key(1, 6)), std::nullopt) << "all bits of the key count";
}

TEST(RecoveredKeys, TheOldestOfASetMakesRoom) {
    RecoveredKeys keys;
    constexpr uint64_t kSets = RecoveredKeys::kMostKeys / 4;
    for (uint64_t i = 0; i < 5; ++i) keys.put(key(i * kSets), answer(static_cast<uint8_t>(i)));
    EXPECT_EQ(keys.find(key(0)), std::nullopt);
    for (uint64_t i = 1; i < 5; ++i) EXPECT_EQ(keys.find(key(i * kSets)), answer(static_cast<uint8_t>(i))) << i;
    keys.put(key(4 * kSets), answer(4));
    EXPECT_EQ(keys.find(key(kSets)), answer(1)) << "what is there already takes no second place";
}

}  // namespace
}  // namespace serinus::crypto
