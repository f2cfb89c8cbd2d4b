#include "platform/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace serinus::platform {
namespace {

std::string error_text(const std::string& what) { return what + ": " + std::strerror(errno); }

/// In the child, between fork and exec: nothing here allocates. Returns only on a failure.
void become(char* const* arguments, int output, pid_t parent) noexcept {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) return;  // it ended before the line above
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_DFL);
    const int empty = ::open("/dev/null", O_RDONLY);
    if (empty < 0 || ::dup2(empty, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0) return;
    ::execv(arguments[0], arguments);
}

}  // namespace

std::string ExitStatus::to_string() const {
    return signal != 0 ? "signal " + std::to_string(signal) : "status " + std::to_string(code);
}

Result<ChildProcess, std::string> ChildProcess::start(const std::vector<std::string>& command,
                                                      const std::string& output) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (log < 0) return Err(error_text("cannot open " + output));
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        become(arguments.data(), log, parent);
        static constexpr char kFailure[] = "error: the program cannot be run\n";
        [[maybe_unused]] const ssize_t written = ::write(log, kFailure, sizeof kFailure - 1);
        ::_exit(127);
    }
    const int fork_error = errno;
    ::close(log);
    errno = fork_error;
    if (child < 0) return Err(error_text("cannot start a process"));
    const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    if (descriptor < 0) {
        const std::string reason = error_text("cannot watch a process");
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        return Err(reason);
    }
    return ChildProcess(child, descriptor);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_id_(std::exchange(other.process_id_, -1)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      status_(std::exchange(other.status_, std::nullopt)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    if (this == &other) return *this;
    end();
    process_id_ = std::exchange(other.process_id_, -1);
    descriptor_ = std::exchange(other.descriptor_, -1);
    status_ = std::exchange(other.status_, std::nullopt);
    return *this;
}

ChildProcess::~ChildProcess() { end(); }

void ChildProcess::end() noexcept {
    if (process_id_ < 0) return;
    if (!exit_status()) {
        kill();
        while (::waitpid(process_id_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    ::close(descriptor_);
    process_id_ = descriptor_ = -1;
}

std::optional<ExitStatus> ChildProcess::exit_status() {
    if (status_ || process_id_ < 0) return status_;
    int status = 0;
    if (::waitpid(process_id_, &status, WNOHANG) != process_id_) return std::nullopt;
    status_ = WIFSIGNALED(status) ? ExitStatus{.code = 0, .signal = WTERMSIG(status)}
                                  : ExitStatus{.code = WEXITSTATUS(status), .signal = 0};
    return status_;
}

void ChildProcess::terminate() noexcept {
    if (process_id_ >= 0 && !exit_status()) ::kill(process_id_, SIGTERM);
}

void ChildProcess::kill() noexcept {
    if (process_id_ >= 0 && !exit_status()) ::kill(process_id_, SIGKILL);
}

Result<std::string, std::string> own_program_path() {
    std::array<char, 4096> path;
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    if (size <= 0 || static_cast<size_t>(size) == path.size()) return Err(error_text("cannot read /proc/self/exe"));
    return std::string(path.data(), static_cast<size_t>(size));
}

void wait_for_input(std::span<const int> descriptors, uint64_t timeout_ms) {
    std::vector<pollfd> polled;
    for (const int descriptor : descriptors) polled.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
    const int timeout = static_cast<int>(std::min<uint64_t>(timeout_ms, INT32_MAX));
    ::poll(polled.data(), polled.size(), timeout);
}

void StandardInputLines::read() {
    pollfd input{.fd = 0, .events = POLLIN, .revents = 0};
    while (!is_at_end_ && ::poll(&input, 1, 0) == 1) {
        std::array<char, 1024> piece;
        const ssize_t size = ::read(0, piece.data(), piece.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) is_at_end_ = true;
        if (size > 0) buffer_.append(piece.data(), static_cast<size_t>(size));
        if (buffer_.size() > kMaxLineBytes && !buffer_.contains('\n')) buffer_.clear();
    }
}

std::optional<std::string> StandardInputLines::next() {
    const size_t end = buffer_.find('\n');
    if (end == buffer_.npos) return std::nullopt;
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return line;
}

}  // namespace serinus::platform
