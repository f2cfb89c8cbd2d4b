/// Shares that were rounded, made to add up again.
/// Pallet: sp-arithmetic (normalize)
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/checked.hpp"
#include "runtime/arithmetic/sort.hpp"

namespace serinus::sdk {

/// The values, changed so that their sum is `target`: the smallest are raised, or the largest lowered, in steps of the
/// difference per value and then of 1. A value that has reached the average of the target (the smallest of all values)
/// passes the turn on. Which of equal values comes first is decided by their places, so the result is exact.
/// nullopt if the sum, or the number of values, does not fit into a T. Time: O(n log n + n + what is left over).
template <class T>
std::optional<std::vector<T>> normalize(const std::vector<T>& values, T target) {
    T sum = 0;
    for (const T value : values) {
        const auto next = checked_add(sum, value);
        if (!next) return std::nullopt;
        sum = *next;
    }
    if (values.size() > max_value<T>()) return std::nullopt;
    if (values.empty() || sum == target) return values;
    const size_t size = values.size();
    const T count = static_cast<T>(size);
    const T difference = target > sum ? static_cast<T>(target - sum) : static_cast<T>(sum - target);
    const T step = static_cast<T>(difference / count);
    T left_over = static_cast<T>(difference % count);

    std::vector<size_t> order(size);
    for (size_t i = 0; i < size; ++i) order[i] = i;
    sdk::sort(order, {}, [&](size_t i) { return std::pair(values[i], i); });
    std::vector<T> out = values;

    if (target > sum) {
        const T enough = static_cast<T>(target / count);
        size_t at = 0;
        const auto raise = [&](T by) {
            T& value = out[order[at]];
            value = static_cast<T>(value + by);  // no more than the target
            if (value >= enough) at = (at + 1) % size;
        };
        for (size_t i = 0; step != 0 && i < size; ++i) raise(step);
        for (; left_over != 0; --left_over) raise(1);
        return out;
    }
    const T enough = values[order[0]];
    size_t at = size - 1;
    const auto pass_on = [&] { at = at == 0 ? size - 1 : at - 1; };
    for (size_t i = 0; step != 0 && i < size; ++i) {
        T& value = out[order[at]];
        // What a value does not have is taken from others below, one by one.
        if (value < step) left_over = static_cast<T>(left_over + (step - value));
        value = saturating_sub(value, step);
        if (value <= enough) pass_on();
    }
    while (left_over != 0) {
        T& value = out[order[at]];
        if (value == 0) {
            pass_on();
            continue;
        }
        --value;
        --left_over;
        if (value <= enough) pass_on();
    }
    return out;
}

}  // namespace serinus::sdk
