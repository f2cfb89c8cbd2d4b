// Shares that add up again. Source of the figures: sp-arithmetic, lib.rs
#include "runtime/arithmetic/normalize.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace serinus::sdk {
namespace {

template <class T>
using V = std::vector<T>;

TEST(Normalize, RaisesTheSmallestFirst) {
    EXPECT_EQ(normalize(V<uint32_t>{8, 9, 7, 10}, 40u), (V<uint32_t>{10, 10, 10, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{7, 7, 7, 7}, 40u), (V<uint32_t>{10, 10, 10, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{7, 7, 7, 10}, 40u), (V<uint32_t>{11, 11, 8, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{7, 8, 7, 10}, 40u), (V<uint32_t>{11, 8, 11, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{7, 7, 8, 10}, 40u), (V<uint32_t>{11, 11, 8, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{8, 11, 9, 10}, 40u), (V<uint32_t>{10, 11, 9, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{10, 7, 10, 10}, 40u), (V<uint32_t>{10, 10, 10, 10}));
}

TEST(Normalize, LowersTheLargestFirst) {
    EXPECT_EQ(normalize(V<uint32_t>{12, 11, 13, 10}, 40u), (V<uint32_t>{10, 10, 10, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{13, 13, 13, 13}, 40u), (V<uint32_t>{10, 10, 10, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{13, 13, 13, 10}, 40u), (V<uint32_t>{12, 9, 9, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{13, 12, 13, 10}, 40u), (V<uint32_t>{9, 12, 9, 10}));
    EXPECT_EQ(normalize(V<uint32_t>{13, 13, 12, 10}, 40u), (V<uint32_t>{9, 9, 12, 10}));
}

TEST(Normalize, NeverFallsBelowZero) {
    EXPECT_EQ(normalize(V<uint8_t>{1, 100, 100}, uint8_t{10}), (V<uint8_t>{1, 9, 0}));
    EXPECT_EQ(normalize(V<uint8_t>{1, 8, 9}, uint8_t{1}), (V<uint8_t>{0, 1, 0}));
}

TEST(Normalize, RefusesWhatDoesNotFit) {
    EXPECT_TRUE(normalize(V<uint8_t>(255, 1), uint8_t{10}));
    EXPECT_FALSE(normalize(V<uint8_t>(256, 1), uint8_t{10}));
    EXPECT_FALSE(normalize(V<uint8_t>(256, 0), uint8_t{10}));
    EXPECT_EQ(normalize(V<uint8_t>{}, uint8_t{10}), V<uint8_t>{});
}

TEST(Normalize, MeetsTheTargetForAllTypes) {
    EXPECT_EQ(normalize(V<uint128_t>{8, 9, 7, 10}, uint128_t{40}), (V<uint128_t>{10, 10, 10, 10}));
    std::mt19937_64 random(11);
    for (int round = 0; round < 2'000; ++round) {
        V<uint64_t> values(1 + random() % 9);
        for (auto& value : values) value = random() % 1'000;
        const uint64_t target = random() % 9'000;
        const auto result = normalize(values, target);
        ASSERT_TRUE(result);
        EXPECT_EQ(std::accumulate(result->begin(), result->end(), uint64_t{0}), target);
    }
}

}  // namespace
}  // namespace serinus::sdk
