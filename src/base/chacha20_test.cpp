// Randomness from a seed.
#include "base/chacha20.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace serinus {
namespace {

// Source: draft-strombergson-chacha-test-vectors-01, TC1, 256-bit key, 20 rounds
TEST(ChaCha20Random, IsTheStreamOfTheCipher) {
    ChaCha20Random random({});
    EXPECT_EQ(random.next_u32(), 0xade0b876u);
    EXPECT_EQ(random.next_u32(), 0x903df1a0u);
    for (int i = 0; i < 14; ++i) random.next_u32();
    EXPECT_EQ(random.next_u32(), 0xbee7079fu);               // the second block
    EXPECT_EQ(ChaCha20Random({1}).next_u32(), 0x7c0ad3c5u);  // TC2: the lowest bit of the key is 1
}

TEST(ChaCha20Random, DrawsFromTheEndAsAShuffleDoes) {
    std::vector<int> shuffled(20), drawn(20);
    std::iota(shuffled.begin(), shuffled.end(), 0);
    std::iota(drawn.begin(), drawn.end(), 0);
    ChaCha20Random({7}).shuffle(std::span(shuffled));
    const auto last = ChaCha20Random({7}).draw(std::span(drawn), 5);
    ASSERT_EQ(last.size(), 5u);
    EXPECT_TRUE(std::equal(last.begin(), last.end(), shuffled.end() - 5));
    EXPECT_EQ(ChaCha20Random({7}).draw(std::span(drawn), 50).size(), 20u);
    EXPECT_TRUE(ChaCha20Random({7}).draw(std::span<int>(), 5).empty());
}

// 2^31 + 1 of 2^32: nearly every second number must be drawn again.
TEST(ChaCha20Random, DrawsAgainWhatWouldFavourSome) {
    constexpr uint32_t kBound = 0x8000'0001;
    ChaCha20Random random({}), words({});
    for (int i = 0; i < 50; ++i) {
        uint64_t product = 0;
        do {
            product = uint64_t{words.next_u32()} * kBound;
        } while ((product & 0xffff'ffff) >= kBound);
        EXPECT_EQ(random.below(kBound), product >> 32);
    }
}

}  // namespace
}  // namespace serinus
