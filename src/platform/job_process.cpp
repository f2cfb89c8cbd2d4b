#include "platform/job_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "platform/process.hpp"

namespace serinus::platform {
namespace {

std::string job_process_error(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

/// In the child, between fork and exec: nothing here allocates. Returns only on a failure.
void become_program(char* const* arguments, int channel) noexcept {
    ::setpgid(0, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD}) ::signal(signal, SIG_DFL);
    const int nothing = ::open("/dev/null", O_RDWR);
    if (nothing < 0) return;
    const int kept = ::fcntl(channel, F_DUPFD, 16);  // out of the way of the numbers below
    if (kept < 0) return;
    for (const int number : {0, 1, 2}) {
        if (::dup2(nothing, number) < 0) return;
    }
    if (::dup2(kept, kJobChannelDescriptor) < 0) return;
    ::close_range(kJobChannelDescriptor + 1, ~0u, 0);
    char* const no_environment[] = {nullptr};
    ::execve(arguments[0], arguments, no_environment);
}

bool wait_until_readable(int descriptor, uint64_t timeout_ms) noexcept {
    const uint64_t end_ms = monotonic_ns() / 1'000'000 + timeout_ms;
    for (;;) {
        const uint64_t now_ms = monotonic_ns() / 1'000'000;
        const uint64_t left_ms = end_ms > now_ms ? end_ms - now_ms : 0;
        pollfd polled{.fd = descriptor, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&polled, 1, static_cast<int>(std::min<uint64_t>(left_ms, INT32_MAX)));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

}  // namespace

Result<JobProcess, std::string> JobProcess::start(const std::vector<std::string>& command, uint64_t timeout_ms) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    TRY_ASSIGN(auto ends, Channel::pair());
    const pid_t child = ::fork();
    if (child == 0) {
        become_program(arguments.data(), ends.second.descriptor());
        ::_exit(127);
    }
    if (child < 0) return Err(job_process_error("cannot start a process"));
    ends.second.close();
    JobProcess process(child, std::move(ends.first));
    if (!wait_until_readable(process.descriptor(), timeout_ms))
        return Err(std::string("a worker was not ready in time"));
    auto packet = process.channel_.receive();
    if (!packet) return Err(std::move(packet).error());
    if (!packet->has_value()) return Err(std::string("a worker ended before it was ready"));
    const auto answer = decode_answer((**packet).bytes);
    if (!answer || answer->kind != ServerAnswer::Kind::kReady)
        return Err("a worker cannot build its cage: " + (answer ? answer->sentence : "no answer"));
    return process;
}

JobProcess::JobProcess(JobProcess&& other) noexcept
    : process_id_(std::exchange(other.process_id_, -1)), channel_(std::move(other.channel_)) {}

JobProcess& JobProcess::operator=(JobProcess&& other) noexcept {
    if (this == &other) return *this;
    end();
    process_id_ = std::exchange(other.process_id_, -1);
    channel_ = std::move(other.channel_);
    return *this;
}

JobProcess::~JobProcess() { end(); }

void JobProcess::end() noexcept {
    channel_.close();
    if (process_id_ < 0) return;
    ::kill(process_id_, SIGKILL);
    while (::waitpid(process_id_, nullptr, 0) < 0 && errno == EINTR) {
    }
    process_id_ = -1;
}

Result<void, std::string> JobProcess::order(const JobOrder& order, BytesView message, std::span<const int> files) {
    return channel_.send(encode_order(order, message), files);
}

Result<std::optional<JobReport>, std::string> JobProcess::next_report(uint64_t timeout_ms) {
    if (!wait_until_readable(channel_.descriptor(), timeout_ms)) return std::optional<JobReport>();
    TRY_ASSIGN(const auto packet, channel_.receive());
    ENSURE(packet.has_value(), std::string("the worker has ended"));
    const auto answer = decode_answer(packet->bytes);
    ENSURE(answer && answer->kind == ServerAnswer::Kind::kReport, std::string("the worker says what it should not"));
    return std::optional(answer->report);
}

bool has_inherited_job_channel() noexcept {
    struct stat info{};
    return ::fstat(kJobChannelDescriptor, &info) == 0 && S_ISSOCK(info.st_mode);
}

std::optional<Channel> inherited_job_channel() {
    if (!has_inherited_job_channel()) return std::nullopt;
    ::fcntl(kJobChannelDescriptor, F_SETFD, FD_CLOEXEC);
    return Channel(Descriptor(kJobChannelDescriptor));
}

}  // namespace serinus::platform
