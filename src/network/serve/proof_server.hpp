/// Answers what costs more than a moment: light/2, state/2, sync/warp. Each answer is a job for another thread.
#pragma once

#include <deque>
#include <functional>
#include <set>

#include "network/core/module.hpp"
#include "network/serve/light_messages.hpp"
#include "network/sync/state_messages.hpp"

namespace serinus::network::serve {

/// Where proofs come from. Any thread, several at once. nullopt: the answer cannot be given: the block is unknown, its
/// state is not kept, a bound is reached.
class ProvenChain {
  public:
    virtual ~ProvenChain() = default;
    /// SCALE StorageProof of what the call of a runtime API reads.
    virtual std::optional<Bytes> prove_call(const LightCall& call) = 0;
    /// SCALE StorageProof.
    virtual std::optional<Bytes> prove_read(const LightRead& read) = 0;
    virtual std::optional<trie::CompactProof> prove_range(const Hash256& block, state::RangeStart start) = 0;
    virtual std::optional<state::RangeEntries> collect_range(const Hash256& block, state::RangeStart start) = 0;
    /// SCALE WarpProof. Spec: defn-warp-sync-proof
    virtual std::optional<Bytes> prove_warp(const Hash256& begin) = 0;
};

/// Runs jobs on other threads.
class JobRunner {
  public:
    using Job = std::function<std::optional<Bytes>()>;
    virtual ~JobRunner() = default;
    /// ProofServer::on_job_done() follows, later and on the network's thread, unless this gives false.
    virtual bool run(link::InboundRequestId id, Job job) = 0;
};

struct ProofServerOptions {
    link::ProtocolIndex light = 0, state = 0, warp = 0;
    size_t max_running = 2;  ///< jobs at once
    /// Requests of all protocols beyond these; more are refused. Ours: hundreds of light clients ask at one instant,
    /// when a block comes. The reference refuses all beyond 20.
    size_t max_waiting = 512;
};

/// A malformed request is a lie; one that cannot be answered is refused, without blame. Jobs of peers take turns.
class ProofServer final : public Module {
  public:
    ProofServer(Host& host, ProvenChain& chain, JobRunner& runner, const ProofServerOptions& options)
        : host_(host), chain_(chain), runner_(runner), options_(options) {}

    void on_request(link::RequestEvent event, Millis now) override;
    void on_job_done(link::InboundRequestId id, const std::optional<Bytes>& answer, Millis now);

    size_t running() const noexcept { return running_.size() + lost_; }
    size_t waiting() const noexcept;

  private:
    struct Waiting {
        link::InboundRequestId id;
        JobRunner::Job job;
    };

    std::optional<JobRunner::Job> make_job(link::ProtocolIndex protocol, BytesView content);
    void start_jobs(Millis now);

    Host& host_;
    ProvenChain& chain_;
    JobRunner& runner_;
    ProofServerOptions options_;
    std::map<PeerId, std::deque<Waiting>> waiting_;
    std::optional<PeerId> last_turn_;  ///< whose job was started last
    std::set<link::InboundRequestId> running_;
    size_t lost_ = 0;  ///< jobs that run although nobody waits for their answers any more
};

}  // namespace serinus::network::serve
