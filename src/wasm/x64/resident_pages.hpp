/// Which pages of an instance's memory are restored by a copy after a call, and which are left alone, instead of being
/// given back to the operating system.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace serinus::wasm::x64 {

/// Nearly every call writes the same few pages: the stack's last, the data's, the heap's first. A page that is
/// discarded costs a page fault in the next call, several times as much as writing 4 KiB. So now and then the operating
/// system is asked which pages a call has written, and those that many of these calls wrote stay. Pages of the data
/// that none of them wrote are quiet: who watches that they are not written need not discard them, so that reading them
/// again is no fault. All others are discarded: a memory is in its first state after each call, whatever was learned,
/// and keeps little.
class ResidentPages {
  public:
    struct Run {
        uint32_t first = 0;
        uint32_t count = 0;
        friend bool operator==(const Run&, const Run&) = default;
    };
    static constexpr uint32_t kLooks = 8;        ///< the first calls, which are all looked at
    static constexpr uint32_t kInterval = 128;   ///< of the calls after them one in so many is looked at
    static constexpr uint32_t kRemembered = 16;  ///< looks that count
    static constexpr uint32_t kMostPages = 48;   ///< that are resident
    static constexpr uint32_t kLookedAt = 2048;  ///< the first pages of the memory
    static constexpr uint32_t kLeastQuiet = 4;   ///< pages of a quiet run
    static constexpr uint32_t kMostQuiet = 64;   ///< likewise: one write ends the quiet of a whole run
    static constexpr size_t kMostQuietRuns = 16;

    /// Whether the call that ended, or the one to come, is looked at. No page was resident before it.
    bool is_looking() const noexcept { return calls_left_ == 0; }
    /// After a call, before anything is discarded. `memory` has `page_count` pages of the host; `data`: those with
    /// initial content, sorted.
    void look(const uint8_t* memory, uint32_t page_count, std::span<const Run> data);
    /// After a call that is not looked at.
    void count_call() noexcept { --calls_left_; }
    /// A quiet run was written, or cannot be watched.
    void disturb(Run run);

    /// Sorted, apart from each other; empty before a call that is looked at.
    std::span<const Run> runs() const noexcept { return is_looking() ? std::span<const Run>() : runs_; }
    /// Sorted, apart from each other and from runs().
    std::span<const Run> quiet_runs() const noexcept { return quiet_runs_; }

  private:
    void choose();
    void choose_quiet(std::span<const Run> data);

    /// A page is resident if one look in so many found it written: restoring it costs about a quarter of a page fault.
    static constexpr uint32_t kOneLookIn = 4;
    /// A call of the operating system costs as much as restoring a few pages.
    static constexpr uint32_t kLargestGap = 3;

    uint32_t calls_left_ = 0;
    uint32_t looks_ = 0;             ///< at most kRemembered
    std::vector<uint16_t> history_;  ///< of each page: a bit for each look, the last one's the lowest
    static_assert(kRemembered == 8 * sizeof(uint16_t));
    std::vector<Run> runs_, quiet_runs_;
};

}  // namespace serinus::wasm::x64
