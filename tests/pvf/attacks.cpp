#include "tests/pvf/attacks.hpp"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/call_filter.hpp"

namespace serinus::test {
namespace {

bool opens(const char* path, int flags) { return ::open(path, flags, 0600) >= 0; }

bool connects() {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    if (file < 0) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(22);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Refused by a host that can be reached is more than an attacker should see.
    return ::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 || errno == ECONNREFUSED;
}

bool reads_parents_memory() {
    char byte = 0;
    iovec to{.iov_base = &byte, .iov_len = 1};
    iovec from{.iov_base = reinterpret_cast<void*>(0x400000), .iov_len = 1};
    return ::process_vm_readv(::getppid(), &to, 1, &from, 1, 0) == 1;
}

bool executes_memory() {
    const int file = ::memfd_create("x", 0);
    if (file < 0) return false;
    constexpr char kScript[] = "#!/bin/sh\n";
    if (::write(file, kScript, sizeof kScript - 1) < 0) return false;
    char* const arguments[] = {const_cast<char*>("x"), nullptr};
    ::fexecve(file, arguments, arguments + 1);
    return false;  // it would have become another program, whose status is not ours
}

bool executes_file() {
    char* const arguments[] = {const_cast<char*>("/bin/sh"), const_cast<char*>("-c"), const_cast<char*>("exit 42"),
                               nullptr};
    ::execve("/bin/sh", arguments, arguments + 3);
    return false;
}

bool makes_code_writable() {
    const auto page = reinterpret_cast<uintptr_t>(&makes_code_writable) & ~uintptr_t{4095};
    return ::mprotect(reinterpret_cast<void*>(page), 4096, PROT_READ | PROT_WRITE | PROT_EXEC) == 0;
}

bool maps_code() {
    return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

bool succeeds(Attack attack) {
    switch (attack) {
        case Attack::kReadFile:
            return opens("/etc/passwd", O_RDONLY) || opens("/proc/self/environ", O_RDONLY);
        case Attack::kWriteFile:
            return opens("/tmp/serinus-attack", O_WRONLY | O_CREAT) || opens("/serinus-attack", O_WRONLY | O_CREAT);
        case Attack::kListRoot:
            return ::opendir("/") != nullptr;
        case Attack::kSocket:
            return ::socket(AF_INET, SOCK_DGRAM, 0) >= 0;
        case Attack::kSocketOfUnix:
            return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
        case Attack::kConnect:
            return connects();
        case Attack::kTraceParent:
            return ::ptrace(PTRACE_ATTACH, ::getppid(), 0, 0) == 0;
        case Attack::kReadParentsMemory:
            return reads_parents_memory();
        case Attack::kKillParent:
            return ::kill(::getppid(), SIGKILL) == 0;
        case Attack::kKillAll:
            return ::kill(-1, SIGKILL) == 0;
        case Attack::kIoUring: {
            ByteArray<256> parameters{};
            return ::syscall(SYS_io_uring_setup, 1, parameters.data()) >= 0;
        }
        case Attack::kExecuteMemory:
            return executes_memory();
        case Attack::kExecuteFile:
            return executes_file();
        case Attack::kFork:
            return ::fork() >= 0;
        case Attack::kThread: {
            alignas(16) static char stack[4096];
            const auto nothing = [](void*) { return 0; };
            return ::clone(nothing, stack + sizeof stack,
                           CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, nullptr) >= 0;
        }
        case Attack::kMakeCodeWritable:
            return makes_code_writable();
        case Attack::kMapCode:
            return maps_code();
        case Attack::kUserNamespace:
            return ::unshare(CLONE_NEWUSER) == 0;
        case Attack::kMount:
            return ::mount("none", "/", "tmpfs", 0, nullptr) == 0;
        case Attack::kClock: {
            timespec time{};
            return ::syscall(SYS_clock_gettime, CLOCK_REALTIME, &time) == 0;
        }
        case Attack::kRandomness: {
            char byte = 0;
            return ::syscall(SYS_getrandom, &byte, 1, 0) == 1;
        }
        case Attack::kKeyring:
            return ::syscall(SYS_add_key, "user", "x", "y", 1, -3) >= 0;
        case Attack::kBpf:
            return ::syscall(SYS_bpf, 0, nullptr, 0) >= 0;
        case Attack::kPerformanceEvents: {
            ByteArray<128> attributes{};
            return ::syscall(SYS_perf_event_open, attributes.data(), 0, -1, -1, 0) >= 0;
        }
        case Attack::kUserFaults:
            return ::syscall(SYS_userfaultfd, 0) >= 0;
        case Attack::kWriteToError:
            return ::write(2, "x", 1) == 1;
        case Attack::kPipe: {
            int ends[2];
            return ::pipe(ends) == 0;
        }
        case Attack::kReadOwnMaps:
            return opens("/proc/self/maps", O_RDONLY);
        case Attack::kRaiseLimits: {
            const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
            return ::setrlimit(RLIMIT_CPU, &limit) == 0;
        }
        case Attack::kDropFilter:
            return ::prctl(PR_SET_SECCOMP, 0, 0, 0, 0) == 0;
    }
    return false;
}

int run_attack(BytesView message) {
    if (message.size() != 1 || message[0] >= kAttacks) return 3;
    return succeeds(static_cast<Attack>(message[0])) ? kSucceeded : kGotNowhere;
}

}  // namespace

const char* to_string(Attack attack) noexcept {
    constexpr const char* kNames[kAttacks] = {"read a file",
                                              "write a file",
                                              "list the root",
                                              "a socket",
                                              "a Unix socket",
                                              "connect",
                                              "trace the parent",
                                              "read the parent's memory",
                                              "kill the parent",
                                              "kill all",
                                              "io_uring",
                                              "execute a file in memory",
                                              "execute a file",
                                              "fork",
                                              "a thread",
                                              "make code writable",
                                              "map code",
                                              "a namespace",
                                              "mount",
                                              "the clock",
                                              "randomness",
                                              "keys",
                                              "bpf",
                                              "performance events",
                                              "faults of others",
                                              "write to error",
                                              "a pipe",
                                              "read own maps",
                                              "raise limits",
                                              "drop the filter"};
    return kNames[static_cast<size_t>(attack)];
}

int attack_from_computation(BytesView message, std::span<platform::Descriptor>) {
    if (!platform::filter_calls(platform::CallFilter::kComputation)) return 4;
    return run_attack(message);
}

int attack_without_filter(BytesView message, std::span<platform::Descriptor>) { return run_attack(message); }

}  // namespace serinus::test
