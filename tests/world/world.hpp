/// Whole nodes in one process, in virtual time, from one seed.
#pragma once

#include <iosfwd>

#include "tests/world/checker.hpp"
#include "tests/world/network.hpp"
#include "tests/world/node.hpp"
#include "tests/world/plan.hpp"

namespace serinus::world {

struct WorldOptions {
    Bug bug = Bug::kNone;
    /// The nodes are joined by their real network code on streams of bytes. Nodes that lie in messages are honest then,
    /// and as many machines beside them lie in bytes; others speak the protocols well and lie, one more.
    bool is_wired = false;
    size_t byte_liars = 0;  ///< of a wired world; run_world() counts them
    /// How long tasks are busy with threads, of which each node has so many of each class
    /// (platform::VirtualNodeOptions).
    WorkTimes work = {};
    /// Called with a line for each event. Empty: no log.
    std::function<void(const std::string&)> log = {};
};

struct Report {
    std::vector<Violation> violations;  ///< the first one
    uint64_t trace_hash = 0;
    uint64_t events = 0;
    uint64_t blocks = 0;               ///< authored
    uint64_t best = 0, finalized = 0;  ///< the highest numbers
    uint64_t votes = 0, crashes = 0, starts = 0, transactions = 0, rpc_calls = 0, notifications = 0, sets = 0;
    NetworkFigures network;
    size_t least_peers = SIZE_MAX;  ///< that an honest node of a wired world had, when all had been found
    uint64_t lies = 0;              ///< of peers of a wired world that speak the protocols well
    FaultCounts reached = {};
    /// That a task of a lane of an honest node waited for its begin, by class.
    std::array<uint64_t, platform::kWorkClasses> longest_wait_us = {};
    uint64_t end_ms = 0;

    std::string to_string() const;
};

/// "power loss 3, kill 1, …".
std::string to_string(const FaultCounts& counts);

Report run_world(const Plan& plan, const WorldOptions& options = {});

}  // namespace serinus::world
