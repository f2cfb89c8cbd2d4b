#include "platform/machine.hpp"

#include <sched.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/timex.h>
#include <sys/vfs.h>

namespace serinus::platform {

std::optional<ClockState> clock_state() noexcept {
    timex state{};  // modes 0: only asks
    const int status = ::adjtimex(&state);
    if (status < 0) return std::nullopt;
    constexpr double kMicroseconds = 1e6;
    return ClockState{.is_synchronized = status != TIME_ERROR && (state.status & STA_UNSYNC) == 0,
                      .max_error_s = static_cast<double>(state.maxerror) / kMicroseconds};
}

uint64_t memory_bytes() noexcept {
    struct sysinfo info{};
    return ::sysinfo(&info) == 0 ? static_cast<uint64_t>(info.totalram) * info.mem_unit : 0;
}

uint32_t processor_count() noexcept {
    cpu_set_t set;
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<uint32_t>(CPU_COUNT(&set)) : 0;
}

std::string slow_file_system_of(const std::string& folder) {
    struct statfs status{};
    if (::statfs(folder.c_str(), &status) != 0) return {};
    // Numbers of linux/magic.h, and the sources of file systems that it leaves out
    switch (static_cast<uint64_t>(status.f_type) & 0xffffffff) {
        case 0x6969:
            return "nfs";
        case 0x517b:
        case 0xff534d42:
        case 0xfe534d42:
            return "smb";
        case 0x01021994:
            return "tmpfs";
        case 0x65735546:
            return "fuse";
        case 0x01021997:
            return "9p";
        default:
            return {};
    }
}

bool is_open_to_others(const std::string& path) noexcept {
    constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & kOthers) != 0;
}

}  // namespace serinus::platform
