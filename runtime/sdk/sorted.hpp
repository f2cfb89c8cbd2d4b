/// Sorted lists whose order among equals is part of the state: where an element goes follows from how the reference
/// searches. Source: Rust's core::slice::binary_search_by of 2023, bounded-collections 0.1
#pragma once

#include <algorithm>

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

struct SearchResult {
    size_t position;
    bool found;
};

/// Halves what is left and ends at the first equal element that it meets, which need not be the first of the equal
/// ones; if there is none, `position` is where it would stand. `key_of(element)` ascends.
template <class Elements, class Key, class F>
SearchResult binary_search(const Elements& elements, const Key& key, F&& key_of) {
    size_t left = 0;
    size_t right = elements.size();
    while (left < right) {
        const size_t middle = left + (right - left) / 2;
        const auto& here = key_of(elements[middle]);
        if (here < key) {
            left = middle + 1;
        } else if (key < here) {
            right = middle;
        } else {
            return {middle, true};
        }
    }
    return {left, false};
}

/// Moves the element at `from` so that the one now at `before` follows it immediately; the others keep their order.
template <class Elements>
void slide(Elements& elements, size_t from, size_t before) {
    if (from >= elements.size() || before > elements.size()) return;
    const auto at = [&](size_t position) { return elements.begin() + static_cast<ptrdiff_t>(position); };
    if (before < from) {
        std::rotate(at(before), at(from), at(from + 1));
    } else if (before > from + 1) {
        std::rotate(at(from), at(from + 1), at(before));
    }
}

}  // namespace serinus::sdk
