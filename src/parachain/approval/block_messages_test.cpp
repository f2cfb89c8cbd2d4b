// What peers know of the messages on a block, in little memory.
#include "parachain/approval/block_messages.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

// Few and many, near each other and far apart: a list becomes bits somewhere on the way.
TEST(NumbersInASet, AreThoseThatWereAdded) {
    auto random = test::seeded_random();
    for (const uint32_t highest : {20u, 500u, 10'000u, 1'000'000u}) {
        NumberSet numbers;
        std::set<uint32_t> expected;
        for (int i = 0; i < 400; ++i) {
            const auto number = static_cast<uint32_t>(random() % highest);
            EXPECT_EQ(numbers.insert(number), expected.insert(number).second);
        }
        const auto is_even = [](uint32_t number) { return number % 2 == 0; };
        for (int round = 0; round < 2; ++round) {
            for (uint32_t number = 0; number < std::min(highest, 20'000u); ++number) {
                ASSERT_EQ(numbers.contains(number), expected.contains(number)) << number << " of " << highest;
            }
            numbers.erase_if(is_even);
            std::erase_if(expected, is_even);
        }
    }
}

TEST(MessagesOnABlock, HaveANumberByValidatorAndBits) {
    BlockMessages messages;
    const Bits one = bits_of({3}), several = bits_of({3, 9});
    Bits longer = one;
    longer.push_back(false);
    EXPECT_EQ(messages.find({7}, one), std::nullopt);
    EXPECT_EQ(messages.add({7}, one), 0u);
    EXPECT_EQ(messages.add({7}, several), 1u);
    EXPECT_EQ(messages.add({7}, longer), 2u) << "as many bits as were sent";
    EXPECT_EQ(messages.add({2}, one), 3u);
    EXPECT_EQ(messages.add({7}, one), 0u) << "it has one";
    EXPECT_EQ(messages.find({2}, one), 3u);
    EXPECT_EQ(messages.find({2}, several), std::nullopt);
    EXPECT_EQ(messages.find({8}, one), std::nullopt);
    EXPECT_EQ(messages.validator_of(3), ValidatorIndex{2});
    EXPECT_EQ(messages.candidates_of(1), several);
    EXPECT_EQ(messages.candidates_of(2), longer);
    std::vector<BlockMessages::Number> of_seven;
    messages.for_each_of({7}, [&](BlockMessages::Number number) { of_seven.push_back(number); });
    EXPECT_EQ(of_seven, (std::vector<BlockMessages::Number>{2, 1, 0}));
}

TEST(MessagesOnABlock, AreForCandidates) {
    BlockMessages messages;
    const auto one = messages.add({7}, bits_of({3})), several = messages.add({7}, bits_of({3, 9}));
    const auto other = messages.add({7}, bits_of({9}));
    EXPECT_TRUE(messages.is_for(several, 9));
    EXPECT_FALSE(messages.is_for(several, 4));
    EXPECT_FALSE(messages.is_for(one, 9)) << "beyond its bits";
    EXPECT_TRUE(messages.have_common(one, several));
    EXPECT_TRUE(messages.have_common(several, other));
    EXPECT_FALSE(messages.have_common(one, other));
}

TEST(MessagesOnABlock, KeepBytes) {
    BlockMessages messages;
    const auto empty = messages.keep({});
    const auto first = messages.keep(Bytes{1, 2, 3}), second = messages.keep(Bytes(20'000, 7));
    EXPECT_EQ(messages.kept(empty).size(), 0u);
    EXPECT_EQ(to_bytes(messages.kept(first)), (Bytes{1, 2, 3}));
    EXPECT_EQ(to_bytes(messages.kept(second)), Bytes(20'000, 7));
}

}  // namespace
}  // namespace serinus::parachain
