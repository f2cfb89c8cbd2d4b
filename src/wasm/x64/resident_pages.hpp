/// Which pages of an instance's memory are restored by a copy after a call, instead of being given back to the
/// operating system.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace serinus::wasm::x64 {

/// Nearly every call writes the same few pages: the stack's last, the data's, the heap's first. A page that is
/// discarded costs a page fault in the next call, several times as much as writing 4 KiB. So after some calls the
/// operating system is asked which pages were written, and those that half of the calls wrote stay. All others are
/// discarded: a memory is in its first state after each call, whatever was learned, and keeps little.
class ResidentPages {
  public:
    struct Run {
        uint32_t first = 0;
        uint32_t count = 0;
    };
    static constexpr uint32_t kLooks = 8;        ///< calls that are looked at
    static constexpr uint32_t kMostPages = 48;   ///< that are kept
    static constexpr uint32_t kLookedAt = 2048;  ///< the first pages of the memory

    /// Whether the call that ended is to be looked at. No page was resident before it.
    bool is_looking() const noexcept { return looks_left_ > 0; }
    /// After a call, before anything is discarded. `memory` has `page_count` pages of the host.
    void look(const uint8_t* memory, uint32_t page_count);
    /// After a call that is not looked at. Now and then calls are looked at again.
    void count_call() noexcept {
        if (--calls_left_ > 0) return;
        runs_.clear();
        looks_left_ = kLooks;
    }

    /// Sorted, apart from each other; empty while calls are looked at.
    std::span<const Run> runs() const noexcept { return runs_; }

  private:
    void choose();

    static constexpr uint32_t kFirstInterval = 4096, kIntervalGrowth = 4, kLongestInterval = 1u << 20;
    /// A call of the operating system costs as much as restoring a few pages.
    static constexpr uint32_t kLargestGap = 3;

    uint32_t looks_left_ = kLooks;
    uint32_t calls_left_ = 0;
    uint32_t interval_ = kFirstInterval;
    std::vector<uint8_t> written_;  ///< in how many of the calls that were looked at
    std::vector<Run> runs_;
};

}  // namespace serinus::wasm::x64
