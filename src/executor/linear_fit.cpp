#include "executor/linear_fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace serinus::executor {
namespace {

using Row = std::vector<double>;

/// The solution of a system of linear equations, by elimination; each row ends with its right side. nullopt: there is
/// no single one.
std::optional<Row> solve(std::vector<Row> rows) {
    const size_t size = rows.size();
    for (size_t column = 0; column < size; ++column) {
        const auto pivot =
            std::max_element(rows.begin() + static_cast<std::ptrdiff_t>(column), rows.end(),
                             [&](const Row& a, const Row& b) { return std::abs(a[column]) < std::abs(b[column]); });
        if (std::abs((*pivot)[column]) < 1e-9) return std::nullopt;
        std::iter_swap(rows.begin() + static_cast<std::ptrdiff_t>(column), pivot);
        for (size_t row = 0; row < size; ++row) {
            if (row == column) continue;
            const double factor = rows[row][column] / rows[column][column];
            for (size_t i = column; i <= size; ++i) rows[row][i] -= factor * rows[column][i];
        }
    }
    Row out(size);
    for (size_t i = 0; i < size; ++i) out[i] = rows[i][size] / rows[i][i];
    return out;
}

/// The base and the slopes of the components in `used`, by the normal equations. `scale` brings components near to 1.
std::optional<Row> least_squares(std::span<const FitPoint> points, const std::vector<size_t>& used, const Row& scale) {
    const size_t size = used.size() + 1;
    std::vector<Row> equations(size, Row(size + 1));
    for (const FitPoint& point : points) {
        Row terms = {1};
        for (const size_t i : used) terms.push_back(point.x[i] / scale[i]);
        for (size_t row = 0; row < size; ++row) {
            for (size_t column = 0; column < size; ++column) equations[row][column] += terms[row] * terms[column];
            equations[row][size] += terms[row] * point.y;
        }
    }
    return solve(std::move(equations));
}

}  // namespace

LinearFit fit_linear(std::span<const FitPoint> points, size_t components) {
    LinearFit out{.slopes = std::vector<double>(components)};
    if (points.empty()) return out;
    Row scale(components, 1);
    std::vector<size_t> used;
    for (size_t i = 0; i < components; ++i) {
        const auto [low, high] = std::ranges::minmax_element(points, {}, [&](const FitPoint& p) { return p.x[i]; });
        if (low->x[i] == high->x[i]) continue;
        scale[i] = std::max(std::abs(high->x[i]), 1.0);
        used.push_back(i);
    }
    while (true) {
        const auto found = least_squares(points, used, scale);
        if (!found) break;
        const auto falling = std::min_element(found->begin() + 1, found->end());
        if (falling != found->end() && *falling < 0) {
            used.erase(used.begin() + (falling - found->begin() - 1));
            continue;
        }
        out.base = std::max((*found)[0], 0.0);
        for (size_t i = 0; i < used.size(); ++i) out.slopes[used[i]] = (*found)[i + 1] / scale[used[i]];
        break;
    }
    double largest = 0, worst = 0;
    for (const FitPoint& point : points) {
        double y = out.base;
        for (size_t i = 0; i < components; ++i) y += out.slopes[i] * point.x[i];
        worst = std::max(worst, std::abs(y - point.y));
        largest = std::max(largest, std::abs(point.y));
    }
    out.worst_error = largest > 0 ? worst / largest : 0;
    return out;
}

}  // namespace serinus::executor
