/// Whether calls that are usually brief may run on the thread of the sockets.
#pragma once

#include <cstdint>

namespace serinus::rpc {

/// Handing a call to another thread and its answer back costs more than reading a value that is in memory. A value that
/// is not there takes a read of the disk, in which the thread of the sockets would serve nobody. So calls run there
/// until one of them has waited for the disk, and then not for a thousand times as long: such waits take at most a
/// thousandth of the thread's time, and while values come from the disk, several threads read them. One thread.
class BriefCalls {
  public:
    /// `disk_waits`: how often this thread has waited for the disk so far (platform::thread_disk_waits).
    explicit BriefCalls(uint64_t (*disk_waits)() noexcept) noexcept : disk_waits_(disk_waits) {}

    bool may_run(uint64_t now_ns) const noexcept { return now_ns >= not_before_ns_; }
    /// A call ran there, from `begin_ns` to `end_ns`.
    void took(uint64_t begin_ns, uint64_t end_ns) noexcept {
        // To ask the system costs as much as a brief call; a longer one may also be one that lost its processor.
        if (end_ns - begin_ns < kBriefNs) return;
        const uint64_t waits = disk_waits_();
        if (waits != waits_) not_before_ns_ = end_ns + kRestsPerCall * (end_ns - begin_ns);
        waits_ = waits;
    }

  private:
    static constexpr uint64_t kBriefNs = 100'000;     ///< ours: less than a disk takes
    static constexpr uint64_t kRestsPerCall = 1'000;  ///< ours

    uint64_t (*disk_waits_)() noexcept;
    uint64_t waits_ = 0;  ///< when it was asked last
    uint64_t not_before_ns_ = 0;
};

}  // namespace serinus::rpc
