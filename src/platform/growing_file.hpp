/// A file that grows at its end, piece by piece.
#pragma once

#include "platform/files.hpp"

namespace serinus::platform {

/// What append() and overwrite() returned for is there after `kill -9`; the last of it may go with the power. A call
/// that the death of the process interrupted may leave a part. One thread at a time.
class GrowingFile {
  public:
    /// A new file, in the place of one of that name.
    static Result<GrowingFile, FileError> create(const std::string& path);
    /// Its first bytes; what follows them is removed. Errors: it has fewer.
    static Result<GrowingFile, FileError> open(const std::string& path, uint64_t size_bytes);
    GrowingFile(GrowingFile&& other) noexcept;
    GrowingFile& operator=(GrowingFile&&) = delete;
    ~GrowingFile();

    uint64_t size_bytes() const noexcept { return size_bytes_; }
    /// After an error the file is as long as before, if the disk lets it.
    Result<void, FileError> append(BytesView bytes);
    /// Bytes that are there.
    Result<void, FileError> overwrite(uint64_t offset, BytesView bytes);

  private:
    GrowingFile(int fd, std::string path, uint64_t size_bytes) noexcept
        : fd_(fd), path_(std::move(path)), size_bytes_(size_bytes) {}
    int fd_;
    std::string path_;
    uint64_t size_bytes_;
};

/// Gives a file a second name on the same file system, in the place of one that has it.
Result<void, FileError> link_file(const std::string& from, const std::string& to);
/// Gives a file another name on the same file system, in the place of one that has it.
Result<void, FileError> rename_file(const std::string& from, const std::string& to);

}  // namespace serinus::platform
