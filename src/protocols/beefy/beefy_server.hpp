/// Answers requests for BEEFY justifications.
/// Observed: polkadot-sdk v1.1.0, sc-consensus-beefy, incoming_requests_handler
#pragma once

#include "primitives/header.hpp"
#include "protocols/serve/job_queue.hpp"

namespace serinus::network::serve {

class BeefyProofSource {
  public:
    virtual ~BeefyProofSource() = default;
    /// Of the final block of that number; nullopt: none is kept. Any thread.
    virtual std::optional<Bytes> find_beefy_proof(primitives::BlockNumber block) = 0;
};

class BeefyServer final : public Module {
  public:
    BeefyServer(Host& host, BeefyProofSource& source, JobRunner& runner)
        : host_(host), source_(source), jobs_(host, runner, {.max_running = 1, .max_waiting = 16}) {}
    void on_request(link::RequestEvent event, Millis now) override;

    struct Figures {
        uint64_t answered = 0;
        uint64_t failed = 0;  ///< malformed, or for a proof that is not kept
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    Host& host_;
    BeefyProofSource& source_;
    JobQueue jobs_;
    Figures figures_;
};

}  // namespace serinus::network::serve
