#include "platform/cage.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "platform/call_filter.hpp"

namespace serinus::platform {
namespace {

std::string cage_error(const std::string& what) { return what + ": " + std::strerror(errno); }

Result<void, std::string> write_proc(const char* path, const std::string& text) {
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return Err(cage_error(std::string("cannot open ") + path));
    const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const std::string error = written ? std::string() : cage_error(std::string("cannot write ") + path);
    ::close(file);
    if (!written) return Err(error);
    return {};
}

/// The kernel's own numbers: headers of Debian 12 know landlock as of 2022.
struct LandlockRules {
    uint64_t files = 0;
    uint64_t network = 0;
    uint64_t scopes = 0;
};

/// All that a version of landlock can forbid.
LandlockRules rules_of_landlock(int version) {
    constexpr uint64_t kFiles[] = {(1ull << 13) - 1, (1ull << 14) - 1, (1ull << 15) - 1};
    LandlockRules rules;
    rules.files = kFiles[std::min(version, 3) - 1];
    if (version >= 4) rules.network = 3;        // binding and connecting TCP
    if (version >= 5) rules.files |= 1u << 15;  // ioctl of devices
    if (version >= 6) rules.scopes = 3;         // abstract sockets, signals
    return rules;
}

size_t bytes_of_rules(int version) {
    if (version >= 6) return sizeof(LandlockRules);
    return version >= 4 ? offsetof(LandlockRules, scopes) : offsetof(LandlockRules, network);
}

/// Runs a part in a child; the sentence of its error, empty if it works.
template <class Try>
std::string try_in_child(Try attempt) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return cage_error("pipe");
    const pid_t child = ::fork();
    if (child < 0) return cage_error("fork");
    if (child == 0) {
        const Result<void, std::string> result = attempt();
        const std::string text = result ? "" : result.error();
        [[maybe_unused]] const ssize_t written = ::write(ends[1], text.data(), text.size());
        ::_exit(result ? 0 : 1);
    }
    ::close(ends[1]);
    std::array<char, 512> text{};
    const ssize_t size = ::read(ends[0], text.data(), text.size());
    ::close(ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (size > 0) return std::string(text.data(), static_cast<size_t>(size));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return "";
    return "the process that tried it died";
}

Result<void, std::string> try_namespaces() {
    TRY(enter_namespaces());
    const std::string error = try_in_child([] { return empty_root(); });
    if (!error.empty()) return Err(error);
    return {};
}

Result<void, std::string> try_calls() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Err(cage_error("no_new_privs"));
    for (const CallFilter filter : {CallFilter::kJobServer, CallFilter::kComputation}) {
        const std::string error = try_in_child([filter]() -> Result<void, std::string> {
            const pid_t child = ::fork();
            if (child == 0) {
                if (!filter_calls(filter)) ::_exit(1);
                ::syscall(SYS_socket, 1, 1, 0);  // must end it
                ::_exit(0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) return {};
            return Err(std::string("a call that is not on the list did not end the process"));
        });
        if (!error.empty()) {
            TRY(filter_calls(filter));  // says why, if the kernel refuses the list
            return Err(error);
        }
    }
    return {};
}

const char* remedy_of(CagePart part) noexcept {
    switch (part) {
        case CagePart::kNamespaces:
            return "let unprivileged users make namespaces: `sysctl -w user.max_user_namespaces=65536`, on Debian also "
                   "`sysctl -w kernel.unprivileged_userns_clone=1`, on Ubuntu 24.04 "
                   "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`; in a systemd unit "
                   "RestrictNamespaces=no; in Docker a seccomp profile that "
                   "allows "
                   "unshare, mount and pivot_root";
        case CagePart::kLandlock:
            return "a kernel of 5.13 or later, built with CONFIG_SECURITY_LANDLOCK and started with landlock in lsm= "
                   "(cat /sys/kernel/security/lsm)";
        case CagePart::kPrivileges:
            return "start the node without a security module that forbids to give up capabilities";
        case CagePart::kCalls:
            return "x86-64, and a kernel built with CONFIG_SECCOMP_FILTER";
    }
    return "";
}

}  // namespace

const char* to_string(CagePart part) noexcept {
    switch (part) {
        case CagePart::kNamespaces:
            return "namespaces";
        case CagePart::kLandlock:
            return "landlock";
        case CagePart::kPrivileges:
            return "privileges";
        case CagePart::kCalls:
            return "list of calls";
    }
    return "unknown";
}

Result<void, std::string> enter_namespaces() {
    const auto user = std::to_string(::geteuid());
    const auto group = std::to_string(::getegid());
    constexpr int kNew =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
    if (::unshare(kNew) != 0) return Err(cage_error("unshare"));
    TRY(write_proc("/proc/self/setgroups", "deny"));
    TRY(write_proc("/proc/self/uid_map", "0 " + user + " 1"));
    TRY(write_proc("/proc/self/gid_map", "0 " + group + " 1"));
    return {};
}

Result<void, std::string> empty_root() {
    // The namespace is ours alone, so it does not matter which folder is covered; this one was just used.
    constexpr const char* kPlace = "/proc";
    // No namespaces within these ones, where the kernel asks.
    (void)write_proc("/proc/sys/user/max_user_namespaces", "0");
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return Err(cage_error("private mounts"));
    constexpr unsigned long kFlags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (::mount("none", kPlace, "tmpfs", kFlags, "size=4k,nr_inodes=2,mode=500") != 0)
        return Err(cage_error("mounting an empty folder"));
    if (::chdir(kPlace) != 0) return Err(cage_error("chdir"));
    if (::syscall(SYS_pivot_root, ".", ".") != 0) return Err(cage_error("pivot_root"));
    if (::umount2(".", MNT_DETACH) != 0) return Err(cage_error("umount of the former root"));
    if (::chdir("/") != 0) return Err(cage_error("chdir"));
    if (::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | kFlags, nullptr) != 0)
        return Err(cage_error("making the root unwritable"));
    return {};
}

Result<void, std::string> forbid_files() {
    const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return Err(cage_error("landlock"));
    const LandlockRules rules = rules_of_landlock(static_cast<int>(version));
    const long set = ::syscall(SYS_landlock_create_ruleset, &rules, bytes_of_rules(static_cast<int>(version)), 0);
    if (set < 0) return Err(cage_error("landlock_create_ruleset"));
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Err(cage_error("no_new_privs"));
    const long done = ::syscall(SYS_landlock_restrict_self, set, 0);
    const std::string error = done == 0 ? std::string() : cage_error("landlock_restrict_self");
    ::close(static_cast<int>(set));
    if (done != 0) return Err(error);
    return {};
}

Result<void, std::string> drop_privileges() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Err(cage_error("no_new_privs"));
    // Those that a program would get: beyond the last one the kernel says EINVAL. Without CAP_SETPCAP none is to be
    // had.
    for (unsigned long capability = 0; capability < 64; ++capability) {
        if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EINVAL && errno != EPERM)
            return Err(cage_error("PR_CAPBSET_DROP"));
    }
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    __user_cap_data_struct none[2] = {};
    if (::syscall(SYS_capset, &header, none) != 0) return Err(cage_error("capset"));
    // Other processes of the same user may not look into this one.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return Err(cage_error("PR_SET_DUMPABLE"));
    return {};
}

std::vector<CageCheck> check_cage() {
    const auto check = [](CagePart part, std::string reason) {
        const bool works = reason.empty();
        return CageCheck{part, works, std::move(reason), works ? "" : remedy_of(part)};
    };
    return {check(CagePart::kNamespaces, try_in_child(try_namespaces)),
            check(CagePart::kLandlock, try_in_child(forbid_files)),
            check(CagePart::kPrivileges, try_in_child(drop_privileges)),
            check(CagePart::kCalls, try_in_child(try_calls))};
}

bool is_safe_cage(const std::vector<CageCheck>& checks) noexcept {
    const auto works = [&](CagePart part) {
        return std::ranges::any_of(checks, [part](const CageCheck& one) { return one.part == part && one.works; });
    };
    return works(CagePart::kCalls) && works(CagePart::kPrivileges) &&
           (works(CagePart::kNamespaces) || works(CagePart::kLandlock));
}

}  // namespace serinus::platform
