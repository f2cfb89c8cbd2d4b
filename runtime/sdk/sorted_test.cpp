#include "runtime/sdk/sorted.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/bounded.hpp"

namespace serinus::sdk {
namespace {

using Numbers = std::vector<int>;

SearchResult find(const Numbers& numbers, int number) {
    return binary_search(numbers, number, [](const int& one) -> const int& { return one; });
}

TEST(SortedSearch, FindsOrSaysWhereItWouldBe) {
    const Numbers numbers{10, 20, 30};
    EXPECT_EQ(find(numbers, 20).position, 1u);
    EXPECT_TRUE(find(numbers, 20).found);
    for (const auto& [number, position] : {std::pair{5, 0u}, {15, 1u}, {25, 2u}, {35, 3u}}) {
        EXPECT_EQ(find(numbers, number).position, position);
        EXPECT_FALSE(find(numbers, number).found);
    }
    EXPECT_EQ(find({}, 1).position, 0u);
}

// Which one depends on how many there are, not on how many are equal.
TEST(SortedSearch, EndsAtTheFirstEqualElementThatItMeets) {
    EXPECT_EQ(find({7, 7, 7, 7}, 7).position, 2u);
    EXPECT_EQ(find({7, 7, 7}, 7).position, 1u);
    EXPECT_EQ(find({1, 7, 7, 7, 7}, 7).position, 2u);
    EXPECT_EQ(find({1, 2, 3, 7, 7}, 7).position, 4u);
}

Numbers slid(Numbers numbers, size_t from, size_t before) {
    slide(numbers, from, before);
    return numbers;
}

TEST(SortedSlide, MovesOneAndKeepsTheOrderOfTheOthers) {
    EXPECT_EQ(slid({1, 2, 3, 4}, 2, 0), (Numbers{3, 1, 2, 4}));
    EXPECT_EQ(slid({1, 2, 3, 4}, 0, 3), (Numbers{2, 3, 1, 4}));
    EXPECT_EQ(slid({1, 2, 3, 4}, 0, 4), (Numbers{2, 3, 4, 1}));
    EXPECT_EQ(slid({1, 2, 3, 4}, 1, 1), (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(slid({1, 2, 3, 4}, 1, 2), (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(slid({1, 2, 3, 4}, 4, 0), (Numbers{1, 2, 3, 4}));
    EXPECT_EQ(slid({1, 2, 3, 4}, 0, 5), (Numbers{1, 2, 3, 4}));
}

TEST(SortedInsert, LetsTheFirstFallOutOfAFullVector) {
    auto numbers = *BoundedVec<int, 3>::from({20, 30});
    EXPECT_TRUE(numbers.force_insert_keep_right(0, 10));
    EXPECT_EQ(numbers, (Numbers{10, 20, 30}));
    EXPECT_FALSE(numbers.force_insert_keep_right(0, 5));
    EXPECT_FALSE(numbers.force_insert_keep_right(4, 5));
    EXPECT_TRUE(numbers.force_insert_keep_right(1, 15));
    EXPECT_EQ(numbers, (Numbers{15, 20, 30}));
    EXPECT_TRUE(numbers.force_insert_keep_right(3, 40));
    EXPECT_EQ(numbers, (Numbers{20, 30, 40}));
}

}  // namespace
}  // namespace serinus::sdk
