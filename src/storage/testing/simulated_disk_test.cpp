// The simulated disk loses what a store may lose, and nothing else.
#include "storage/testing/simulated_disk.hpp"

#include <gtest/gtest.h>

namespace serinus::storage::testing {
namespace {

using Kind = StoreError::Kind;

constexpr Column kColumn = 3;

Bytes key_of(uint8_t number) { return {number}; }

/// Writes the same value under two keys in one batch.
Result<void, StoreError> write(Store& store, uint8_t number, Durability durability) {
    auto batch = store.batch();
    batch->put(kColumn, key_of(number), Bytes{number});
    batch->put(kColumn + 1, key_of(number), Bytes{number});
    return store.commit(std::move(batch), durability);
}

/// How many batches of `write` are there, counted from 1; fails if one is there by half, or one is missing between.
uint8_t batches_in(Store& store, uint8_t written) {
    const auto snapshot = *store.snapshot();
    uint8_t count = 0;
    for (uint8_t number = 1; number <= written; ++number) {
        const bool is_there = (*snapshot->get(kColumn, key_of(number))).has_value();
        EXPECT_EQ(is_there, (*snapshot->get(kColumn + 1, key_of(number))).has_value()) << "half a batch";
        EXPECT_FALSE(is_there && count + 1 != number) << "a batch is missing before " << int{number};
        if (is_there) ++count;
    }
    return count;
}

TEST(SimulatedDisk, ALossOfPowerLosesASuffixOfTheBufferedCommits) {
    for (size_t lost = 0; lost <= 3; ++lost) {
        SimulatedDisk disk;
        const auto store = disk.open();
        for (uint8_t number = 1; number <= 5; ++number) {
            ASSERT_TRUE(write(*store, number, number == 2 ? Durability::kSynced : Durability::kBuffered));
        }
        EXPECT_EQ(batches_in(*store, 5), 5);
        disk.crash();
        ASSERT_EQ(disk.unsynced(), 3u);
        disk.lose(lost);
        EXPECT_EQ(batches_in(*disk.open(), 5), 5 - lost);
    }
}

TEST(SimulatedDisk, ASyncedCommitKeepsThoseBeforeItEvenIfItIsEmpty) {
    SimulatedDisk disk;
    const auto store = disk.open();
    ASSERT_TRUE(write(*store, 1, Durability::kBuffered));
    ASSERT_TRUE(write(*store, 2, Durability::kBuffered));
    EXPECT_EQ(disk.unsynced(), 2u);
    ASSERT_TRUE(store->commit(store->batch(), Durability::kSynced));
    EXPECT_EQ(disk.unsynced(), 0u);
}

TEST(SimulatedDisk, ACrashAtACommitKeepsTheBatchWhollyOrNotAtAll) {
    for (const CrashPoint point : {CrashPoint::kBeforeCommit, CrashPoint::kAfterCommit}) {
        for (const Durability durability : {Durability::kSynced, Durability::kBuffered}) {
            SimulatedDisk disk;
            auto store = disk.open();
            int crashes = 0;
            disk.crash_at(2, point, [&] { ++crashes; });
            ASSERT_TRUE(write(*store, 1, durability));
            ASSERT_TRUE(write(*store, 2, durability));
            EXPECT_FALSE(write(*store, 3, durability));
            EXPECT_EQ(crashes, 1);
            EXPECT_FALSE(write(*store, 4, durability)) << "a machine that has stopped writes nothing";
            store.reset();
            EXPECT_EQ(batches_in(*disk.open(), 4), point == CrashPoint::kAfterCommit ? 3 : 2);
        }
    }
}

TEST(SimulatedDisk, AStoreOfALifeBeforeChangesNothing) {
    SimulatedDisk disk;
    const auto old = disk.open();
    disk.crash();
    const auto store = disk.open();
    EXPECT_FALSE(write(*old, 1, Durability::kSynced));
    ASSERT_TRUE(write(*store, 1, Durability::kSynced));
    EXPECT_EQ(batches_in(*old, 1), 0);
}

TEST(SimulatedDisk, AFaultFailsTheOperationAndLeavesNothing) {
    SimulatedDisk disk;
    const auto store = disk.open();
    disk.fault = [](DiskOperation operation) -> std::optional<StoreError> {
        if (operation == DiskOperation::kRead) return std::nullopt;
        return StoreError{Kind::kFull, "full"};
    };
    const auto refused = write(*store, 1, Durability::kSynced);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::kFull);
    EXPECT_EQ(batches_in(*store, 1), 0);
    const auto snapshot = *store->snapshot();
    disk.fault = [](DiskOperation) { return std::optional(StoreError{Kind::kIo, "broken"}); };
    EXPECT_FALSE(snapshot->get(kColumn, key_of(1)));
    EXPECT_FALSE(snapshot->cursor(kColumn)->seek({}));
    EXPECT_FALSE(store->snapshot());
    disk.fault = {};
    ASSERT_TRUE(write(*store, 1, Durability::kSynced));
    EXPECT_EQ(batches_in(*store, 1), 1);
}

TEST(SimulatedDisk, RemovedEntriesAreGoneAfterALossOfPowerIfItWasSynced) {
    for (const bool acknowledges_before_sync : {false, true}) {
        SimulatedDisk disk;
        const auto store = disk.open();
        ASSERT_TRUE(write(*store, 1, Durability::kSynced));
        disk.acknowledge_before_sync(acknowledges_before_sync);
        auto batch = store->batch();
        batch->remove(kColumn, key_of(1));
        batch->remove(kColumn + 1, key_of(1));
        ASSERT_TRUE(store->commit(std::move(batch), Durability::kSynced));
        EXPECT_EQ(batches_in(*store, 1), 0);
        disk.crash();
        EXPECT_EQ(disk.unsynced(), acknowledges_before_sync ? 1u : 0u);
        disk.lose(disk.unsynced());
        EXPECT_EQ(batches_in(*disk.open(), 1), acknowledges_before_sync ? 1 : 0);
    }
}

TEST(SimulatedDisk, ItForgetsAndDamagesWhatATestAsksFor) {
    SimulatedDisk disk;
    {
        const auto store = disk.open();
        disk.forgets = [](Column, BytesView key) { return key[0] == 2; };
        ASSERT_TRUE(write(*store, 1, Durability::kSynced));
        ASSERT_TRUE(write(*store, 2, Durability::kSynced));
        EXPECT_EQ(batches_in(*store, 2), 2);
    }
    EXPECT_TRUE(disk.damage(kColumn, key_of(1)));
    EXPECT_FALSE(disk.damage(kColumn, key_of(2)));
    const auto store = disk.open();
    EXPECT_EQ(batches_in(*store, 2), 1);
    const auto snapshot = *store->snapshot();
    EXPECT_EQ(to_bytes(**snapshot->get(kColumn, key_of(1))), Bytes{0});
}

TEST(SimulatedDisk, ATornCommitIsWrittenInPart) {
    SimulatedDisk disk;
    const auto store = disk.open();
    disk.tear_commits(true);
    disk.crash_at(0, CrashPoint::kBeforeCommit, {});
    EXPECT_FALSE(write(*store, 1, Durability::kSynced));
    const auto after = disk.open();
    const auto snapshot = *after->snapshot();
    EXPECT_TRUE(*snapshot->get(kColumn, key_of(1)));
    EXPECT_FALSE(*snapshot->get(kColumn + 1, key_of(1)));
}

TEST(SimulatedDisk, ACrashCanBeCancelled) {
    SimulatedDisk disk;
    const auto store = disk.open();
    disk.crash_at(0, CrashPoint::kBeforeCommit, [] { FAIL(); });
    disk.cancel_crash();
    EXPECT_TRUE(write(*store, 1, Durability::kSynced));
}

TEST(SimulatedDisk, ACopyIsAnotherDisk) {
    SimulatedDisk disk;
    ASSERT_TRUE(write(*disk.open(), 1, Durability::kBuffered));
    const auto copy = disk.copy();
    const auto store = copy->open();
    ASSERT_TRUE(write(*store, 2, Durability::kSynced));
    EXPECT_EQ(batches_in(*copy->open(), 2), 2);
    EXPECT_EQ(batches_in(*disk.open(), 2), 1);
}

}  // namespace
}  // namespace serinus::storage::testing
