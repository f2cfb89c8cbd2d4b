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

/// Catches SIGINT and SIGTERM as long as it lives, for work that ends at a good place. A second signal ends the program
/// as if this were not there. One at a time.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    bool stop_requested() const noexcept;
};

}  // namespace serinus::platform
