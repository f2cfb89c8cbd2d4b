/// Answers requests for chunks, proofs and whole data from what this node has kept, on other threads.
#pragma once

#include "parachain/availability/serving.hpp"
#include "protocols/serve/job_queue.hpp"
#include "services/parachain/requests/requester.hpp"

namespace serinus::services::paras {

/// What a request that does not decode costs. Observed: polkadot-node-network-protocol 36.0.0, COST_INVALID_REQUEST
inline constexpr network::Report kUndecodableRequest{-300'000, "Request that does not decode"};

class DataServer final : public network::Module {
  public:
    /// `store` may be asked by any thread.
    DataServer(network::Host& host, const parachain::AvailableStore& store, network::serve::JobRunner& runner,
               const RequestProtocols& protocols);

    /// The kinds that it answers.
    static constexpr std::array<RequestKind, 4> kKinds = {RequestKind::kChunkV1, RequestKind::kChunkV2,
                                                          RequestKind::kPov, RequestKind::kAvailableData};

    void on_request(network::link::RequestEvent event, Millis now) override;

    struct Figures {
        uint64_t answered = 0, refused = 0;
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    network::Host& host_;
    const parachain::AvailableStore& store_;
    std::map<network::link::ProtocolIndex, RequestKind> kinds_;
    network::serve::JobQueue jobs_;
    Figures figures_;
};

}  // namespace serinus::services::paras
