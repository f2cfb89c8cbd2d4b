/// Whether calls that are usually brief may run on the thread of the sockets.
#pragma once

#include <cstdint>

namespace serinus::rpc {

/// Handing a call to another thread and its answer back costs more than reading a value that is in memory. A value that
/// is not takes a read of the disk, in which the thread of the sockets would serve nobody. So calls run there until one
/// of them takes long, and then not for a thousand times as long: waits for the disk take at most a thousandth of the
/// thread's time, and while values come from the disk, all threads read them. One thread.
class BriefCalls {
  public:
    bool may_run(uint64_t now_ns) const noexcept { return now_ns >= not_before_ns_; }
    /// A call ran there, from `begin_ns` to `end_ns`.
    void took(uint64_t begin_ns, uint64_t end_ns) noexcept {
        const uint64_t time_ns = end_ns - begin_ns;
        if (time_ns > kBriefNs) not_before_ns_ = end_ns + kRestsPerCall * time_ns;
    }

  private:
    static constexpr uint64_t kBriefNs = 200'000;     ///< ours: what handing it over costs at most
    static constexpr uint64_t kRestsPerCall = 1'000;  ///< ours

    uint64_t not_before_ns_ = 0;
};

}  // namespace serinus::rpc
