/// The error locator polynomial: zero at the points of the chunks that are missing.
#pragma once

#include <vector>

#include "erasure/field.hpp"

namespace serinus::erasure {

/// Logarithms, below kGroupOrder, for each of the points 0 to n - 1: of the polynomial's value where the point is not
/// missing, of its derivative's value where it is. `is_missing` has n entries, a power of two.
/// Time O(n log n).
std::vector<uint32_t> locator_logs(const std::vector<bool>& is_missing);

}  // namespace serinus::erasure
