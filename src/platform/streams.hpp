/// Files and standard streams that are read or written piece by piece.
#pragma once

#include <memory>
#include <optional>

#include "platform/files.hpp"

namespace serinus::platform {

class StopSignals;

class InputStream {
  public:
    /// The file, or the standard input if the path is empty or "-".
    static Result<InputStream, FileError> open(const std::string& path);
    InputStream(InputStream&& other) noexcept;
    InputStream& operator=(InputStream&&) = delete;
    ~InputStream();

    /// The next bytes, at most as many as `out` holds; 0 at the end. Waits until there are some, or until a signal asks
    /// to stop: nullopt. Any thread.
    Result<std::optional<size_t>, FileError> read(MutableBytesView out, const StopSignals& signals);
    /// Of a regular file.
    std::optional<uint64_t> size() const noexcept { return size_; }

  private:
    InputStream(int fd, std::string name) noexcept : fd_(fd), name_(std::move(name)) {}
    int fd_;
    std::string name_;
    std::optional<uint64_t> size_;
};

/// Buffered; what was written is only sure to be there once finish() says so.
class OutputStream {
  public:
    /// The file, which is replaced, or the standard output if the path is empty or "-".
    static Result<OutputStream, FileError> open(const std::string& path);
    OutputStream(OutputStream&& other) noexcept;
    OutputStream& operator=(OutputStream&&) = delete;
    ~OutputStream();

    Result<void, FileError> write(BytesView bytes);
    Result<void, FileError> finish();

  private:
    OutputStream(int fd, std::string name) noexcept : fd_(fd), name_(std::move(name)) {}
    Result<void, FileError> flush();
    int fd_;
    std::string name_;
    Bytes buffer_;
};

}  // namespace serinus::platform
