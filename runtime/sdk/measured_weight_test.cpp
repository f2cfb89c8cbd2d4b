#include "runtime/sdk/measured_weight.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

constexpr RuntimeDbWeight kDb{.read = 10, .write = 100};

TEST(MeasuredWeight, GrowsTermByTermAndSaturates) {
    constexpr MeasuredWeight<kDb> base(1'000, 7);
    EXPECT_EQ(Weight(base), (Weight{1'000, 7}));
    EXPECT_EQ(Weight(base.per(3, 5, 2).reads(2).writes(1)), (Weight{1'000 + 15 + 20 + 100, 7 + 6}));
    EXPECT_EQ(Weight(base.per(UINT64_MAX, 5, 2)).ref_time, UINT64_MAX);
}

}  // namespace
}  // namespace serinus::sdk
