// What goes wrong outside: no space, another process, damaged files. No failure is a crash; each error says what to do.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "storage/store_test_support.hpp"

namespace serinus::storage {
namespace {

using Kind = StoreError::Kind;

std::string data_file(const test::TemporaryFolder& folder) { return folder.path() + "/data.mdb"; }

std::unique_ptr<WriteBatch> batch_of(Store& store, uint8_t content, size_t keys) {
    auto batch = store.batch();
    for (size_t i = 0; i < keys; ++i) {
        ByteArray<8> key;
        store_le(key.data(), uint64_t{i} * 0x9e3779b97f4a7c15);
        batch->put(1, key, Bytes(500, content));
    }
    return batch;
}

StoreError error_of_opening(const std::string& path) {
    auto store = open_store(path, {.max_bytes = uint64_t{1} << 32});
    if (store) return {Kind::kIo, "there was no error"};
    return store.error();
}

TEST(StoreFaults, ASecondUserIsTurnedAway) {
    const test::TemporaryFolder folder;
    auto first = test::open_or_fail(folder.path());
    const StoreError error = error_of_opening(folder.path());
    EXPECT_EQ(error.kind, Kind::kLocked);
    EXPECT_NE(error.reason.find("in use"), std::string::npos) << error.reason;
    first.reset();
    EXPECT_TRUE(open_store(folder.path()).has_value());
}

TEST(StoreFaults, TheFolderIsLockedForOtherProcessesToo) {
    const test::TemporaryFolder folder;
    const auto store = test::open_or_fail(folder.path());
    const pid_t child = ::fork();
    if (child == 0) _exit(error_of_opening(folder.path()).kind == Kind::kLocked ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(StoreFaults, AFullDiskFailsTheCommitAndKeepsWhatWasThere) {
    const test::TemporaryFolder folder;
    auto store = test::open_or_fail(folder.path());
    ASSERT_TRUE(store->commit(batch_of(*store, 1, 1000), Durability::kSynced).has_value());
    // The system refuses to make files larger, as a full disk does.
    ::signal(SIGXFSZ, SIG_IGN);
    struct rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit limit{static_cast<rlim_t>(test::file_size(data_file(folder)) + 300'000), before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto failed = store->commit(batch_of(*store, 2, 20'000), Durability::kSynced);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, Kind::kFull) << failed.error().reason;

    const auto count_of = [&](uint8_t content) {
        const auto snapshot = *store->snapshot();
        const auto cursor = snapshot->cursor(1);
        size_t count = 0;
        for (auto there = cursor->seek({}); *there; there = cursor->next()) count += cursor->value()[0] == content;
        return count;
    };
    EXPECT_EQ(count_of(1), 1000u);
    EXPECT_EQ(count_of(2), 0u);
    ASSERT_TRUE(store->commit(batch_of(*store, 2, 20'000), Durability::kSynced).has_value());
    EXPECT_EQ(count_of(2), 20'000u);
    store.reset();
    store = test::open_or_fail(folder.path());
    EXPECT_EQ(count_of(2), 20'000u);
}

TEST(StoreFaults, AReservationThatIsUsedUpIsToldLikeAFullDisk) {
    const test::TemporaryFolder folder;
    const auto store = open_store(folder.path(), {.max_bytes = 64 << 20});
    ASSERT_TRUE(store.has_value());
    const auto failed = (*store)->commit(batch_of(**store, 1, 200'000), Durability::kBuffered);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, Kind::kFull);
    EXPECT_TRUE((*store)->commit(batch_of(**store, 1, 1000), Durability::kBuffered).has_value());
}

TEST(StoreFaults, AFileThatIsNoDatabaseIsCorrupt) {
    const test::TemporaryFolder folder;
    std::ofstream(data_file(folder)) << std::string(100'000, 'x');
    const StoreError error = error_of_opening(folder.path());
    EXPECT_EQ(error.kind, Kind::kCorrupt);
    EXPECT_NE(error.reason.find(folder.path()), std::string::npos);
}

TEST(StoreFaults, AFileThatWasCutOffIsCorrupt) {
    const test::TemporaryFolder folder;
    {
        const auto store = test::open_or_fail(folder.path());
        ASSERT_TRUE(store->commit(batch_of(*store, 1, 5000), Durability::kSynced).has_value());
    }
    const auto size = test::file_size(data_file(folder));
    for (const auto rest : {size - 1, size / 2, decltype(size){8192}, decltype(size){5000}, decltype(size){100}}) {
        ASSERT_EQ(::truncate(data_file(folder).c_str(), rest), 0);
        EXPECT_EQ(error_of_opening(folder.path()).kind, Kind::kCorrupt) << rest << " of " << size << " bytes";
    }
}

TEST(StoreFaults, AnotherFormatIsRefusedByName) {
    const test::TemporaryFolder folder;
    {
        const auto store = test::open_or_fail(folder.path());
    }
    std::string content;
    {
        std::ifstream file(data_file(folder), std::ios::binary);
        content.assign(std::istreambuf_iterator<char>(file), {});
    }
    for (size_t at = 0; (at = content.find("serinus store 1", at)) != content.npos;) content[at + 14] = '9';
    std::ofstream(data_file(folder), std::ios::binary) << content;
    const StoreError error = error_of_opening(folder.path());
    EXPECT_EQ(error.kind, Kind::kCorrupt);
    EXPECT_NE(error.reason.find("format"), std::string::npos) << error.reason;
}

TEST(StoreFaults, AFolderThatCannotBeMadeIsAnError) {
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() + "/file") << "x";
    EXPECT_EQ(error_of_opening(folder.path() + "/file/db").kind, Kind::kIo);
}

}  // namespace
}  // namespace serinus::storage
