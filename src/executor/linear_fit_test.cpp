#include "executor/linear_fit.hpp"

#include <gtest/gtest.h>

namespace serinus::executor {
namespace {

std::vector<FitPoint> points_of(auto function) {
    std::vector<FitPoint> out;
    for (double a = 0; a <= 1000; a += 250) out.push_back({{a, 32}, function(a, 32)});
    for (double b = 0; b <= 32; b += 8) out.push_back({{1000, b}, function(1000, b)});
    return out;
}

TEST(LinearFit, FindsTheLineBehindThePoints) {
    const auto fit = fit_linear(points_of([](double a, double b) { return 5000 + 3 * a + 70 * b; }), 2);
    EXPECT_NEAR(fit.base, 5000, 0.01);
    ASSERT_EQ(fit.slopes.size(), 2u);
    EXPECT_NEAR(fit.slopes[0], 3, 1e-4);
    EXPECT_NEAR(fit.slopes[1], 70, 1e-3);
    EXPECT_LT(fit.worst_error, 1e-6);
}

TEST(LinearFit, ErrorsInBothDirectionsCancel) {
    const std::vector<FitPoint> points = {{{0}, 110}, {{10}, 190}, {{20}, 310}, {{30}, 390}};
    const auto fit = fit_linear(points, 1);
    EXPECT_NEAR(fit.slopes[0], 9.6, 0.01);
    EXPECT_NEAR(fit.base, 106, 0.01);
    EXPECT_NEAR(fit.worst_error, 12.0 / 390, 0.01);
}

TEST(LinearFit, ACostDoesNotSink) {
    const auto fit = fit_linear(points_of([](double a, double b) { return 5000 - 2 * a + 70 * b; }), 2);
    EXPECT_EQ(fit.slopes[0], 0);
    EXPECT_GT(fit.slopes[1], 0);
    EXPECT_GE(fit.base, 0);
}

TEST(LinearFit, WithoutComponentsItIsTheMean) {
    const auto fit = fit_linear(std::vector<FitPoint>{{{}, 10}, {{}, 14}}, 0);
    EXPECT_NEAR(fit.base, 12, 1e-9);
    EXPECT_TRUE(fit.slopes.empty());
    EXPECT_EQ(fit_linear({}, 1).slopes, std::vector<double>{0});
}

TEST(LinearFit, AComponentThatNeverChangesHasNoSlope) {
    const auto fit = fit_linear(std::vector<FitPoint>{{{7}, 10}, {{7}, 10}}, 1);
    EXPECT_EQ(fit.slopes[0], 0);
    EXPECT_NEAR(fit.base, 10, 1e-9);
}

}  // namespace
}  // namespace serinus::executor
