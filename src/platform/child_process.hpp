/// Programs that this process starts, watches and ends.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace serinus::platform {

/// How a program ended.
struct ExitStatus {
    int code = 0;    ///< of its exit; meaningless after a signal
    int signal = 0;  ///< that ended it; 0: none

    bool is_success() const noexcept { return code == 0 && signal == 0; }
    /// "status 1", "signal 9"
    std::string to_string() const;
};

/// A program in a process group of its own, so that a Ctrl-C of the terminal does not reach it. It gets SIGTERM when
/// this process ends, however that happens, and SIGKILL when this object goes while it runs.
class ChildProcess {
  public:
    /// `command[0]` is a path. The standard input is empty; output and errors are appended to the file `output`.
    /// The error is a sentence. Linux 5.3 or later (pidfd_open). The thread that calls must outlive the program.
    static Result<ChildProcess, std::string> start(const std::vector<std::string>& command, const std::string& output);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ~ChildProcess();

    int process_id() const noexcept { return process_id_; }
    /// For wait_for_input(): can be read once the program ended.
    int descriptor() const noexcept { return descriptor_; }
    /// nullopt: it runs.
    std::optional<ExitStatus> exit_status();

    void terminate() noexcept;  ///< SIGTERM
    void kill() noexcept;       ///< SIGKILL

  private:
    ChildProcess(int process_id, int descriptor) noexcept : process_id_(process_id), descriptor_(descriptor) {}
    void end() noexcept;

    int process_id_ = -1;
    int descriptor_ = -1;
    std::optional<ExitStatus> status_;
};

/// The path of the program that this process runs.
Result<std::string, std::string> own_program_path();

/// Returns when one of the descriptors can be read or is at its end, after a signal, or after the time.
void wait_for_input(std::span<const int> descriptors, uint64_t timeout_ms);

/// The lines of the standard input, as they come.
class StandardInputLines {
  public:
    static constexpr size_t kMaxLineBytes = 4096;  ///< ours; what is longer is dropped

    /// What has come, without waiting: descriptor() must be readable, or this waits.
    void read();
    /// The next whole line without its end.
    std::optional<std::string> next();
    bool at_end() const noexcept { return is_at_end_; }
    int descriptor() const noexcept { return 0; }

  private:
    std::string buffer_;
    bool is_at_end_ = false;
};

}  // namespace serinus::platform
