/// Stores for the tests: on disk in a folder of their own, or in memory.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "storage/store.hpp"

namespace serinus::test {

/// A folder that goes with the test.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = std::filesystem::temp_directory_path() / "serinus-store-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "cannot make " << name;
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const noexcept { return path_; }

  private:
    std::string path_;
};

inline std::unique_ptr<storage::Store> open_or_fail(const std::string& path) {
    auto store = storage::open_store(path, {.max_bytes = uint64_t{1} << 36});
    if (!store) {
        ADD_FAILURE() << store.error().reason;
        std::abort();
    }
    return std::move(*store);
}

}  // namespace serinus::test
