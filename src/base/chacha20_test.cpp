// Randomness from a seed.
#include "base/chacha20.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/hex.hpp"

namespace serinus {
namespace {

Bytes stream(const ByteArray<32>& seed, size_t size) {
    Bytes out(size);
    ChaCha20(seed).fill(out);
    return out;
}

// Source: draft-strombergson-chacha-test-vectors-01, TC1, 256-bit key, 20 rounds; two blocks
TEST(ChaCha20, IsTheStreamOfTheCipher) {
    EXPECT_EQ(to_hex(stream({}, 128)),
              "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
              "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
              "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
              "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f");
    // TC2: the lowest bit of the key is 1.
    EXPECT_EQ(to_hex(stream({1}, 16)), "c5d30a7ce1ec119378c84f487d775a85");
}

TEST(ChaCha20, GivesNumbersInTheOrderOfTheStream) {
    ChaCha20 random({});
    EXPECT_EQ(random.next_u32(), 0xade0b876u);
    EXPECT_EQ(random.next_u32(), 0x903df1a0u);
    EXPECT_EQ(random.next_u64(), 0x28bd8653'e56a5d40u);
    for (int i = 0; i < 11; ++i) random.next_u32();
    EXPECT_EQ(random.next_u64(), 0xbee7079f'8665eeb2u);  // over the end of the block
}

TEST(ChaCha20, DrawsEvenly) {
    ChaCha20 random({3});
    std::array<int, 7> count{};
    for (int i = 0; i < 70'000; ++i) ++count[random.below(7)];
    for (const int n : count) EXPECT_NEAR(n, 10'000, 500);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(random.below(1), 0u);
}

// 2^31 + 1 of 2^32: nearly every second number must be drawn again, by the rule of the reference.
TEST(ChaCha20, DrawsAgainWhatWouldFavourSome) {
    constexpr uint32_t kBound = 0x8000'0001;
    ChaCha20 random({}), words({});
    for (int i = 0; i < 50; ++i) {
        uint64_t product = 0;
        do {
            product = uint64_t{words.next_u32()} * kBound;
        } while ((product & 0xffff'ffff) >= kBound);
        EXPECT_EQ(random.below(kBound), product >> 32);
    }
}

TEST(ChaCha20, ShufflesFromTheEnd) {
    std::vector<int> numbers(10);
    std::iota(numbers.begin(), numbers.end(), 0);
    std::vector<int> expected = numbers;
    ChaCha20 random({9}), same({9});
    random.shuffle(std::span(numbers));
    for (uint32_t i = 9; i > 0; --i) std::swap(expected[i], expected[same.below(i + 1)]);
    EXPECT_EQ(numbers, expected);
    EXPECT_FALSE(std::ranges::is_sorted(numbers));
    std::ranges::sort(numbers);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(numbers[static_cast<size_t>(i)], i);

    const std::vector<int> none;
    EXPECT_EQ(random.choose(std::span(none)), nullptr);
    const std::vector<int> one{7};
    EXPECT_EQ(*random.choose(std::span(one)), 7);
}

TEST(ChaCha20, DrawsFromTheEndAsAShuffleDoes) {
    std::vector<int> shuffled(20), drawn(20);
    std::iota(shuffled.begin(), shuffled.end(), 0);
    std::iota(drawn.begin(), drawn.end(), 0);
    ChaCha20({7}).shuffle(std::span(shuffled));
    const auto last = ChaCha20({7}).draw(std::span(drawn), 5);
    ASSERT_EQ(last.size(), 5u);
    EXPECT_TRUE(std::equal(last.begin(), last.end(), shuffled.end() - 5));
    EXPECT_EQ(ChaCha20({7}).draw(std::span(drawn), 50).size(), 20u);
    EXPECT_TRUE(ChaCha20({7}).draw(std::span<int>(), 5).empty());
}

}  // namespace
}  // namespace serinus
