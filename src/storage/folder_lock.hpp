/// Keeps a folder for one process, or one part of a process. For this folder only.
#pragma once

#include <memory>
#include <string>

#include "storage/store.hpp"

namespace serinus::storage {

/// Held as long as this lives; the system lets go of it when the process ends, however it ends.
class FolderLock {
  public:
    /// Errors: kLocked, kIo (a network file system too: memory maps and locks are not to be trusted there).
    static Result<std::unique_ptr<FolderLock>, StoreError> take(const std::string& folder);

    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    explicit FolderLock(int descriptor) noexcept : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace serinus::storage
