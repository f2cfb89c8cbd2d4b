/// This process and its surroundings: the time, signals, what it has used.
#pragma once

#include <cstdint>
#include <optional>

namespace serinus::platform {

/// Since 1970, as the clock of the machine says.
uint64_t unix_time_ms() noexcept;

/// Since some time in the past; never goes back.
uint64_t monotonic_ns() noexcept;
/// What the calling thread has computed so far, without waiting.
uint64_t thread_cpu_ns() noexcept;
/// How often the calling thread waited for the disk because memory that is a file was not there (major page faults).
uint64_t thread_disk_waits() noexcept;

/// Whether the standard error output is a terminal.
bool stderr_is_terminal() noexcept;

/// Whether the standard output is a terminal.
bool stdout_is_terminal() noexcept;

/// When this process began, in seconds since 1970; its memory in RAM; its open files; 0 if the system does not say.
struct ProcessUsage {
    double start_time_s = 0;
    uint64_t resident_bytes = 0;
    uint64_t virtual_bytes = 0;
    double cpu_seconds = 0;
    uint64_t open_files = 0;
    uint64_t max_open_files = 0;
    uint64_t threads = 0;
};
ProcessUsage process_usage();

/// Lets this process open as many files and sockets as the system allows it at the most: the usual limit of 1,024 is
/// less than a validator has peers. Observed: polkadot 1.25.1 does the same. Gives the limit; 0: the system does not
/// say.
uint64_t raise_open_files_limit() noexcept;

/// Gives memory that was freed, but is kept for the next who needs some, back to the system. Takes milliseconds: for
/// the end of work that needed much.
void release_unused_memory() noexcept;

/// From now on large pieces of memory that are freed go back to the system at once, and no thread keeps more than a
/// mebibyte at the end of its part of the heap. Otherwise the allocator keeps as much as the largest piece that was
/// ever freed, for each thread. For work that passes much data through many threads.
void keep_little_unused_memory() noexcept;

/// Bytes of addresses that this process may take (`ulimit -v`); nullopt: no limit.
std::optional<uint64_t> address_space_limit() noexcept;

/// Ends the program at once if it still runs after this time, with this sentence on the standard error output: for the
/// end of a program, which must not hang.
void end_after(uint64_t timeout_ms, const char* sentence);

/// Catches SIGINT, SIGTERM and SIGHUP as long as it lives, for work that must end at a defined place; a SIGHUP that is
/// ignored (nohup) stays so. A second signal has its former effect: it ends the program at once. Meanwhile SIGPIPE is
/// ignored, so that the end of a reader of the log is no end of the program. One object at a time.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    bool stop_requested() const noexcept;
    /// Returns after a signal or wake(). One thread at a time.
    void wait() const noexcept;
    /// Readable after a signal or wake(); for those who wait for more than signals.
    int descriptor() const noexcept;
    /// Until `fd` can be read: true; or as wait(): false. Any thread.
    bool wait_for_input(int fd) const noexcept;
    /// Lets wait() return. Any thread.
    void wake() const noexcept;
};

}  // namespace serinus::platform
