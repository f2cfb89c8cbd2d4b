/// Answers that are made on other threads: few at once, one at a time for each peer, and peers take turns. Nothing is
/// made for an answer that would not go out: the next one of a peer waits until the peer has taken the one before.
#pragma once

#include <functional>
#include <map>

#include "network/core/module.hpp"
#include "platform/turns.hpp"

namespace serinus::network::serve {

/// Runs jobs on other threads.
class JobRunner {
  public:
    using Job = std::function<std::optional<Bytes>()>;
    using Done = std::function<void(const std::optional<Bytes>& answer, Millis now)>;
    virtual ~JobRunner() = default;
    /// `done` follows, on the network's thread, unless this gives false; not after the network's end.
    virtual bool run(Job job, Done done) = 0;
};

struct JobQueueOptions {
    size_t max_running = 2;  ///< jobs at once
    /// Requests of all peers beyond these; more are refused. Ours: hundreds of light clients ask at one instant, when a
    /// block comes. The reference refuses all beyond 20.
    size_t max_waiting = 512;
    Report price = kAnswerPrice;  ///< what a peer pays for each answer
};

class JobQueue {
  public:
    JobQueue(Host& host, JobRunner& runner, const JobQueueOptions& options)
        : host_(host),
          runner_(runner),
          options_(options),
          turns_({.running = options.max_running, .running_of_owner = 1, .waiting_of_owner = options.max_waiting}) {}

    /// Answers the request with what `job` gives, or refuses it. `on_done` is called once, on the network's thread,
    /// also if nobody waits for the answer any more, or no job was run.
    void add(const link::RequestReceived& request, JobRunner::Job job, Millis now, JobRunner::Done on_done = {});
    /// Of requests that end in other ways. To be called with all events of the module.
    void on_event(const link::RequestEvent& event, Millis now);

    size_t running() const noexcept { return running_.size(); }
    size_t waiting() const noexcept { return turns_.waiting(); }
    uint64_t started() const noexcept { return started_; }  ///< jobs, in all

  private:
    struct Waiting {
        link::InboundRequestId id;
        JobRunner::Job job;
        JobRunner::Done on_done;
    };
    struct Running {
        PeerId peer;
        JobRunner::Done on_done;
        bool is_lost = false;  ///< nobody waits for its answer
    };

    void start_jobs(Millis now);
    void finish(link::InboundRequestId id, const std::optional<Bytes>& answer, Millis now);

    Host& host_;
    JobRunner& runner_;
    JobQueueOptions options_;
    platform::Turns<Waiting, PeerId> turns_;
    std::map<link::InboundRequestId, Running> running_;
    uint64_t started_ = 0;
    bool is_starting_ = false;
};

}  // namespace serinus::network::serve
