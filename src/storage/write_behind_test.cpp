// Commits that gather before the database: who is killed loses none of them, a sync takes all, errors lose nothing.
#include "storage/write_behind.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "platform/virtual_scheduler.hpp"
#include "storage/store_test_support.hpp"
#include "storage/testing/simulated_disk.hpp"
#include "tests/support/random.hpp"

namespace serinus::storage {
namespace {

using testing::SimulatedDisk;

/// A simulated disk below, a real folder for the log, and time that passes when the test says so.
class WriteBehinds : public ::testing::Test {
  protected:
    std::unique_ptr<Store> open(const WriteBehindOptions& options = {}) {
        auto below = disk_.open();
        EXPECT_TRUE(recover_log(*below, folder_.path()).has_value());
        auto store = make_write_behind(std::move(below), folder_.path(), *scheduler_, options);
        EXPECT_TRUE(store.has_value());
        return *std::move(store);
    }
    static Result<void, StoreError> put(Store& store, uint8_t key, uint8_t value,
                                        Durability durability = Durability::kBuffered) {
        auto batch = store.batch();
        batch->put(1, Bytes{key}, Bytes(200, value));
        return store.commit(std::move(batch), durability);
    }
    static std::optional<uint8_t> get(Store& store, uint8_t key) {
        const auto snapshot = *store.snapshot();
        const auto value = *snapshot->get(1, Bytes{key});
        return value ? std::optional((*value)[0]) : std::nullopt;
    }
    void let_time_pass() { time_.run_until_ms(time_.now_ms() + 1'000); }
    /// The process is killed: the disk has all that was written to it, and the log is as it is.
    void kill(std::unique_ptr<Store>& store) {
        // The destructor would move what waits: the log is put back as it was before.
        std::array<std::string, 2> logs;
        for (size_t i = 0; i < 2; ++i) logs[i] = *platform::read_file(log_file(i), 1 << 20);
        disk_.crash();
        store.reset();
        for (size_t i = 0; i < 2; ++i) {
            ASSERT_TRUE(platform::write_file_atomically(log_file(i), as_bytes(logs[i]), 0644).has_value());
        }
    }
    void cut_log(size_t i, uint64_t bytes) { ASSERT_EQ(::truncate(log_file(i).c_str(), static_cast<off_t>(bytes)), 0); }
    std::string log_file(size_t i) const { return folder_.path() + "/log-" + std::to_string(i); }
    uint64_t log_bytes() const {
        return platform::file_info(log_file(0))->bytes + platform::file_info(log_file(1))->bytes;
    }

    test::TemporaryFolder folder_;
    SimulatedDisk disk_;
    platform::VirtualTime time_{1};
    std::unique_ptr<platform::Scheduler> scheduler_ = time_.make_scheduler({});
};

TEST_F(WriteBehinds, ABufferedCommitDoesNotWaitForTheDatabase) {
    auto store = open();
    const uint64_t before = disk_.commits();
    for (uint8_t i = 0; i < 10; ++i) ASSERT_TRUE(put(*store, i, i).has_value());
    EXPECT_EQ(disk_.commits(), before);
    for (uint8_t i = 0; i < 10; ++i) EXPECT_EQ(get(*store, i), i);
}

TEST_F(WriteBehinds, BatchesThatGatheredGoTogether) {
    auto store = open();
    const uint64_t before = disk_.commits();
    for (uint8_t i = 0; i < 10; ++i) ASSERT_TRUE(put(*store, i, i).has_value());
    let_time_pass();
    EXPECT_EQ(disk_.commits(), before + 1);
    EXPECT_EQ(log_bytes(), 0u);
    for (uint8_t i = 0; i < 10; ++i) EXPECT_EQ(get(*store, i), i);
}

TEST_F(WriteBehinds, AKilledProcessLosesNothing) {
    auto store = open();
    ASSERT_TRUE(put(*store, 1, 1).has_value());
    let_time_pass();
    ASSERT_TRUE(put(*store, 1, 2).has_value());
    ASSERT_TRUE(put(*store, 2, 2).has_value());
    kill(store);
    store = open();
    EXPECT_EQ(get(*store, 1), 2);
    EXPECT_EQ(get(*store, 2), 2);
}

TEST_F(WriteBehinds, AnEndMovesAll) {
    auto store = open();
    ASSERT_TRUE(put(*store, 1, 1).has_value());
    store.reset();
    EXPECT_EQ(log_bytes(), 0u);
    EXPECT_EQ(get(*disk_.open(), 1), 1);
}

TEST_F(WriteBehinds, ASyncTakesAllBeforeItToTheDisk) {
    auto store = open();
    ASSERT_TRUE(put(*store, 1, 1).has_value());
    ASSERT_TRUE(put(*store, 2, 2, Durability::kSynced).has_value());
    kill(store);
    disk_.lose(disk_.unsynced());
    for (size_t i = 0; i < 2; ++i) cut_log(i, 0);  // nothing of it was synced
    store = open();
    EXPECT_EQ(get(*store, 1), 1);
    EXPECT_EQ(get(*store, 2), 2);
    ASSERT_TRUE(put(*store, 3, 3).has_value());
    ASSERT_TRUE(store->commit(store->batch(), Durability::kSynced).has_value());
    EXPECT_EQ(disk_.unsynced(), 0u);
    EXPECT_EQ(get(*disk_.copy()->open(), 3), 3);
}

// A loss of power takes the last moves of the database and any part of the log: what is there is a prefix of the
// commits.
TEST_F(WriteBehinds, ALossOfPowerLeavesAPrefix) {
    auto random = test::seeded_random();
    for (int round = 0; round < 100; ++round) {
        auto store = open({.max_batches = 1 + random() % 6, .max_bytes = 64'000});
        const uint8_t base = get(*store, 0).value_or(0);
        uint8_t synced = base;
        uint8_t last = base;
        for (uint64_t i = random() % 20; i > 0 && last < 200; --i) {
            ++last;
            auto batch = store->batch();
            // A large one goes to the database at once.
            const size_t size = random() % 4 == 0 ? 5'000 : 50;
            for (uint8_t key = 0; key < 5; ++key) batch->put(1, Bytes{key}, Bytes(size, last));
            batch->put(1, Bytes{100, last}, Bytes(1, last));
            const bool sync = random() % 8 == 0;
            ASSERT_TRUE(
                store->commit(std::move(batch), sync ? Durability::kSynced : Durability::kBuffered).has_value());
            if (sync) synced = last;
            if (random() % 4 == 0) let_time_pass();
        }
        kill(store);
        disk_.lose(random() % (disk_.unsynced() + 1));
        for (size_t i = 0; i < 2; ++i) {
            if (random() % 2 == 0) continue;
            cut_log(i, random() % (platform::file_info(log_file(i))->bytes + 1));
        }
        store = open();
        const uint8_t there = get(*store, 0).value_or(0);
        for (uint8_t key = 1; key < 5; ++key)
            ASSERT_EQ(get(*store, key).value_or(0), there) << "a batch is there in part";
        // Each batch left a row of its own: none before the last one is missing.
        for (uint8_t i = 1; i <= there; ++i)
            ASSERT_TRUE((*store->snapshot())->get(1, Bytes{100, i})->has_value()) << int{i};
        ASSERT_GE(there, synced);
        ASSERT_LE(there, last);
        ASSERT_TRUE(store->commit(store->batch(), Durability::kSynced).has_value());
        if (last >= 200) break;
    }
}

TEST_F(WriteBehinds, ACommitThatFindsNoRoomMovesTheOthersFirst) {
    auto store = open({.max_batches = 4});
    const uint64_t before = disk_.commits();
    for (uint8_t i = 0; i < 9; ++i) ASSERT_TRUE(put(*store, i, i).has_value());
    EXPECT_EQ(disk_.commits(), before + 2);
}

TEST_F(WriteBehinds, ALargeBatchGoesToTheDatabaseAtOnce) {
    auto store = open({.max_bytes = 1000});
    ASSERT_TRUE(put(*store, 1, 1).has_value());
    const uint64_t before = disk_.commits();
    auto batch = store->batch();
    batch->put(1, Bytes{1}, Bytes(5000, 2));
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered).has_value());
    EXPECT_EQ(disk_.commits(), before + 1);
    EXPECT_EQ(get(*store, 1), 2);
}

// The disk fills up: commits that were promised stay readable, those that find no room are refused, and all that was
// promised is in the database when there is room again.
TEST_F(WriteBehinds, AFullDiskLosesNothing) {
    auto store = open({.max_batches = 3});
    disk_.fault = [](testing::DiskOperation operation) -> std::optional<StoreError> {
        if (operation == testing::DiskOperation::kRead) return std::nullopt;
        return StoreError{StoreError::Kind::kFull, "full"};
    };
    for (uint8_t i = 0; i < 3; ++i) ASSERT_TRUE(put(*store, i, i).has_value());
    let_time_pass();
    const auto refused = put(*store, 9, 9);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, StoreError::Kind::kFull);
    EXPECT_EQ(get(*store, 9), std::nullopt);
    for (uint8_t i = 0; i < 3; ++i) EXPECT_EQ(get(*store, i), i);
    disk_.fault = {};
    ASSERT_TRUE(put(*store, 4, 4).has_value());
    let_time_pass();
    EXPECT_EQ(log_bytes(), 0u);
    kill(store);
    store = open();
    for (uint8_t i = 0; i < 3; ++i) EXPECT_EQ(get(*store, i), i);
    EXPECT_EQ(get(*store, 4), 4);
}

// The system refuses to make the log larger, as a full disk does.
TEST_F(WriteBehinds, ALogThatCannotGrowRefusesTheCommit) {
    auto store = open();
    ASSERT_TRUE(put(*store, 1, 1).has_value());
    ::signal(SIGXFSZ, SIG_IGN);
    struct rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit limit{400, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto refused = put(*store, 2, 2);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, StoreError::Kind::kFull) << refused.error().reason;
    ASSERT_TRUE(put(*store, 3, 3).has_value());
    kill(store);
    store = open();
    EXPECT_EQ(get(*store, 1), 1);
    EXPECT_EQ(get(*store, 2), std::nullopt);
    EXPECT_EQ(get(*store, 3), 3);
}

}  // namespace
}  // namespace serinus::storage
