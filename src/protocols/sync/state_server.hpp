/// Answers state/2 and sync/warp: ranges of states, and the changes of the authorities that prove a block final. Each
/// answer is a job for another thread.
#pragma once

#include "protocols/serve/job_queue.hpp"
#include "protocols/sync/state_messages.hpp"

namespace serinus::network::serve {

/// Where the proofs come from. Any thread, several at once. nullopt: the answer cannot be given: the block is unknown,
/// its state is not kept, a bound is reached.
class StateProofs {
  public:
    virtual ~StateProofs() = default;
    virtual std::optional<trie::CompactProof> prove_range(const Hash256& block, state::RangeStart start) = 0;
    virtual std::optional<state::RangeEntries> collect_range(const Hash256& block, state::RangeStart start) = 0;
    /// SCALE WarpProof. Spec: defn-warp-sync-proof
    virtual std::optional<Bytes> prove_warp(const Hash256& begin) = 0;
};

struct StateServerOptions {
    link::ProtocolIndex state = 0;
    std::optional<link::ProtocolIndex> warp = {};  ///< nullopt: of a chain that another one makes final
};

/// A request that is malformed, or cannot be answered, is refused without blame.
/// Observed: polkadot-stable2512: the reference logs malformed requests
class StateServer final : public Module {
  public:
    /// `jobs` may be shared with other servers of this thread.
    StateServer(Host& host, StateProofs& proofs, JobQueue& jobs, const StateServerOptions& options)
        : host_(host), proofs_(proofs), jobs_(jobs), options_(options) {}

    void on_request(link::RequestEvent event, Millis now) override;

  private:
    std::optional<JobRunner::Job> make_job(link::ProtocolIndex protocol, BytesView content);

    Host& host_;
    StateProofs& proofs_;
    JobQueue& jobs_;
    StateServerOptions options_;
};

}  // namespace serinus::network::serve
