#include "base/checked.hpp"

#include <gtest/gtest.h>

namespace serinus {
namespace {

TEST(Checked, RefusesWhatDoesNotFit) {
    EXPECT_EQ(checked_add<uint8_t>(255, 1), std::nullopt);
    EXPECT_EQ(checked_add<uint8_t>(254, 1), 255);
    EXPECT_EQ(checked_sub<uint32_t>(0, 1), std::nullopt);
    EXPECT_EQ(checked_mul<uint128_t>(max_value<uint128_t>(), 2), std::nullopt);
    EXPECT_EQ(checked_div<int32_t>(min_value<int32_t>(), -1), std::nullopt);
    EXPECT_EQ(checked_div<int32_t>(1, 0), std::nullopt);
}

TEST(Saturating, StopsAtTheNearerEnd) {
    EXPECT_EQ(saturating_add<uint8_t>(200, 100), 255);
    EXPECT_EQ(saturating_sub<uint8_t>(1, 2), 0);
    EXPECT_EQ(saturating_sub<int8_t>(-100, 100), -128);
    EXPECT_EQ(saturating_add<int8_t>(-100, -100), -128);
    EXPECT_EQ(saturating_sub<int8_t>(100, -100), 127);
    EXPECT_EQ(saturating_mul<int8_t>(-100, 2), -128);
    EXPECT_EQ(saturating_mul<int8_t>(-100, -2), 127);
    EXPECT_TRUE(saturating_mul<uint128_t>(max_value<uint128_t>(), 2) == max_value<uint128_t>());
    EXPECT_TRUE(saturating_sub<int128_t>(min_value<int128_t>(), 1) == min_value<int128_t>());
}

}  // namespace
}  // namespace serinus
