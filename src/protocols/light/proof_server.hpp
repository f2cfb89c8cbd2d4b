/// Answers what costs more than a moment: light/2, state/2, sync/warp. Each answer is a job for another thread.
#pragma once

#include "protocols/light/light_messages.hpp"
#include "protocols/serve/job_queue.hpp"
#include "protocols/sync/state_messages.hpp"

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

struct ProofServerOptions {
    link::ProtocolIndex light = 0, state = 0, warp = 0;
    JobQueueOptions jobs = {};
};

/// A request that is malformed, or cannot be answered, is refused without blame.
/// Observed: polkadot-stable2512: the reference logs malformed requests; of light/2 some cost far less than a ban
class ProofServer final : public Module {
  public:
    ProofServer(Host& host, ProvenChain& chain, JobRunner& runner, const ProofServerOptions& options)
        : host_(host), chain_(chain), options_(options), jobs_(host, runner, options.jobs) {}

    void on_request(link::RequestEvent event, Millis now) override;

    const JobQueue& jobs() const noexcept { return jobs_; }

  private:
    std::optional<JobRunner::Job> make_job(link::ProtocolIndex protocol, BytesView content);

    Host& host_;
    ProvenChain& chain_;
    ProofServerOptions options_;
    JobQueue jobs_;
};

}  // namespace serinus::network::serve
