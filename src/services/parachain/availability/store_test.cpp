#include "services/parachain/availability/store.hpp"

#include <gtest/gtest.h>

namespace serinus::services::paras {
namespace {

using parachain::AvailableData;

CandidateHash candidate(uint8_t number) { return {Hash256(ByteArray<32>{number})}; }
ErasureChunk chunk(uint32_t index) {
    return {.chunk = Bytes(4, static_cast<uint8_t>(index)), .index = index, .proof = {}};
}

class StoreTest : public testing::Test {
  protected:
    std::unique_ptr<AvailabilityStore> open() const { return AvailabilityStore::open(*disk, {}).value(); }
    size_t count_entries() const {
        size_t out = 0;
        const auto snapshot = disk->snapshot().value();
        for (storage::Column column = 0; column < 3; ++column) {
            const auto cursor = snapshot->cursor(column);
            for (bool is_there = cursor->seek({}).value(); is_there; is_there = cursor->next().value()) ++out;
        }
        return out;
    }

    std::unique_ptr<storage::Store> disk = storage::make_memory_store();
    std::unique_ptr<AvailabilityStore> store = open();
};

TEST_F(StoreTest, KeepsChunksOfCandidatesThatWereBacked) {
    ASSERT_TRUE(store->put_chunk(candidate(1), {2}, chunk(5)));
    EXPECT_EQ(store->find_chunk(candidate(1), {2}), std::nullopt) << "nobody spoke of the candidate";
    ASSERT_TRUE(store->on_backed(candidate(1), 4, 100));
    ASSERT_TRUE(store->put_chunk(candidate(1), {2}, chunk(5)));
    EXPECT_EQ(store->find_chunk(candidate(1), {2}), chunk(5));
    EXPECT_TRUE(store->has_chunk(candidate(1), {2}));
    EXPECT_EQ(store->find_chunk(candidate(1), {3}), std::nullopt);
    EXPECT_EQ(store->find_data(candidate(1)), std::nullopt);
}

TEST_F(StoreTest, DataComesWithAllChunks) {
    const AvailableData data{.pov = {{1, 2, 3}}, .validation_data = {}};
    ASSERT_TRUE(store->put_data(candidate(1), data, {chunk(1), chunk(2), chunk(0)}, 100));
    EXPECT_EQ(store->find_data(candidate(1)), data);
    EXPECT_EQ(store->find_chunk(candidate(1), {1}), chunk(2)) << "by validator, whatever its index";
    EXPECT_TRUE(store->has_data(candidate(1)));
}

TEST_F(StoreTest, ANodeThatRestartsHasTheSame) {
    ASSERT_TRUE(store->on_backed(candidate(1), 4, 100));
    ASSERT_TRUE(store->put_chunk(candidate(1), {2}, chunk(5)));
    ASSERT_TRUE(store->on_included(candidate(1), 10, Hash256(ByteArray<32>{10})));
    store = open();
    EXPECT_TRUE(store->has_chunk(candidate(1), {2}));
    EXPECT_EQ(store->find_chunk(candidate(1), {2}), chunk(5));
    ASSERT_TRUE(store->prune(100 + 60 * 60 + 1));
    EXPECT_TRUE(store->has_chunk(candidate(1), {2})) << "a block that is not final includes it";
}

TEST_F(StoreTest, WhatIsNotNeededAnyMoreLeavesNothingBehind) {
    ASSERT_TRUE(store->put_data(candidate(1), {}, {chunk(0), chunk(1), chunk(2)}, 100));
    ASSERT_TRUE(store->on_backed(candidate(2), 3, 100));
    ASSERT_TRUE(store->put_chunk(candidate(2), {0}, chunk(0)));
    EXPECT_EQ(count_entries(), 1u + 1 + 3 + 1 + 1);
    ASSERT_TRUE(store->prune(100 + 60 * 60 + 1));
    EXPECT_EQ(count_entries(), 0u);
    EXPECT_EQ(store->size(), 0u);
}

TEST_F(StoreTest, AnIncludedCandidateIsKeptForADayAfterFinality) {
    const Hash256 block(ByteArray<32>{10});
    ASSERT_TRUE(store->put_data(candidate(1), {}, {chunk(0), chunk(1), chunk(2)}, 100));
    ASSERT_TRUE(store->on_included(candidate(1), 10, block));
    ASSERT_TRUE(store->on_finalized(10, [&](parachain::BlockNumber) { return std::optional(block); }, 200));
    ASSERT_TRUE(store->prune(200 + 25 * 60 * 60 - 1));
    EXPECT_TRUE(store->has_data(candidate(1)));
    ASSERT_TRUE(store->prune(200 + 25 * 60 * 60 + 1));
    EXPECT_FALSE(store->has_data(candidate(1)));
    EXPECT_EQ(count_entries(), 0u);
}

/// Refuses to write for a while.
class DiskThatFillsUp final : public storage::Store {
  public:
    std::unique_ptr<storage::WriteBatch> batch() override { return memory_->batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch> batch,
                                             storage::Durability durability) override {
        if (is_full) return Err(storage::StoreError{.kind = storage::StoreError::Kind::kFull, .reason = "no space"});
        return memory_->commit(std::move(batch), durability);
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override { return memory_->snapshot(); }

    bool is_full = false;

  private:
    std::unique_ptr<storage::Store> memory_ = storage::make_memory_store();
};

TEST(StoreOnAFullDisk, HasWhatIsOnTheDiskWhenThereIsRoomAgain) {
    DiskThatFillsUp disk;
    const auto store = AvailabilityStore::open(disk, {}).value();
    ASSERT_TRUE(store->on_backed(candidate(1), 4, 100));
    ASSERT_TRUE(store->put_chunk(candidate(1), {1}, chunk(1)));
    disk.is_full = true;
    EXPECT_FALSE(store->put_chunk(candidate(1), {2}, chunk(2)));
    EXPECT_FALSE(store->has_chunk(candidate(1), {1})) << "nothing is sure";
    disk.is_full = false;
    ASSERT_TRUE(store->on_included(candidate(1), 5, Hash256()));
    EXPECT_TRUE(store->has_chunk(candidate(1), {1}));
    EXPECT_FALSE(store->has_chunk(candidate(1), {2})) << "it was never written";
    const auto again = AvailabilityStore::open(disk, {}).value();
    EXPECT_FALSE(again->has_chunk(candidate(1), {2}));
    ASSERT_TRUE(store->put_chunk(candidate(1), {2}, chunk(2)));
    EXPECT_TRUE(store->has_chunk(candidate(1), {2}));
}

}  // namespace
}  // namespace serinus::services::paras
