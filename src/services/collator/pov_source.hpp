/// PoVs from the relay chain's validators, for a node that is none: a service of the relay chain's node within a
/// parachain's. Candidates whose data is available are recovered from any chunks.
#pragma once

#include <mutex>

#include "services/collator/relay_headers.hpp"
#include "services/discovery/discovery.hpp"
#include "services/parachain/availability/recoveries.hpp"
#include "services/parachain/chain_view.hpp"
#include "services/parachain/requests/dialing_requester.hpp"
#include "services/parachain/requests/lane_requests.hpp"
#include "services/service.hpp"

namespace serinus::services {

class PovSource final : public Service {
  public:
    /// On this service's lane of jobs, so that it may take long. nullopt: too few validators have answered, or what
    /// they have is not the candidate's.
    using OnPov = std::move_only_function<void(std::optional<parachain::PoV>)>;

    /// `node`, on the relay chain's network, must outlive it, but for the lists of protocols and services; so must
    /// `chain`. `discovery` looks up the authorities.
    PovSource(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery);
    ~PovSource() override { PovSource::stop(); }

    void connect(ModuleParts& parts) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

    /// Of a candidate that waits for its availability at `seen_at`. Any thread, until stop().
    void recover(parachain::CandidateReceipt receipt, const Hash256& seen_at, OnPov on_pov);

  private:
    /// What lives on the lane.
    struct Running {
        Running(PovSource& owner, platform::Lane& lane, platform::Lane& jobs);

        paras::RelayHeaders headers;
        paras::DirectoryPeers authorities;
        paras::RelayStates states;
        paras::LaneRequests requests;
        paras::Recoveries recoveries;
    };
    std::vector<network::wire::Multiaddr> addresses_of(const network::PeerId& peer) const;
    void give(OnPov on_pov, std::optional<parachain::PoV> pov);

    collator::RelayChain& chain_;
    const crypto::NodeKeys& keys_;
    platform::Scheduler& scheduler_;
    const Discovery& discovery_;
    paras::RequestProtocols protocols_;
    std::unique_ptr<platform::Lane> lane_, jobs_;
    std::unique_ptr<Running> running_;  ///< nullptr: the node has no network

    mutable std::mutex mutex_;
    paras::Recoveries::Figures figures_;
};

/// For recipes of a relay chain's node within a parachain's.
PovSource& add_pov_source(NodeParts& node, collator::RelayChain& chain, const Discovery& discovery);

}  // namespace serinus::services
