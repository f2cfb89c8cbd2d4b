/// Removes edges from a solution without changing what any winner is backed by, so that it gets shorter: stake goes
/// round in each circle of voters and targets until one of its edges is empty.
/// Pallet: sp-npos-elections (reduce)
#pragma once

#include <functional>

#include "runtime/npos/assignment.hpp"

namespace serinus::sdk::npos {

/// The target that is the same account as a voter (`StakedAssignment::who`), or nothing.
using OwnTarget = std::function<std::optional<uint32_t>(uint32_t who)>;

/// Circles of two voters and two targets. Returns the number of edges removed. The voters are all different.
uint32_t reduce_fours(std::vector<StakedAssignment>& assignments);
/// Circles of any length.
uint32_t reduce_all(std::vector<StakedAssignment>& assignments, const OwnTarget& own_target);

/// First the short circles, then all.
inline uint32_t reduce(std::vector<StakedAssignment>& assignments, const OwnTarget& own_target) {
    const uint32_t removed = reduce_fours(assignments);
    return removed + reduce_all(assignments, own_target);
}

}  // namespace serinus::sdk::npos
