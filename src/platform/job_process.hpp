/// The node's side of a job server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/job_server.hpp"

namespace serinus::platform {

/// The channel of a job server is this descriptor of its program.
inline constexpr int kJobChannelDescriptor = 3;

/// A program that becomes a job server. It gets no environment, no descriptor but the channel, and what it prints goes
/// nowhere. Used by one thread at a time. Its end, or that of this process, ends all jobs.
class JobProcess {
  public:
    /// `command[0]` is a path. Waits until the server is ready, `timeout_ms` at most. The error is a sentence.
    static Result<JobProcess, std::string> start(const std::vector<std::string>& command, uint64_t timeout_ms);

    JobProcess(JobProcess&& other) noexcept;
    JobProcess& operator=(JobProcess&& other) noexcept;
    ~JobProcess();

    int process_id() const noexcept { return process_id_; }
    /// Readable when there is a report, or the server has ended.
    int descriptor() const noexcept { return channel_.descriptor(); }

    /// File 0 is what the job may write. Errors: the server has ended.
    Result<void, std::string> order(const JobOrder& order, BytesView message, std::span<const int> files);
    /// Waits for the next report, `timeout_ms` at most; nullopt: there is none. Errors: the server has ended.
    Result<std::optional<JobReport>, std::string> next_report(uint64_t timeout_ms);

  private:
    JobProcess(int process_id, Channel channel) noexcept : process_id_(process_id), channel_(std::move(channel)) {}
    void end() noexcept;

    int process_id_ = -1;
    Channel channel_;
};

/// Whether this program was started as a job server.
bool has_inherited_job_channel() noexcept;
/// Its channel, for serve_jobs(); once. nullopt: it was started in another way.
std::optional<Channel> inherited_job_channel();

}  // namespace serinus::platform
