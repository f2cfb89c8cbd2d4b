// Consensus waits for no other work: import, authoring and votes have threads of their own.
#include <gtest/gtest.h>

#include "platform/log.hpp"
#include "tests/world/world.hpp"

namespace serinus::world {
namespace {

using platform::LaneOptions;
using platform::WorkClass;

[[maybe_unused]] const bool kIsQuiet = log::set_filter("off");

constexpr uint64_t kMs = 1'000, kSecond = 1'000'000;  ///< microseconds
/// Import, authoring and votes of one lane may stand behind each other.
constexpr uint64_t kMaxWaitUs = 500 * kMs;

size_t index_of(WorkClass work_class) { return static_cast<size_t>(work_class); }

/// The threads that a node has on a machine of two processors.
decltype(WorkTimes::threads) threads_of_two_processors() {
    decltype(WorkTimes::threads) out = {};
    out[index_of(WorkClass::kCore)] = 2;
    out[index_of(WorkClass::kConsensus)] = 7;
    out[index_of(WorkClass::kRuntime)] = 3;
    out[index_of(WorkClass::kGuest)] = 3;
    out[index_of(WorkClass::kCpu)] = 2;
    out[index_of(WorkClass::kDisk)] = 2;
    out[index_of(WorkClass::kRpc)] = 6;
    return out;
}

/// Offchain workers and subscriptions of clients ask for more than their threads can do; the node's other work is slow.
uint64_t slow_guests(const LaneOptions& lane) {
    switch (lane.runs_on) {
        case WorkClass::kCore:
            return kMs / 10;
        case WorkClass::kConsensus:
            return 30 * kMs;
        case WorkClass::kRuntime:
            return 300 * kMs;
        case WorkClass::kGuest:
            return 4 * kSecond;
        case WorkClass::kRpc:
            return kSecond;
        case WorkClass::kCpu:
        case WorkClass::kDisk:
            return 5 * kMs;
    }
    return 0;
}

Plan plan_of(size_t nodes, uint64_t until_ms) {
    Plan plan;
    plan.nodes = nodes;
    plan.heal_ms = until_ms - kRecoveryMs;
    plan.until_ms = until_ms;
    return plan;
}

TEST(WorldWork, InAnHourOfSlowGuestsConsensusWaitsForNobody) {
    WorldOptions options;
    options.work = {.task_us = slow_guests, .threads = threads_of_two_processors()};
    const Report report = run_world(plan_of(2, 3'600'000), options);
    EXPECT_TRUE(report.violations.empty()) << report.to_string();
    EXPECT_LE(report.longest_wait_us[index_of(WorkClass::kConsensus)], kMaxWaitUs);
    // The guests had too few threads, so the threads were scarce.
    EXPECT_GE(report.longest_wait_us[index_of(WorkClass::kGuest)], 20 * kSecond);
    EXPECT_GE(report.finalized, 560u) << "a block in nearly each slot of six seconds";
}

/// The same rule fails where import, authoring and votes share a thread.
TEST(WorldWork, WithOneThreadConsensusWaits) {
    WorldOptions options;
    options.work = {
        .task_us =
            [](const LaneOptions& lane) { return lane.runs_on == WorkClass::kConsensus ? kSecond : slow_guests(lane); },
        .threads = threads_of_two_processors()};
    options.work.threads[index_of(WorkClass::kConsensus)] = 1;
    const Report report = run_world(plan_of(2, 120'000), options);
    EXPECT_GT(report.longest_wait_us[index_of(WorkClass::kConsensus)], kMaxWaitUs);
}

}  // namespace
}  // namespace serinus::world
