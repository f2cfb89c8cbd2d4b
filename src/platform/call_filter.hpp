/// Which calls of the operating system a process may still make.
#pragma once

#include <string>

#include "base/result.hpp"

namespace serinus::platform {

/// From the widest to the narrowest. Any other call ends the process with SIGSYS, at once.
enum class CallFilter : uint8_t {
    /// A process that waits for its one child.
    kWaiting,
    /// A job server (job_server.hpp), and a job that prepares its work: memory, files in memory, the channel, children
    /// by fork. No file is opened, no socket is made, no program is started.
    kJobServer,
    /// A job that computes: memory that is never executable, and kOutputDescriptor, which it may write. It makes no
    /// child, asks for no time and for no randomness, and gets no further descriptor.
    kComputation,
};

/// The only descriptor that a computing job may write.
inline constexpr int kOutputDescriptor = 3;

/// Applies to this process and its children, for good, beside what was applied before. Needs no_new_privs, or
/// CAP_SYS_ADMIN. Errors: a kernel without seccomp, another processor than x86-64.
Result<void, std::string> filter_calls(CallFilter filter);

}  // namespace serinus::platform
