/// Address space and anonymous files, released when the objects are destroyed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace serinus::wasm::x64 {

/// A file that has no place on a disk, only in memory.
class MemoryFile {
  public:
    MemoryFile() = default;
    /// Of zeros, which take no memory until they are written.
    static std::optional<MemoryFile> create(const char* name, size_t bytes) noexcept;
    /// Another descriptor of an open file.
    static std::optional<MemoryFile> duplicate(int descriptor) noexcept;
    ~MemoryFile();
    MemoryFile(MemoryFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    MemoryFile& operator=(MemoryFile other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }

    int descriptor() const noexcept { return descriptor_; }
    bool is_open() const noexcept { return descriptor_ >= 0; }

    /// False: there is no memory.
    bool write(size_t offset, std::span<const uint8_t> bytes) const noexcept;
    /// Forbids all writing to the file, and new writable mappings of it, for good.
    void seal() const noexcept;

  private:
    int descriptor_ = -1;
};

enum class Access : uint8_t { kNone, kRead, kReadWrite, kReadExecute };

/// A range of address space. Nothing is writable and executable at once: there is no such Access.
class Mapping {
  public:
    Mapping() = default;
    static std::optional<Mapping> anonymous(size_t bytes, Access access) noexcept;
    /// What one mapping of a file writes all other shared ones see.
    static std::optional<Mapping> shared(int file, size_t bytes, Access access) noexcept;
    /// The file as it is; `offset` in whole pages.
    static std::optional<Mapping> of_file(int file, size_t offset, size_t bytes, Access access) noexcept;
    ~Mapping();
    Mapping(Mapping&& other) noexcept
        : start_(std::exchange(other.start_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Mapping& operator=(Mapping other) noexcept {
        std::swap(start_, other.start_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }

    uint8_t* data() const noexcept { return start_; }
    size_t size() const noexcept { return bytes_; }

    /// The following change pages of the range; all sizes and places are multiples of the page. False: the operating
    /// system would not.
    bool protect(size_t offset, size_t bytes, Access access) noexcept;
    bool replace_by_shared(size_t offset, size_t bytes, int file, size_t file_offset, Access access) noexcept;
    bool replace_by_private(size_t offset, size_t bytes, int file, size_t file_offset, Access access) noexcept;
    /// Anonymous pages become zeros again, private ones of a file what the file holds.
    void discard(size_t offset, size_t bytes) noexcept;

  private:
    Mapping(uint8_t* start, size_t bytes) noexcept : start_(start), bytes_(bytes) {}

    uint8_t* start_ = nullptr;
    size_t bytes_ = 0;
};

}  // namespace serinus::wasm::x64
