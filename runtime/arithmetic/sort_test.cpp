// Sorting, beside std::stable_sort.
#include "runtime/arithmetic/sort.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

namespace serinus::sdk {
namespace {

using Element = std::pair<uint32_t, size_t>;  // a key, and the place before

TEST(SortTest, IsThatOfTheStandardLibraryAndStable) {
    std::mt19937 random(1);
    for (size_t count = 0; count < 200; ++count) {
        std::vector<Element> ours;
        for (size_t i = 0; i < count; ++i) ours.emplace_back(random() % (count / 3 + 1), i);
        std::vector<Element> expected = ours;
        std::ranges::sort(expected);  // the second grows: the order of equals is kept
        sdk::sort(ours, {}, &Element::first);
        EXPECT_EQ(ours, expected) << count;
        std::ranges::sort(expected, std::ranges::greater{}, &Element::second);
        sdk::sort(ours, std::ranges::greater{}, &Element::second);
        EXPECT_EQ(ours, expected) << count;
    }
}

TEST(SortTest, MovesWhatCannotBeCopied) {
    std::vector<std::unique_ptr<std::string>> texts;
    for (int i = 100; i > 0; --i) texts.push_back(std::make_unique<std::string>(std::to_string(1000 + i)));
    sdk::sort(texts, {}, [](const auto& text) -> const std::string& { return *text; });
    ASSERT_TRUE(std::ranges::none_of(texts, [](const auto& text) { return text == nullptr; }));
    EXPECT_TRUE(std::ranges::is_sorted(texts, {}, [](const auto& text) -> const std::string& { return *text; }));
}

TEST(SortTest, WorksOnArraysAndParts) {
    uint32_t numbers[] = {5, 4, 3, 2, 1};
    sdk::sort(std::span(numbers).subspan(1));
    EXPECT_EQ(std::vector(std::begin(numbers), std::end(numbers)), (std::vector<uint32_t>{5, 1, 2, 3, 4}));
    sdk::sort(numbers);
    EXPECT_TRUE(std::ranges::is_sorted(numbers));
}

}  // namespace
}  // namespace serinus::sdk
