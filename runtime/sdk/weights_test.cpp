#include "runtime/sdk/weights.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

constexpr RuntimeDbWeight kDb{.read = 10, .write = 100};
template <size_t kCount>
using Measured = MeasuredWeight<kCount, kDb>;

template <template <size_t> class Figures>
struct Weights {
    Figures<0> plain = estimate(500, 3, 1, 2);
    Figures<2> growing = estimate(600, 4, 0, 0, {{7}, {8, 9, 1, 0, 5}});  // items, validators
};
constexpr Weights<Measured> kWeights{.plain = {1'000, 7, 2, 1}, .growing = {10, 1, 0, 1, {{5, 2}, {0, 0, 3, 1}}}};

// So a table that lacks a figure does not compile.
static_assert(!std::is_convertible_v<WeightEstimate<2>, Measured<2>>);

TEST(Weights, AreABaseAndASlopeForEachComponent) {
    EXPECT_EQ(kWeights.plain(), (Weight{1'000 + 20 + 100, 7}));
    EXPECT_EQ(kWeights.growing(0, 0), (Weight{110, 1}));
    EXPECT_EQ(kWeights.growing(3, 2), (Weight{110 + 15 + 2 * (30 + 100), 1 + 6}));
}

TEST(Weights, SaturateInEachPart) {
    EXPECT_EQ(kWeights.growing(UINT64_MAX, 0), Weight::max());
    EXPECT_EQ(kWeights.growing(0, UINT64_MAX), (Weight{UINT64_MAX, 1}));
}

TEST(Weights, ByDefaultAreThoseBesideThePallet) {
    constexpr auto kDefault = kDefaultWeights<Weights>;
    EXPECT_EQ(kDefault.plain(), (Weight{500 + kDefaultDbWeight.read + 2 * kDefaultDbWeight.write, 3}));
    EXPECT_EQ(kDefault.growing(1, 6), (Weight{600 + 7 + 6 * (8 + kDefaultDbWeight.read), 4 + 6 * 9}));
}

TEST(Weights, CountAtLeastSoManyUnits) {
    EXPECT_EQ(kDefaultWeights<Weights>.growing(0, 0), kDefaultWeights<Weights>.growing(0, 5));
}

}  // namespace
}  // namespace serinus::sdk
