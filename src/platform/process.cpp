#include "platform/process.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

#include "platform/files.hpp"

namespace serinus::platform {
namespace {

constexpr int kStopSignals[] = {SIGINT, SIGTERM, SIGHUP};

/// A signal is delivered to any thread.
std::atomic<int> stop_signal = 0;
std::atomic<int> stop_pipe_in = -1;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not take locks");
int stop_pipe_out = -1;  ///< a byte for each signal: poll() can wait for it
struct sigaction old_actions[std::size(kStopSignals)];
struct sigaction old_pipe_action;

}  // namespace

uint64_t unix_time_ms() noexcept {
    using namespace std::chrono;
    return static_cast<uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

uint64_t monotonic_ns() noexcept {
    using namespace std::chrono;
    return static_cast<uint64_t>(duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count());
}

uint64_t thread_cpu_ns() noexcept {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

uint64_t thread_disk_waits() noexcept {
    struct rusage usage{};
    return ::getrusage(RUSAGE_THREAD, &usage) == 0 ? static_cast<uint64_t>(usage.ru_majflt) : 0;
}

bool stderr_is_terminal() noexcept { return ::isatty(STDERR_FILENO) == 1; }
bool stdout_is_terminal() noexcept { return ::isatty(STDOUT_FILENO) == 1; }

namespace {

/// The text of a small file of /proc; empty if it cannot be read.
std::string proc_file(const char* path) { return read_file(path, size_t{1} << 20).value_or(std::string()); }

/// Fields 3 and later of /proc/self/stat, counted as in proc(5). The second, the name, may hold anything.
double stat_field(const std::string& stat, int field) {
    size_t at = stat.rfind(')');
    for (int i = 2; i < field && at != stat.npos; ++i) at = stat.find(' ', at + 1);
    return at == stat.npos ? 0 : std::strtod(stat.c_str() + at, nullptr);
}

uint64_t count_open_files() {
    DIR* folder = ::opendir("/proc/self/fd");
    if (folder == nullptr) return 0;
    uint64_t count = 0;
    while (const dirent* entry = ::readdir(folder)) count += entry->d_name[0] != '.';
    ::closedir(folder);
    return count - 1;  // without the folder itself
}

}  // namespace

void release_unused_memory() noexcept { (void)::malloc_trim(0); }

void keep_little_unused_memory() noexcept {
    constexpr int kMiB = 1 << 20;
    (void)::mallopt(M_MMAP_THRESHOLD, kMiB);
    (void)::mallopt(M_TRIM_THRESHOLD, kMiB);
}

std::optional<uint64_t> address_space_limit() noexcept {
    struct rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    return limit.rlim_cur;
}

ProcessUsage process_usage() {
    ProcessUsage out;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    const auto page = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::string stat = proc_file("/proc/self/stat");
    const std::string system = proc_file("/proc/stat");
    const size_t boot = system.find("\nbtime ");
    if (boot != system.npos) {
        out.start_time_s = std::strtod(system.c_str() + boot + 7, nullptr) + stat_field(stat, 22) / ticks;
    }
    out.cpu_seconds = (stat_field(stat, 14) + stat_field(stat, 15)) / ticks;
    out.threads = static_cast<uint64_t>(stat_field(stat, 20));
    out.virtual_bytes = static_cast<uint64_t>(stat_field(stat, 23));
    out.resident_bytes = static_cast<uint64_t>(stat_field(stat, 24)) * page;
    out.open_files = count_open_files();
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) out.max_open_files = limit.rlim_cur;
    return out;
}

uint64_t raise_open_files_limit() noexcept {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    const rlim_t before = std::exchange(limit.rlim_cur, limit.rlim_max);
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

void end_after(uint64_t timeout_ms, const char* sentence) {
    std::thread([=] {
        std::this_thread::sleep_for(std::chrono::milliseconds(timeout_ms));
        [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, sentence, std::strlen(sentence));
        ::_exit(1);
    }).detach();
}

StopSignals::StopSignals() {
    stop_signal = 0;
    struct sigaction action{};
    action.sa_handler = [](int signal) {
        stop_signal = signal;
        const int error = errno;
        [[maybe_unused]] const ssize_t written = ::write(stop_pipe_in, "", 1);
        errno = error;
    };
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) ends[0] = ends[1] = -1;
    stop_pipe_out = ends[0];
    stop_pipe_in = ends[1];
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // no SA_RESTART: a read that waits must end
    for (size_t i = 0; i < std::size(kStopSignals); ++i) {
        ::sigaction(kStopSignals[i], &action, &old_actions[i]);
        const bool was_ignored = old_actions[i].sa_handler == SIG_IGN;
        if (kStopSignals[i] == SIGHUP && was_ignored) ::sigaction(SIGHUP, &old_actions[i], nullptr);
    }
    struct sigaction ignore{};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &old_pipe_action);
}

StopSignals::~StopSignals() {
    ::sigaction(SIGPIPE, &old_pipe_action, nullptr);
    for (size_t i = 0; i < std::size(kStopSignals); ++i) ::sigaction(kStopSignals[i], &old_actions[i], nullptr);
    for (const int end : {stop_pipe_in.exchange(-1), std::exchange(stop_pipe_out, -1)}) {
        if (end >= 0) ::close(end);
    }
}

void StopSignals::wait() const noexcept {
    pollfd end{.fd = stop_pipe_out, .events = POLLIN, .revents = 0};
    while (!stop_requested() && ::poll(&end, 1, -1) != 1) {
    }
}

int StopSignals::descriptor() const noexcept { return stop_pipe_out; }

bool StopSignals::wait_for_input(int fd) const noexcept {
    pollfd ends[] = {{.fd = stop_pipe_out, .events = POLLIN, .revents = 0}, {.fd = fd, .events = POLLIN, .revents = 0}};
    while (!stop_requested()) {
        if (::poll(ends, 2, -1) < 0) continue;  // a signal
        if (ends[0].revents != 0) return false;
        if (ends[1].revents != 0) return true;
    }
    return false;
}

void StopSignals::wake() const noexcept { [[maybe_unused]] const ssize_t written = ::write(stop_pipe_in, "", 1); }

bool StopSignals::stop_requested() const noexcept { return stop_signal != 0; }

}  // namespace serinus::platform
