/// The initial content of a memory, made once and mapped by every instance.
#pragma once

#include <vector>

#include "wasm/module.hpp"
#include "wasm/x64/mapping.hpp"

namespace serinus::wasm::x64 {

/// Data segments laid out in a file, page by page; an instance has private pages of it. Only if all offsets are
/// constants and all segments fit the least size of the memory; otherwise every instance copies them.
class DataImage {
  public:
    /// A part of the memory that has data. Gaps between parts stay plain zero pages.
    struct Run {
        size_t offset = 0;  ///< in the memory
        size_t bytes = 0;
    };

    /// The parts of a module's memory that have data; nullopt if instances must copy the segments.
    static std::optional<std::vector<Run>> runs_of(const Module& module);
    /// Writes the data of such a module into pages that begin at `start` of the memory, and hold all of it.
    static void write(const Module& module, size_t start, std::span<uint8_t> pages) noexcept;

    /// nullopt: the operating system has no memory.
    static std::optional<DataImage> create(const Module& module);
    /// As a part of a file, from `place` on: what the memory has from the first of `runs` to the end of the last one.
    /// nullopt: the operating system has no memory.
    static std::optional<DataImage> of_file(int file, size_t place, std::vector<Run> runs);

    /// Whether instances need not copy the segments.
    bool is_complete() const noexcept { return is_complete_; }
    const std::vector<Run>& runs() const noexcept { return runs_; }
    int file() const noexcept { return file_.descriptor(); }
    /// Where the file has the content of a place in the memory.
    size_t place_of(size_t offset) const noexcept { return place_ + (offset - start_); }
    /// The initial content of the pages at `offset` of the memory.
    void copy(size_t offset, std::span<uint8_t> pages) const noexcept;

  private:
    bool is_complete_ = false;
    std::vector<Run> runs_;
    size_t start_ = 0;  ///< in the memory, of what the file has
    size_t place_ = 0;  ///< in the file
    MemoryFile file_;
    Mapping content_;  ///< of that part of the file
};

}  // namespace serinus::wasm::x64
