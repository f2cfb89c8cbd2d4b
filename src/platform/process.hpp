/// This process and its surroundings: the time, signals, what it has used.
#pragma once

#include <cstdint>

namespace serinus::platform {

/// Since 1970, as the clock of the machine says.
uint64_t unix_time_ms() noexcept;

/// Since some time in the past; never goes back.
uint64_t monotonic_ns() noexcept;

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

/// Ends the program at once if it still runs so long from now, with this sentence on the standard error output: for the
/// end of a program, which must not hang.
void end_after(uint64_t timeout_ms, const char* sentence);

/// Catches SIGINT and SIGTERM as long as it lives, for work that ends at a good place. A second signal ends the program
/// as if this were not there. One at a time.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    bool stop_requested() const noexcept;
    /// Waits for a signal, at most so long; whether there was one. A thread of the program, any one.
    bool wait_for(uint64_t timeout_ms) const noexcept;
};

}  // namespace serinus::platform
