/// Answers light/2: proofs of reads and calls. Each answer is a job for another thread.
#pragma once

#include "protocols/light/light_messages.hpp"
#include "protocols/serve/job_queue.hpp"

namespace serinus::network::serve {

/// Where the proofs come from. Any thread, several at once. nullopt: the answer cannot be given: the block is unknown,
/// its state is not kept, a bound is reached.
class LightProofs {
  public:
    virtual ~LightProofs() = default;
    /// SCALE StorageProof of what the call of a runtime API reads.
    virtual std::optional<Bytes> prove_call(const LightCall& call) = 0;
    /// SCALE StorageProof.
    virtual std::optional<Bytes> prove_read(const LightRead& read) = 0;
};

/// A request that is malformed, or cannot be answered, is refused without blame.
/// Observed: polkadot-stable2512: some malformed requests cost far less than a ban
class LightServer final : public Module {
  public:
    /// `jobs` may be shared with other servers of this thread.
    LightServer(Host& host, LightProofs& proofs, JobQueue& jobs) : host_(host), proofs_(proofs), jobs_(jobs) {}

    void on_request(link::RequestEvent event, Millis now) override;

  private:
    Host& host_;
    LightProofs& proofs_;
    JobQueue& jobs_;
};

}  // namespace serinus::network::serve
