/// A process that has its program ready and forks a process for each piece of work, in a cage.
///
///     the node ── channel ── job server (init of its namespaces) ──┬─ job
///         │                                                        └─ job
///         └── starter, which waits for the job server, and takes it along when it ends
///
/// No process is left behind: when the channel is closed the server ends; when the starter is killed the server is;
/// when the server ends, its namespace of processes does with all jobs, or they get SIGKILL as its children.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "platform/cage.hpp"
#include "platform/channel.hpp"

namespace serinus::platform {

/// What one job may take.
struct JobLimits {
    uint64_t cpu_ns = 0;        ///< of the processor
    uint64_t wall_ns = 0;       ///< of the clock; for a job that computes nothing
    uint64_t memory_bytes = 0;  ///< private pages that it may write
    uint64_t output_bytes = 0;  ///< the largest file that it may write
};

/// Lowers the limit of what this job may write, once what it made for itself is there.
void limit_output(uint64_t bytes) noexcept;

/// How a job ended.
enum class JobEnd : uint8_t {
    kExited,     ///< `code` is its status
    kSignalled,  ///< `code` is the signal
    kTimedOut,   ///< it took more time than its limit, whatever it said before
    kCancelled,
    kNotStarted,  ///< no process could be made
};

struct JobReport {
    uint64_t id = 0;
    JobEnd end = JobEnd::kNotStarted;
    int32_t code = 0;
    uint64_t cpu_ns = 0;
    uint64_t peak_bytes = 0;  ///< of memory in RAM, shared pages included
};

/// What a job does, in a process of its own: the message, and the files that came with it. File 0 has become
/// kOutputDescriptor. Returns the exit status.
using Job = int (*)(BytesView message, std::span<Descriptor> files);

/// Which parts of the cage to build. A part that fails ends the process with a sentence on the channel.
struct CagePlan {
    bool namespaces = true;
    bool landlock = true;
    bool privileges = true;
    bool calls = true;
};

/// Becomes a job server on this channel. The calling process has one thread. Returns the exit status of the process.
/// `warm_up` runs first of all, and puts in place what every job needs.
int serve_jobs(Channel channel, const CagePlan& plan, void (*warm_up)(), Job job);

/// What the node and the server say to each other.
struct JobOrder {
    enum class Kind : uint8_t { kStart, kCancel } kind = Kind::kStart;
    uint64_t id = 0;
    JobLimits limits;
};
/// An order and the job's message behind it.
Bytes encode_order(const JobOrder& order, BytesView message);

/// An answer of the server: it is ready, it cannot be (a sentence), or a job has ended.
struct ServerAnswer {
    enum class Kind : uint8_t { kReady, kFailed, kReport } kind = Kind::kReady;
    JobReport report;
    std::string sentence;
};
/// nullopt: no answer of ours.
std::optional<ServerAnswer> decode_answer(BytesView packet);

}  // namespace serinus::platform
