/// The range of addresses that a file is mapped to, and what happens when a page of it cannot be read.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace serinus::storage {

/// A page of a mapped file that the disk does not give (a failing disk, a file that was cut off) ends the process by
/// SIGBUS. Within a FileMap it does not: the page then reads as zeros, and has_failed() is true from then on.
/// Thread-safe.
///
/// The handler is installed with the first object; other SIGBUS go to the handler that was there before.
class FileMap {
  public:
    FileMap();
    ~FileMap();
    FileMap(const FileMap&) = delete;
    FileMap& operator=(const FileMap&) = delete;

    /// Nobody accesses the old range or the new one meanwhile.
    void set(const void* start, size_t bytes) noexcept;
    bool has_failed() const noexcept;
    /// Gives the memory of pages that were read back to the system, which may keep their content; reads go on. Nobody
    /// calls set() meanwhile.
    void release() const noexcept;

    struct Range;

  private:
    Range* range_;
};

/// Reads one byte of each page, so that a page which cannot be read fails now.
void touch_pages(const void* start, size_t bytes) noexcept;

}  // namespace serinus::storage
