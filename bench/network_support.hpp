/// What the benches of the network share.
#pragma once

#include <sys/resource.h>

#include <ctime>

namespace serinus::bench {

inline double seconds_of_clock(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Of the calling thread.
inline double cpu_seconds() { return seconds_of_clock(CLOCK_THREAD_CPUTIME_ID); }

/// Of this process, and of its children that have ended.
inline double cpu_seconds_of_processes() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds_of_clock(CLOCK_PROCESS_CPUTIME_ID) + seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace serinus::bench
