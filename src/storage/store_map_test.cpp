// The map of the file: it grows with the file, does with few addresses, and a page that cannot be read is an error.
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>

#include "storage/lmdb_map.hpp"
#include "storage/store_test_support.hpp"

namespace serinus::storage {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;
constexpr size_t kValueBytes = 4000;

std::unique_ptr<WriteBatch> batch_of(Store& store, uint32_t first, uint32_t count) {
    auto batch = store.batch();
    for (uint32_t i = first; i < first + count; ++i) {
        ByteArray<4> key;
        store_le(key.data(), __builtin_bswap32(i));
        batch->put(1, key, Bytes(kValueBytes, static_cast<uint8_t>(i)));
    }
    return batch;
}

/// How many entries there are, all as they were written.
size_t count_entries(Store& store) {
    const auto snapshot = *store.snapshot();
    const auto cursor = snapshot->cursor(1);
    size_t count = 0;
    for (auto there = cursor->seek({}); *there; there = cursor->next()) {
        EXPECT_TRUE(equal(cursor->value(), Bytes(kValueBytes, static_cast<uint8_t>(count))));
        ++count;
    }
    return count;
}

/// Pages of files that count as memory of this process; see proc(5), statm.
uint64_t resident_file_bytes() {
    std::ifstream statm("/proc/self/statm");
    uint64_t size = 0, resident = 0, shared = 0;
    statm >> size >> resident >> shared;
    return shared * 4096;
}

TEST(StoreMap, GrowsWithTheFile) {
    const test::TemporaryFolder folder;
    auto store = *open_store(folder.path(), {.first_map_bytes = 64 * kMiB});
    constexpr uint32_t kCommits = 60;
    constexpr uint32_t kEach = 1000;  // 8 MiB with LMDB's pages
    for (uint32_t i = 0; i < kCommits; ++i) {
        ASSERT_TRUE(store->commit(batch_of(*store, i * kEach, kEach), Durability::kBuffered).has_value()) << i;
        const auto snapshot = *store->snapshot();  // short-lived ones, as there are always
    }
    EXPECT_GT(test::file_size(folder.path() + "/data.mdb"), 200 * static_cast<off_t>(kMiB));
    EXPECT_EQ(count_entries(*store), kCommits * kEach);
    store.reset();
    store = *open_store(folder.path(), {.first_map_bytes = 64 * kMiB});
    EXPECT_EQ(count_entries(*store), kCommits * kEach);
}

TEST(StoreMap, WhatIsWrittenOrReadAtOnceDoesNotStayInTheMemoryOfTheProcess) {
    const test::TemporaryFolder folder;
    const auto store = *open_store(folder.path());
    constexpr uint32_t kCommits = 64, kEach = 500;  // 128 MiB in all
    const uint64_t before = resident_file_bytes();
    for (uint32_t i = 0; i < kCommits; ++i) {
        ASSERT_TRUE(store->commit(batch_of(*store, i * kEach, kEach), Durability::kBuffered).has_value());
    }
    EXPECT_LT(resident_file_bytes(), before + 32 * kMiB);
    EXPECT_EQ(count_entries(*store), kCommits * kEach);
    EXPECT_LT(resident_file_bytes(), before + 32 * kMiB);
}

TEST(StoreMap, GrowsWithinACommitThatNeedsIt) {
    const test::TemporaryFolder folder;
    const auto store = *open_store(folder.path(), {.first_map_bytes = 64 * kMiB});
    ASSERT_TRUE(store->commit(batch_of(*store, 0, 30'000), Durability::kBuffered).has_value());
    EXPECT_EQ(count_entries(*store), 30'000u);
}

TEST(StoreMap, IsNotTakenFromASnapshot) {
    const test::TemporaryFolder folder;
    const auto store = *open_store(folder.path(), {.first_map_bytes = 64 * kMiB, .full_map_wait_ms = 5});
    ASSERT_TRUE(store->commit(batch_of(*store, 0, 1000), Durability::kBuffered).has_value());
    auto snapshot = *store->snapshot();
    const auto cursor = snapshot->cursor(1);
    ASSERT_TRUE(*cursor->seek({}));
    const auto failed = store->commit(batch_of(*store, 1000, 30'000), Durability::kBuffered);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, StoreError::Kind::kFull) << failed.error().reason;
    EXPECT_TRUE(equal(cursor->value(), Bytes(kValueBytes, 0))) << "the views are still good";
    EXPECT_EQ(count_entries(*store), 1000u);
    // The snapshot's cursors keep its map too.
    snapshot.reset();
    EXPECT_FALSE(store->commit(batch_of(*store, 1000, 30'000), Durability::kBuffered).has_value());
}

TEST(StoreMap, GrowsAsSoonAsTheLastSnapshotIsGone) {
    const test::TemporaryFolder folder;
    const auto store = *open_store(folder.path(), {.first_map_bytes = 64 * kMiB, .full_map_wait_ms = 5});
    auto snapshot = *store->snapshot();
    EXPECT_FALSE(store->commit(batch_of(*store, 0, 30'000), Durability::kBuffered).has_value());
    snapshot.reset();
    EXPECT_TRUE(store->commit(batch_of(*store, 0, 30'000), Durability::kBuffered).has_value());
    EXPECT_EQ(count_entries(*store), 30'000u);
}

TEST(StoreMap, BeginsModeratelyAndWithRoomForAFileThatIsThere) {
    constexpr uint64_t kGiB = kMiB << 10;
    EXPECT_EQ(lmdb::first_map_bytes(0, {}), 16 * kGiB);
    EXPECT_EQ(lmdb::first_map_bytes(3 * kGiB, {}), 16 * kGiB);
    EXPECT_EQ(lmdb::first_map_bytes(100 * kGiB, {}), 512 * kGiB);
    EXPECT_EQ(lmdb::first_map_bytes(0, {.max_bytes = kGiB}), kGiB);
    EXPECT_GT(lmdb::first_map_bytes(2 * kGiB, {.max_bytes = kGiB}), 2 * kGiB) << "the file is there";
}

// `ulimit -v`: in a process of its own, since the limit cannot be taken back.
TEST(StoreMap, DoesWithFewAddresses) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) || \
    __has_feature(thread_sanitizer)
    GTEST_SKIP() << "sanitizers reserve terabytes";
#endif
    const test::TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        const struct rlimit limit{1024 * kMiB, 1024 * kMiB};
        if (::setrlimit(RLIMIT_AS, &limit) != 0) ::_exit(1);
        const auto store = open_store(folder.path());
        if (!store) ::_exit(2);
        for (uint32_t i = 0; i < 10; ++i) {
            if (!(*store)->commit(batch_of(**store, i * 1000, 1000), Durability::kBuffered)) ::_exit(3);
        }
        // Where it cannot grow any more, commits fail, and nothing else does.
        for (uint32_t i = 10; i < 200; ++i) {
            const auto done = (*store)->commit(batch_of(**store, i * 1000, 1000), Durability::kBuffered);
            if (done) continue;
            ::_exit(done.error().kind == StoreError::Kind::kFull && (*store)->snapshot() ? 0 : 4);
        }
        ::_exit(5);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_GE(count_entries(**open_store(folder.path())), 10'000u);
}

TEST(StoreMap, APageThatCannotBeReadIsAnErrorAndNoCrash) {
    for (const bool by_cursor : {false, true}) {
        const test::TemporaryFolder folder;
        auto store = test::open_or_fail(folder.path());
        ASSERT_TRUE(store->commit(batch_of(*store, 0, 5000), Durability::kSynced).has_value());
        const auto snapshot = *store->snapshot();
        ASSERT_EQ(::truncate((folder.path() + "/data.mdb").c_str(), 100 * 4096), 0);
        StoreError error;
        if (by_cursor) {
            const auto cursor = snapshot->cursor(1);
            auto there = cursor->seek({});
            while (there && *there) there = cursor->next();
            ASSERT_FALSE(there);
            error = there.error();
        } else {
            for (uint32_t i = 0; i < 5000 && error.reason.empty(); ++i) {
                ByteArray<4> key;
                store_le(key.data(), __builtin_bswap32(i));
                if (const auto got = snapshot->get(1, key); !got) error = got.error();
            }
        }
        EXPECT_TRUE(error.kind == StoreError::Kind::kIo || error.kind == StoreError::Kind::kCorrupt);
        EXPECT_NE(error.reason.find(folder.path()), std::string::npos) << error.reason;
        // From then on nothing is believed.
        EXPECT_FALSE(snapshot->get(1, as_bytes("absent")));
        EXPECT_FALSE(store->commit(batch_of(*store, 0, 1), Durability::kSynced));
    }
}

}  // namespace
}  // namespace serinus::storage
