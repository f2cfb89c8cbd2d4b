#include "platform/call_filter.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

namespace serinus::platform {

#if defined(__x86_64__)

namespace {

/// What must hold of the arguments of a call.
enum class If : uint8_t {
    kAlways,
    kOutput,         ///< the first one is kOutputDescriptor
    kFork,           ///< the first one has the flags of fork() in the C library
    kNotExecutable,  ///< the third one has no PROT_EXEC
    kNotWritten,     ///< the third one has not both PROT_EXEC and PROT_WRITE
};

struct Rule {
    long number;
    If condition = If::kAlways;
};

constexpr uint32_t kForkFlags = CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD;

constexpr Rule kWaitingRules[] = {{SYS_wait4},   {SYS_waitid}, {SYS_exit_group},      {SYS_exit},  {SYS_rt_sigreturn},
                                  {SYS_seccomp}, {SYS_prctl},  {SYS_restart_syscall}, {SYS_close}, {SYS_close_range}};

constexpr Rule kJobServerRules[] = {
    // Memory and its files.
    {SYS_mmap, If::kNotWritten},
    {SYS_mprotect, If::kNotExecutable},
    {SYS_munmap},
    {SYS_mremap},
    {SYS_madvise},
    {SYS_brk},
    {SYS_mincore},
    {SYS_memfd_create},
    {SYS_ftruncate},
    {SYS_fstat},
    {SYS_newfstatat},
    {SYS_fcntl},
    {SYS_pread64},
    {SYS_pwrite64},
    {SYS_read},
    {SYS_write},
    {SYS_lseek},
    {SYS_close},
    {SYS_close_range},
    {SYS_dup2},
    {SYS_dup3},
    // The channel and children.
    {SYS_poll},
    {SYS_ppoll},
    {SYS_recvmsg},
    {SYS_sendmsg},
    {SYS_clone, If::kFork},
    {SYS_set_robust_list},
    {SYS_rseq},
    {SYS_pidfd_open},
    {SYS_pidfd_send_signal},
    {SYS_kill},
    {SYS_wait4},
    {SYS_waitid},
    {SYS_prlimit64},
    {SYS_prctl},
    {SYS_seccomp},
    {SYS_getpid},
    {SYS_getppid},
    {SYS_gettid},
    {SYS_tgkill},
    {SYS_getrusage},
    {SYS_clock_gettime},
    {SYS_clock_getres},
    {SYS_getrandom},
    {SYS_futex},
    {SYS_sched_yield},
    {SYS_rt_sigaction},
    {SYS_rt_sigprocmask},
    {SYS_rt_sigreturn},
    {SYS_sigaltstack},
    {SYS_restart_syscall},
    {SYS_exit},
    {SYS_exit_group},
};

constexpr Rule kComputationRules[] = {
    {SYS_close},
    {SYS_mmap, If::kNotExecutable},
    {SYS_mprotect, If::kNotExecutable},
    {SYS_munmap},
    {SYS_mremap},
    {SYS_madvise},
    {SYS_mincore},
    {SYS_brk},
    {SYS_pwrite64, If::kOutput},
    {SYS_futex},
    {SYS_rt_sigreturn},
    {SYS_rt_sigprocmask},
    {SYS_sched_yield},
    {SYS_exit},
    {SYS_exit_group},
};

std::span<const Rule> rules_of(CallFilter filter) {
    switch (filter) {
        case CallFilter::kWaiting:
            return kWaitingRules;
        case CallFilter::kJobServer:
            return kJobServerRules;
        case CallFilter::kComputation:
            return kComputationRules;
    }
    return kComputationRules;
}

constexpr sock_filter statement(uint16_t code, uint32_t value) { return BPF_STMT(code, value); }
constexpr sock_filter jump(uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
    return BPF_JUMP(code, value, if_true, if_false);
}
constexpr sock_filter load(size_t offset) { return statement(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset)); }
constexpr size_t argument(size_t index) { return offsetof(seccomp_data, args) + index * sizeof(uint64_t); }

constexpr sock_filter kAllow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
constexpr sock_filter kEnd = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);

/// Instructions that are reached with the call's number in the accumulator, and end with a verdict.
std::vector<sock_filter> verdict_of(If condition) {
    constexpr uint16_t kEquals = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr uint16_t kHasBit = BPF_JMP | BPF_JSET | BPF_K;
    constexpr size_t kLower = 0, kUpper = 4;
    switch (condition) {
        case If::kAlways:
            return {kAllow};
        case If::kOutput:  // a descriptor is an int: the kernel looks at the lower half alone
            return {load(argument(0) + kLower), jump(kEquals, kOutputDescriptor, 0, 1), kAllow, kEnd};
        case If::kFork:
            return {load(argument(0) + kUpper),
                    jump(kEquals, 0, 0, 3),
                    load(argument(0) + kLower),
                    jump(kEquals, kForkFlags, 0, 1),
                    kAllow,
                    kEnd};
        case If::kNotExecutable:
            return {load(argument(2) + kLower), jump(kHasBit, PROT_EXEC, 1, 0), kAllow, kEnd};
        case If::kNotWritten:
            return {load(argument(2) + kLower), jump(kHasBit, PROT_EXEC, 0, 2), jump(kHasBit, PROT_WRITE, 0, 1), kEnd,
                    kAllow};
    }
    return {kEnd};
}

std::vector<sock_filter> program_of(std::span<const Rule> rules) {
    std::vector<sock_filter> out = {load(offsetof(seccomp_data, arch)),
                                    jump(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0), kEnd,
                                    load(offsetof(seccomp_data, nr))};
    for (const Rule& rule : rules) {
        const std::vector<sock_filter> verdict = verdict_of(rule.condition);
        out.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(rule.number), 0,
                           static_cast<uint8_t>(verdict.size())));
        out.insert(out.end(), verdict.begin(), verdict.end());
    }
    out.push_back(kEnd);  // numbers of the x32 ABI too: they have another bit
    return out;
}

}  // namespace

Result<void, std::string> filter_calls(CallFilter filter) {
    std::vector<sock_filter> instructions = program_of(rules_of(filter));
    const sock_fprog program{.len = static_cast<unsigned short>(instructions.size()), .filter = instructions.data()};
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        return Err(std::string("seccomp: ") + std::strerror(errno));
    return {};
}

#else

Result<void, std::string> filter_calls(CallFilter) {
    return Err(std::string("the list of calls is known for x86-64 alone"));
}

#endif

}  // namespace serinus::platform
