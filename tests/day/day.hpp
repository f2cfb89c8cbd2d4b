/// Many nodes for a long time: the network code of real nodes from noise upwards on streams of bytes in virtual time,
/// over chains in memory, with faults and liars from one seed. Each hour ends with ten minutes without faults, in which
/// the nodes must agree.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace serinus::day {

struct DayOptions {
    uint64_t seed = 1;
    size_t nodes = 50;           ///< without liars
    uint64_t minutes = 24 * 60;  ///< of virtual time
    /// A line for each hour, and for each fault if `shows_faults`.
    std::function<void(const std::string&)> log = {};
    bool shows_faults = false;
};

struct Report {
    std::vector<std::string> violations;  ///< the first one
    uint64_t blocks = 0, final_number = 0, events = 0, trace_hash = 0;
    uint64_t crashes = 0, partitions = 0, cuts = 0, storms = 0, lies = 0;
    /// Of the heap at the end of each hour.
    std::vector<uint64_t> heap_bytes = {};
};

Report run(const DayOptions& options);

}  // namespace serinus::day
