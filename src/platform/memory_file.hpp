/// Files that are in memory alone, for handing bytes to another process.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "platform/descriptor.hpp"

namespace serinus::platform {

/// A file without a name. Nobody can execute it as a program (Linux 6.3 or later). Errors are sentences.
class MemoryFile {
  public:
    MemoryFile() = default;
    /// Empty; its owners may write it. `name` is for /proc alone.
    static Result<MemoryFile, std::string> create(const char* name);
    /// With this content, which nobody can change any more.
    static Result<MemoryFile, std::string> sealed(const char* name, BytesView content);

    int descriptor() const noexcept { return file_.number(); }
    bool is_open() const noexcept { return file_.is_open(); }
    /// Bytes that it has; 0 if the system does not say.
    size_t size() const noexcept;
    /// All of it; an error if that is more than `max_bytes`.
    Result<Bytes, std::string> read(size_t max_bytes) const;
    /// Forbids all further changes. Errors: somebody has it mapped for writing.
    Result<void, std::string> seal();

  private:
    explicit MemoryFile(Descriptor file) noexcept : file_(std::move(file)) {}

    Descriptor file_;
};

/// Writes all of `bytes` at the start of an open file. False: it could not be written.
bool write_at_start(int descriptor, BytesView bytes) noexcept;
/// All bytes of an open file, from its start; nullopt: it cannot be read, or has more than `max_bytes`.
std::optional<Bytes> read_from_start(int descriptor, size_t max_bytes);

}  // namespace serinus::platform
