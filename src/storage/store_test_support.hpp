/// Stores for the tests: on disk in a folder of their own, or in memory.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.hpp"
#include "storage/store.hpp"

namespace serinus::test {

/// A folder that goes with the test.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = testing::TempDir() + "serinus-store-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "cannot make " << name;
        path_ = name;
    }
    ~TemporaryFolder() {
        clear();
        ::rmdir(path_.c_str());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    /// Removes the files in it.
    void clear() {
        const auto names = platform::list_directory(path_);
        if (!names) return;
        for (const std::string& name : *names) ::unlink((path_ + "/" + name).c_str());
    }
    const std::string& path() const noexcept { return path_; }

  private:
    std::string path_;
};

inline off_t file_size(const std::string& path) {
    struct stat file{};
    EXPECT_EQ(::stat(path.c_str(), &file), 0);
    return file.st_size;
}

inline std::unique_ptr<storage::Store> open_or_fail(const std::string& path) {
    auto store = storage::open_store(path, {.max_bytes = uint64_t{1} << 36});
    if (!store) {
        ADD_FAILURE() << store.error().reason;
        std::abort();
    }
    return std::move(*store);
}

}  // namespace serinus::test
