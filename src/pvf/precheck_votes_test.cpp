#include "pvf/precheck_votes.hpp"

#include <gtest/gtest.h>

#include "storage/testing/simulated_disk.hpp"

namespace serinus::pvf {
namespace {

using storage::StoreError;
using storage::testing::CrashPoint;
using storage::testing::DiskOperation;
using storage::testing::SimulatedDisk;

constexpr storage::Column kColumn = 3;

Hash256 code(uint8_t number) {
    Hash256 out;
    out.bytes[0] = number;
    return out;
}

// Observed: polkadot-node-core-pvf-checker 36.0.0: a failed preparation is a vote against, whatever the reason; a node
// that could not try does not vote.
TEST(PrecheckVotes, FollowThePreparation) {
    EXPECT_EQ(vote_on({}), true);
    for (const PrepareFault fault : {PrepareFault::kInvalid, PrepareFault::kCompression, PrepareFault::kConstruction,
                                     PrepareFault::kOutOfMemory, PrepareFault::kTimedOut, PrepareFault::kDied}) {
        EXPECT_EQ(vote_on(Err(PrepareError{fault, ""})), false) << to_string(fault);
    }
    EXPECT_EQ(vote_on(Err(PrepareError{PrepareFault::kOurs, ""})), std::nullopt);
}

TEST(PrecheckVotes, AreGivenOnce) {
    SimulatedDisk disk;
    const auto store = disk.open();
    PrecheckVotes votes(*store, kColumn);
    EXPECT_EQ(votes.find(code(1), 7).value(), std::nullopt);
    EXPECT_EQ(votes.settle(code(1), 7, true).value(), true);
    EXPECT_EQ(votes.settle(code(1), 7, false).value(), true) << "the first one counts";
    EXPECT_EQ(votes.settle(code(1), 8, false).value(), false) << "another session";
    EXPECT_EQ(votes.settle(code(2), 7, false).value(), false) << "another code";
    EXPECT_EQ(votes.find(code(1), 7).value(), true);
}

TEST(PrecheckVotes, OfOldSessionsAreForgotten) {
    SimulatedDisk disk;
    const auto store = disk.open();
    PrecheckVotes votes(*store, kColumn);
    for (const uint32_t session : {1u, 255u, 256u, 70'000u}) ASSERT_TRUE(votes.settle(code(1), session, true));
    ASSERT_TRUE(votes.prune(256));
    EXPECT_EQ(votes.find(code(1), 255).value(), std::nullopt);
    EXPECT_EQ(votes.find(code(1), 256).value(), true);
    EXPECT_EQ(votes.find(code(1), 70'000).value(), true);
}

TEST(PrecheckVotes, ThatCannotBeKeptMayNotBeSent) {
    SimulatedDisk disk;
    const auto store = disk.open();
    PrecheckVotes votes(*store, kColumn);
    disk.fault = [](DiskOperation operation) {
        return operation == DiskOperation::kCommit ? std::optional(StoreError{StoreError::Kind::kFull, "full"})
                                                   : std::nullopt;
    };
    EXPECT_FALSE(votes.settle(code(1), 7, true).has_value());
    disk.fault = nullptr;
    EXPECT_EQ(votes.find(code(1), 7).value(), std::nullopt);
    EXPECT_EQ(votes.settle(code(1), 7, false).value(), false);
}

// Whatever dies when: what was settled is there, and no second vote contradicts it.
TEST(PrecheckVotes, SurviveTheLossOfPowerAtAnyCommit) {
    for (uint64_t commits = 0; commits < 4; ++commits) {
        for (const CrashPoint point : {CrashPoint::kBeforeCommit, CrashPoint::kAfterCommit}) {
            SimulatedDisk disk;
            std::vector<std::pair<uint8_t, bool>> sent;
            {
                const auto store = disk.open();
                PrecheckVotes votes(*store, kColumn);
                disk.crash_at(commits, point, [] {});
                for (uint8_t i = 0; i < 4; ++i) {
                    const auto settled = votes.settle(code(i), 1, i % 2 == 0);
                    if (settled) sent.emplace_back(i, *settled);
                }
            }
            disk.lose(disk.unsynced());
            const auto store = disk.open();
            PrecheckVotes votes(*store, kColumn);
            for (const auto& [number, accepted] : sent) {
                EXPECT_EQ(votes.settle(code(number), 1, !accepted).value(), accepted) << commits;
            }
        }
    }
}

}  // namespace
}  // namespace serinus::pvf
