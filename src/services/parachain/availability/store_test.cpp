#include "services/parachain/availability/store.hpp"

#include <gtest/gtest.h>

#include "services/parachain/availability/columns.hpp"

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
        for (storage::Column column = 0; column < storage::kColumnCount; ++column) {
            const auto cursor = snapshot->cursor(column);
            for (bool is_there = cursor->seek({}).value(); is_there; is_there = cursor->next().value()) ++out;
        }
        return out;
    }
    /// A candidate of four validators, final since `now`, with the chunk of validator 1.
    void add_final(const CandidateHash& hash, Seconds now) const {
        ASSERT_TRUE(store->on_backed(hash, 4, now));
        ASSERT_TRUE(store->put_chunk(hash, {1}, chunk(1)));
        ASSERT_TRUE(store->on_included(hash, 10, Hash256()));
        ASSERT_TRUE(store->on_finalized(10, [](parachain::BlockNumber) { return std::optional(Hash256()); }, now));
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

// 200 cores are three million candidates in 25 hours.
TEST_F(StoreTest, OfFinalCandidatesNothingIsInMemory) {
    for (uint8_t i = 1; i <= 3; ++i) add_final(candidate(i), i);
    EXPECT_EQ(store->size(), 0u);
    for (int restarts = 0; restarts < 2; ++restarts, store = open()) {
        EXPECT_EQ(store->size(), 0u);
        EXPECT_TRUE(store->has_chunk(candidate(2), {1}));
        EXPECT_FALSE(store->has_chunk(candidate(2), {2}));
        EXPECT_FALSE(store->has_data(candidate(2)));
    }
    // What is said of one that is final changes what is stored, and not how long it is kept.
    ASSERT_TRUE(store->on_backed(candidate(1), 4, 1000));
    ASSERT_TRUE(store->put_chunk(candidate(1), {3}, chunk(3)));
    ASSERT_TRUE(store->put_chunk(candidate(1), {4}, chunk(4))) << "there is no such validator";
    ASSERT_TRUE(store->on_included(candidate(1), 11, Hash256()));
    ASSERT_TRUE(store->put_data(candidate(3), {}, {chunk(0), chunk(1), chunk(2), chunk(3)}, 1000));
    EXPECT_EQ(store->size(), 0u);
    EXPECT_TRUE(store->has_chunk(candidate(1), {1}));
    EXPECT_TRUE(store->has_chunk(candidate(1), {3}));
    EXPECT_EQ(store->find_chunk(candidate(1), {3}), chunk(3));
    EXPECT_EQ(store->find_chunk(candidate(1), {4}), std::nullopt);
    EXPECT_TRUE(store->has_data(candidate(3)));
    constexpr Seconds kKept = Seconds{25} * 60 * 60;
    EXPECT_FALSE(store->prune(kKept + 2).value());
    EXPECT_FALSE(store->has_chunk(candidate(2), {1}));
    EXPECT_TRUE(store->has_data(candidate(3)));
    EXPECT_EQ(count_entries(), 2u + 1 + 4) << "state, time, data and chunks of the third";
    EXPECT_FALSE(store->prune(kKept + 3).value());
    EXPECT_EQ(count_entries(), 0u);
}

TEST_F(StoreTest, FinalCandidatesGoAThousandAtATime) {
    constexpr size_t kMore = 3;
    for (size_t i = 0; i < Retention::kMaxPruned + kMore; ++i) {
        ByteArray<32> hash{};
        store_le(hash.data(), static_cast<uint32_t>(i));
        add_final({Hash256(hash)}, 100);
    }
    EXPECT_TRUE(store->prune(100 + 25 * 60 * 60).value());
    EXPECT_EQ(count_entries(), 3 * kMore);
    EXPECT_FALSE(store->prune(100 + 25 * 60 * 60).value());
    EXPECT_EQ(count_entries(), 0u);
}

// An earlier release kept all candidates in one column, and no list by time.
TEST_F(StoreTest, ReadsWhatAnEarlierReleaseHasStoredOfFinalCandidates) {
    parachain::Bits chunks(4);
    chunks.set(1, true);
    auto batch = disk->batch();
    constexpr size_t kCount = 2003;
    for (size_t i = 0; i < kCount; ++i) {
        ByteArray<32> hash{};
        store_le(hash.data(), static_cast<uint32_t>(i));
        const CandidateMeta meta{CandidateMeta::Finalized{100 + i}, false, chunks};
        batch->put(columns::kMeta, hash, scale::encode(meta));
        Bytes key = to_bytes(hash);
        key.insert(key.end(), {0, 0, 0, 1});
        batch->put(columns::kChunks, key, scale::encode(chunk(1)));
    }
    ASSERT_TRUE(disk->commit(std::move(batch), storage::Durability::kBuffered));
    const CandidateHash other{Hash256(ByteArray<32>{0, 0, 1})};
    ASSERT_TRUE(store->on_backed(other, 4, 200'000));
    store = open();
    EXPECT_EQ(store->size(), 1u);
    EXPECT_TRUE(store->has_chunk(candidate(7), {1}));
    EXPECT_FALSE(store->prune(100 + 25 * 60 * 60 - 1).value());
    EXPECT_TRUE(store->has_chunk(candidate(0), {1}));
    EXPECT_FALSE(store->prune(100 + 25 * 60 * 60).value());
    EXPECT_FALSE(store->has_chunk(candidate(0), {1})) << "the oldest";
    EXPECT_TRUE(store->has_chunk(candidate(1), {1}));
    EXPECT_TRUE(store->prune(100 + kCount + Seconds{25} * 60 * 60).value());
    EXPECT_TRUE(store->prune(100 + kCount + Seconds{25} * 60 * 60).value());
    EXPECT_FALSE(store->prune(100 + kCount + Seconds{25} * 60 * 60).value());
    EXPECT_EQ(count_entries(), 1u) << "the one that is not final";
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
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override {
        if (is_unreadable) return Err(storage::StoreError{.kind = storage::StoreError::Kind::kIo, .reason = "no disk"});
        return memory_->snapshot();
    }

    bool is_full = false;
    bool is_unreadable = false;

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

TEST(StoreOnAFullDisk, CandidatesThatBecomeFinalMeanwhileDoSoAgain) {
    DiskThatFillsUp disk;
    const auto store = AvailabilityStore::open(disk, {}).value();
    const auto finalize = [&] {
        return store->on_finalized(10, [](parachain::BlockNumber) { return std::optional(Hash256()); }, 200);
    };
    ASSERT_TRUE(store->on_backed(candidate(1), 4, 100));
    ASSERT_TRUE(store->put_chunk(candidate(1), {1}, chunk(1)));
    ASSERT_TRUE(store->on_included(candidate(1), 10, Hash256()));
    disk.is_full = true;
    EXPECT_FALSE(finalize());
    disk.is_full = false;
    ASSERT_TRUE(finalize());
    EXPECT_EQ(store->size(), 0u);
    EXPECT_TRUE(store->has_chunk(candidate(1), {1}));
    EXPECT_FALSE(store->prune(200 + 25 * 60 * 60 - 1).value());
    EXPECT_TRUE(store->has_chunk(candidate(1), {1}));
}

// Whether the candidate is final is not known: what is stored of it is not to be written over.
TEST(StoreOnADiskThatCannotBeRead, ChangesNothing) {
    DiskThatFillsUp disk;
    const auto store = AvailabilityStore::open(disk, {}).value();
    ASSERT_TRUE(store->put_data(candidate(1), {}, {chunk(0), chunk(1), chunk(2)}, 100));
    ASSERT_TRUE(store->on_included(candidate(1), 10, Hash256()));
    ASSERT_TRUE(store->on_finalized(10, [](parachain::BlockNumber) { return std::optional(Hash256()); }, 200));
    disk.is_unreadable = true;
    EXPECT_FALSE(store->on_backed(candidate(1), 3, 300));
    EXPECT_FALSE(store->put_chunk(candidate(1), {1}, chunk(1)));
    EXPECT_FALSE(store->prune(Seconds{100} * 60 * 60));
    EXPECT_FALSE(store->has_data(candidate(1)));
    disk.is_unreadable = false;
    EXPECT_TRUE(store->has_data(candidate(1)));
    EXPECT_EQ(store->size(), 0u);
}

}  // namespace
}  // namespace serinus::services::paras
