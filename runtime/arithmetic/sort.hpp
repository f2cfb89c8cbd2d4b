/// Sorting in little code: std::sort makes eight kilobytes of Wasm of each type, this one less than one.
#pragma once

#include <algorithm>
#include <functional>
#include <ranges>
#include <vector>

namespace serinus::sdk {

namespace detail {

/// Merges halves that are sorted; what is shorter than that is sorted by insertion.
inline constexpr size_t kShortestMerge = 16;

template <class T, class Less>
void merge_sort(T* first, size_t count, std::vector<T>& buffer, const Less& less) {
    if (count < kShortestMerge) {
        for (T* end = first + (count > 0 ? 1 : 0); end < first + count; ++end) {
            T value = std::move(*end);
            T* at = end;
            for (; at > first && less(value, at[-1]); --at) *at = std::move(at[-1]);
            *at = std::move(value);
        }
        return;
    }
    T* const middle = first + count / 2;
    T* const last = first + count;
    merge_sort(first, static_cast<size_t>(middle - first), buffer, less);
    merge_sort(middle, static_cast<size_t>(last - middle), buffer, less);
    buffer.clear();
    for (T* at = first; at < middle; ++at) buffer.push_back(std::move(*at));
    T* left = buffer.data();
    T* const left_end = left + buffer.size();
    T* right = middle;
    for (T* out = first; left < left_end; ++out) {
        if (right < last && less(*right, *left)) {
            *out = std::move(*right++);
        } else {
            *out = std::move(*left++);
        }
    }
}

}  // namespace detail

/// Equal elements keep their order. The elements must lie in one piece of memory.
template <std::ranges::contiguous_range R, class Less = std::ranges::less, class Projection = std::identity>
void sort(R&& range, Less less = {}, Projection projection = {}) {
    using T = std::ranges::range_value_t<R>;
    std::vector<T> buffer;
    detail::merge_sort(std::ranges::data(range), std::ranges::size(range), buffer, [&](const T& a, const T& b) -> bool {
        return std::invoke(less, std::invoke(projection, a), std::invoke(projection, b));
    });
}

}  // namespace serinus::sdk
