/// Least squares: how a cost depends on numbers.
#pragma once

#include <span>
#include <vector>

namespace serinus::executor {

struct FitPoint {
    std::vector<double> x;
    double y = 0;
};

/// y = base + slopes · x
struct LinearFit {
    double base = 0;
    std::vector<double> slopes;
    /// The largest distance of a point from the line, as a fraction of the largest y.
    double worst_error = 0;
};

/// The line with the least sum of squared distances whose base and slopes are not negative, as a cost does not fall. A
/// component that never changes, or with which the cost falls, gets the slope 0. All points have equally many
/// components.
LinearFit fit_linear(std::span<const FitPoint> points, size_t components);

}  // namespace serinus::executor
