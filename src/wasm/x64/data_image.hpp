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
        size_t offset = 0;  ///< in the memory and in the file
        size_t bytes = 0;
    };

    /// nullopt: the operating system has no memory.
    static std::optional<DataImage> create(const Module& module);

    /// Whether instances need not copy the segments.
    bool is_complete() const noexcept { return is_complete_; }
    const std::vector<Run>& runs() const noexcept { return runs_; }
    int file() const noexcept { return file_.descriptor(); }
    /// The initial content of the pages at `offset` of the memory.
    void copy(size_t offset, std::span<uint8_t> pages) const noexcept;

  private:
    bool is_complete_ = false;
    std::vector<Run> runs_;
    MemoryFile file_;
    Mapping content_;  ///< of the file
};

}  // namespace serinus::wasm::x64
