#include "platform/job_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "base/assert.hpp"
#include "platform/call_filter.hpp"
#include "platform/process.hpp"

namespace serinus::platform {
namespace {

constexpr uint64_t kNsPerMs = 1'000'000;
constexpr int kFirstJobFile = kOutputDescriptor;

/// As it stands in a packet; both ends are one program on one machine.
struct OrderHead {
    uint64_t kind, id, cpu_ns, wall_ns, memory_bytes, output_bytes;
};
struct AnswerHead {
    uint64_t kind, id, end, code, cpu_ns, peak_bytes;
};

Bytes encode_answer(const ServerAnswer& answer) {
    const AnswerHead head{.kind = static_cast<uint64_t>(answer.kind),
                          .id = answer.report.id,
                          .end = static_cast<uint64_t>(answer.report.end),
                          .code = static_cast<uint32_t>(answer.report.code),
                          .cpu_ns = answer.report.cpu_ns,
                          .peak_bytes = answer.report.peak_bytes};
    Bytes out(sizeof head);
    std::memcpy(out.data(), &head, sizeof head);
    append(out, as_bytes(answer.sentence));
    return out;
}

struct Running {
    uint64_t id = 0;
    pid_t process = -1;
    Descriptor watch = {};  ///< readable when it has ended
    JobLimits limits;
    uint64_t started_ns = 0;
    bool is_cancelled = false;
    bool is_late = false;
};

void limit(int resource, uint64_t value) noexcept {
    const rlimit both{.rlim_cur = value, .rlim_max = value};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

void apply_limits(const JobLimits& limits) noexcept {
    constexpr uint64_t kNsPerS = 1'000'000'000;
    constexpr rlim_t kMostFiles = 32;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, kMostFiles);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_FSIZE, limits.output_bytes);
    limit(RLIMIT_DATA, limits.memory_bytes);
    // Whole seconds, for a server that does not come to look.
    limit(RLIMIT_CPU, limits.cpu_ns / kNsPerS + 2);
}

/// The processor time of a child so far; 0 once it has ended.
uint64_t cpu_of(pid_t process) noexcept {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

class Server {
  public:
    Server(Channel channel, Job job) : channel_(std::move(channel)), job_(job) {}

    int run() {
        for (;;) {
            std::vector<pollfd> polled = {{.fd = channel_.descriptor(), .events = POLLIN, .revents = 0}};
            for (const Running& one : running_) polled.push_back({one.watch.number(), POLLIN, 0});
            ::poll(polled.data(), polled.size(), look_at_times());
            // From behind, since entries go.
            for (size_t i = running_.size(); i-- > 0;) {
                if (polled[i + 1].revents != 0) report(i);
            }
            if (polled[0].revents != 0 && !take_order()) break;
        }
        for (const Running& one : running_) kill_job(one);
        return 0;
    }

  private:
    static void kill_job(const Running& one) noexcept {
        ::syscall(SYS_pidfd_send_signal, one.watch.number(), SIGKILL, nullptr, 0);
    }

    /// Ends jobs whose time is over; milliseconds until the next one's may be, -1: there is none.
    int look_at_times() {
        uint64_t next_ns = std::numeric_limits<uint64_t>::max();
        for (Running& one : running_) {
            if (one.is_late || one.is_cancelled) continue;
            const uint64_t cpu_ns = cpu_of(one.process);
            const uint64_t wall_ns = monotonic_ns() - one.started_ns;
            if (cpu_ns >= one.limits.cpu_ns || wall_ns >= one.limits.wall_ns) {
                one.is_late = true;
                kill_job(one);
                continue;
            }
            next_ns = std::min({next_ns, one.limits.cpu_ns - cpu_ns, one.limits.wall_ns - wall_ns});
        }
        if (next_ns == std::numeric_limits<uint64_t>::max()) return -1;
        return static_cast<int>(std::min<uint64_t>(next_ns / kNsPerMs + 1, 60'000));
    }

    void report(size_t index) {
        Running& one = running_[index];
        int status = 0;
        rusage used{};
        if (::wait4(one.process, &status, WNOHANG, &used) != one.process) return;
        const auto ns_of = [](const timeval& time) {
            return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_usec) * 1000;
        };
        JobReport out{.id = one.id,
                      .end = WIFSIGNALED(status) ? JobEnd::kSignalled : JobEnd::kExited,
                      .code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
                      .cpu_ns = ns_of(used.ru_utime) + ns_of(used.ru_stime),
                      .peak_bytes = static_cast<uint64_t>(used.ru_maxrss) << 10};
        if (one.is_cancelled) {
            out.end = JobEnd::kCancelled;
        } else if (one.is_late || out.cpu_ns >= one.limits.cpu_ns) {
            out.end = JobEnd::kTimedOut;
        }
        running_.erase(running_.begin() + static_cast<ptrdiff_t>(index));
        answer(out);
    }

    void answer(const JobReport& report) {
        (void)channel_.send(encode_answer({ServerAnswer::Kind::kReport, report, ""}));
    }

    /// False: nobody gives orders any more.
    bool take_order() {
        auto packet = channel_.receive();
        if (!packet || !packet->has_value() || (**packet).bytes.size() < sizeof(OrderHead)) return false;
        OrderHead head;
        std::memcpy(&head, (**packet).bytes.data(), sizeof head);
        if (head.kind == static_cast<uint64_t>(JobOrder::Kind::kCancel)) {
            for (Running& one : running_) {
                if (one.id != head.id || one.is_late) continue;
                one.is_cancelled = true;
                kill_job(one);
            }
            return true;
        }
        start(head, **packet);
        return true;
    }

    void start(const OrderHead& head, Packet& packet) {
        const pid_t child = ::fork();
        if (child == 0) become_job(head, packet);
        Running one{.id = head.id,
                    .process = child,
                    .limits = {head.cpu_ns, head.wall_ns, head.memory_bytes, head.output_bytes},
                    .started_ns = monotonic_ns()};
        if (child > 0) one.watch = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
        if (one.watch.is_open()) {
            running_.push_back(std::move(one));
            return;
        }
        if (child > 0) {  // it cannot be watched, so it cannot be
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        answer({.id = head.id, .end = JobEnd::kNotStarted});
    }

    [[noreturn]] void become_job(const OrderHead& head, Packet& packet) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        // What was given comes first, without gaps; all else goes.
        std::vector<Descriptor> files;
        std::vector<int> high;
        for (const Descriptor& file : packet.files) high.push_back(::fcntl(file.number(), F_DUPFD_CLOEXEC, 64));
        for (size_t i = 0; i < high.size(); ++i) {
            const int place = kFirstJobFile + static_cast<int>(i);
            if (high[i] < 0 || ::dup2(high[i], place) < 0) ::_exit(127);
            files.emplace_back(place);
        }
        ::close_range(static_cast<unsigned>(kFirstJobFile) + static_cast<unsigned>(high.size()), ~0u, 0);
        apply_limits({head.cpu_ns, head.wall_ns, head.memory_bytes, head.output_bytes});
        const BytesView message = BytesView(packet.bytes).subspan(sizeof head);
        ::_exit(job_(message, files));
    }

    Channel channel_;
    Job job_;
    std::vector<Running> running_;
};

/// Ends this process when its parent does.
void follow(pid_t parent) noexcept {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent && ::getppid() != 0) ::_exit(1);
}

int fail(const Channel& channel, const std::string& sentence) {
    (void)channel.send(encode_answer({ServerAnswer::Kind::kFailed, {}, sentence}));
    return 1;
}

int become_server(Channel channel, const CagePlan& plan, Job job) {
    if (plan.namespaces) {
        if (const auto done = empty_root(); !done) return fail(channel, done.error());
    }
    if (plan.landlock) {
        if (const auto done = forbid_files(); !done) return fail(channel, done.error());
    }
    if (plan.privileges) {
        if (const auto done = drop_privileges(); !done) return fail(channel, done.error());
    }
    // What reset the signal for the parent's end is over: it goes with a change of privileges.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (plan.calls) {
        if (const auto done = filter_calls(CallFilter::kJobServer); !done) return fail(channel, done.error());
    }
    if (!channel.send(encode_answer({ServerAnswer::Kind::kReady, {}, ""}))) return 1;
    return Server(std::move(channel), job).run();
}

}  // namespace

void limit_output(uint64_t bytes) noexcept { limit(RLIMIT_FSIZE, bytes); }

Bytes encode_order(const JobOrder& order, BytesView message) {
    const OrderHead head{.kind = static_cast<uint64_t>(order.kind),
                         .id = order.id,
                         .cpu_ns = order.limits.cpu_ns,
                         .wall_ns = order.limits.wall_ns,
                         .memory_bytes = order.limits.memory_bytes,
                         .output_bytes = order.limits.output_bytes};
    Bytes out(sizeof head);
    std::memcpy(out.data(), &head, sizeof head);
    append(out, message);
    return out;
}

std::optional<ServerAnswer> decode_answer(BytesView packet) {
    AnswerHead head;
    if (packet.size() < sizeof head) return std::nullopt;
    std::memcpy(&head, packet.data(), sizeof head);
    if (head.kind > static_cast<uint64_t>(ServerAnswer::Kind::kReport)) return std::nullopt;
    if (head.end > static_cast<uint64_t>(JobEnd::kNotStarted)) return std::nullopt;
    return ServerAnswer{.kind = static_cast<ServerAnswer::Kind>(head.kind),
                        .report = {.id = head.id,
                                   .end = static_cast<JobEnd>(head.end),
                                   .code = static_cast<int32_t>(head.code),
                                   .cpu_ns = head.cpu_ns,
                                   .peak_bytes = head.peak_bytes},
                        .sentence = std::string(as_text(packet.subspan(sizeof head)))};
}

int serve_jobs(Channel channel, const CagePlan& plan, void (*warm_up)(), Job job) {
    ::signal(SIGPIPE, SIG_IGN);
    warm_up();
    if (plan.namespaces) {
        if (const auto done = enter_namespaces(); !done) return fail(channel, done.error());
    }
    const pid_t starter = ::getpid();
    const pid_t server = ::fork();
    if (server < 0) return fail(channel, "cannot start a process");
    if (server == 0) {
        // In a new namespace of processes the parent has no number.
        follow(starter);
        ::_exit(become_server(std::move(channel), plan, job));
    }
    channel.close();
    if (plan.calls && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) (void)filter_calls(CallFilter::kWaiting);
    int status = 0;
    while (::waitpid(server, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace serinus::platform
