// What is on the disk after a loss of power: the calls that write and sync files are replaced by ones that keep a
// second file, with what the disk has promised to keep.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>

#include <fstream>

#include "storage/store_test_support.hpp"

namespace {

/// The disk below a store's file.
struct Disk {
    std::string file;     ///< as the system shows it
    std::string durable;  ///< what survives
    int syncs = 0;

    bool is_of(int descriptor) const {
        struct stat mine{}, given{};
        return !file.empty() && ::stat(file.c_str(), &mine) == 0 && ::fstat(descriptor, &given) == 0 &&
               mine.st_dev == given.st_dev && mine.st_ino == given.st_ino;
    }
    void sync() {
        ++syncs;
        std::ofstream(durable, std::ios::binary) << std::ifstream(file, std::ios::binary).rdbuf();
    }
};
Disk* disk = nullptr;

template <class Function>
Function* original(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int sync_by(const char* name, int descriptor) {
    const int result = original<int(int)>(name)(descriptor);
    if (result == 0 && disk != nullptr && disk->is_of(descriptor)) disk->sync();
    return result;
}

}  // namespace

extern "C" {
// NOLINTBEGIN
int fdatasync(int descriptor) { return sync_by("fdatasync", descriptor); }
int fsync(int descriptor) { return sync_by("fsync", descriptor); }

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
    const ssize_t written =
        original<ssize_t(int, const void*, size_t, off64_t)>("pwrite64")(descriptor, bytes, size, offset);
    // Descriptors with O_DSYNC: this piece alone is durable.
    if (written > 0 && disk != nullptr && disk->is_of(descriptor) && (::fcntl(descriptor, F_GETFL) & O_DSYNC) != 0) {
        std::fstream out(disk->durable, std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(offset).write(static_cast<const char*>(bytes), written);
    }
    return written;
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
    return pwrite64(descriptor, bytes, size, offset);
}
// NOLINTEND
}

namespace serinus::storage {
namespace {

class LossOfPower : public testing::Test {
  protected:
    LossOfPower() : store(test::open_or_fail(folder.path())) {
        state.file = folder.path() + "/data.mdb";
        state.durable = after.path() + "/data.mdb";
        disk = &state;
        state.sync();
        state.syncs = 0;
    }
    ~LossOfPower() override { disk = nullptr; }

    void put(uint8_t key, Durability durability) {
        auto batch = store->batch();
        batch->put(1, Bytes{key}, Bytes(100, key));
        ASSERT_TRUE(store->commit(std::move(batch), durability).has_value());
    }
    /// The keys that a machine finds whose power was lost now.
    std::string survivors() {
        const auto found = test::open_or_fail(after.path());
        const auto snapshot = *found->snapshot();
        const auto cursor = snapshot->cursor(1);
        std::string keys;
        for (auto there = cursor->seek({}); *there; there = cursor->next()) keys += std::to_string(cursor->key()[0]);
        return keys;
    }

    test::TemporaryFolder folder, after;
    std::unique_ptr<Store> store;
    Disk state;
};

TEST_F(LossOfPower, ASyncedCommitSurvives) {
    put(1, Durability::kSynced);
    EXPECT_EQ(survivors(), "1");
}

TEST_F(LossOfPower, OfBufferedCommitsTheLastOneMayBeLost) {
    put(1, Durability::kBuffered);
    put(2, Durability::kBuffered);
    EXPECT_EQ(survivors(), "1") << "the model of the disk keeps more than it must";
}

TEST_F(LossOfPower, AnEmptySyncedCommitKeepsAllBeforeIt) {
    put(1, Durability::kBuffered);
    put(2, Durability::kBuffered);
    ASSERT_TRUE(store->commit(store->batch(), Durability::kSynced).has_value());
    EXPECT_EQ(survivors(), "12");
}

TEST_F(LossOfPower, AnEmptyBufferedCommitCostsNothing) {
    const int before = state.syncs;
    ASSERT_TRUE(store->commit(store->batch(), Durability::kBuffered).has_value());
    EXPECT_EQ(state.syncs, before);
}

}  // namespace
}  // namespace serinus::storage
