/// The smallest plan that still fails in the same way.
#pragma once

#include "tests/world/world.hpp"

namespace serinus::world {

struct Shrunk {
    Plan plan;
    Report report;
    size_t runs = 0;
};

/// Ends the run with the failure, then drops faults, one half, one quarter… at a time, then nodes. `plan` fails.
/// At most `max_runs` runs.
Shrunk shrink(const Plan& plan, const Report& report, const WorldOptions& options, size_t max_runs = 60);

}  // namespace serinus::world
