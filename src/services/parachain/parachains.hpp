/// Parachains on a node: what makes a validator of the relay chain one of parachains.
///
/// Runs where the node is an authority, has a network, and its chain's runtime has the API ParachainHost at the start.
/// All parts live on one lane (running_parts.hpp). The service is called "parachains".
#pragma once

#include <mutex>

#include "parachain/approval/voting_store.hpp"
#include "parachain/disputes/facts.hpp"
#include "services/discovery/discovery.hpp"
#include "services/grandpa/grandpa.hpp"
#include "services/parachain/approvals/finality_limits.hpp"
#include "services/parachain/metrics.hpp"
#include "services/parachain/network_outlets.hpp"
#include "services/parachain/requests/lane_server.hpp"
#include "services/parachain/timelines/timelines.hpp"

namespace serinus::services {

namespace paras {
struct RunningParts;  // services/parachain/running_parts.hpp
class Substitutes;    // services/parachain/substitutes.hpp
}  // namespace paras

class Parachains final : public Service, private chain::ClientListener, private paras::PeerSink {
  public:
    /// `node` must outlive it, but for the lists of protocols and services. `discovery` knows which peers the
    /// authorities are; votes of `grandpa` go no higher than blocks are approved.
    Parachains(NodeParts& node, const Discovery& discovery, Grandpa& grandpa);
    ~Parachains() override;

    void connect(ModuleParts& parts) override;
    Result<void, std::string> start() override;
    std::shared_ptr<authorship::ParachainsSource> parachains_source() override;
    void add_methods(rpc::Registry& registry) override;
    void publish(NetworkState& state) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    void add_protocols(NodeParts& node);
    network::link::ProtocolIndex add_request_protocol(NodeParts& node, paras::RequestKind kind);
    void connect_gates(ModuleParts& parts);
    void connect_servers(ModuleParts& parts);
    Result<void, std::string> open_store();
    /// Whether candidates can be executed, or need not be.
    Result<void, std::string> check_workers();
    /// With what an earlier run has left of approvals and disputes.
    void begin(const parachain::StoredApprovals& approvals, const parachain::StoredRecords& disputes);
    void plan_update();
    std::optional<primitives::BlockNumber> vote_limit(const chain::BlockId& base, const chain::BlockId& best);

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& blocks) override;
    void peer_joined(paras::PeerNumber number, const network::PeerId& peer) override;
    void on_disconnected(paras::PeerNumber number) override;
    platform::Admission receive(paras::PeerNumber number, Bytes message) override;
    void receive_request(paras::InboundRequestId id, paras::RequestKind kind, const network::PeerId& peer,
                         Bytes content);

    chain::Client& client_;
    pool::TransactionPool& pool_;
    crypto::NodeKeys& keys_;
    platform::Scheduler& scheduler_;
    const Discovery& discovery_;
    const std::string folder_;  ///< of the store and of prepared code; empty: in memory
    const std::vector<std::string> pvf_worker_;
    paras::Substitutes* const substitutes_;
    const Result<bool, std::string> runs_;  ///< an error is one of the start
    std::array<network::link::NotificationIndex, paras::kGates> protocols_ = {};
    paras::RequestProtocols requests_;

    std::unique_ptr<platform::Lane> lane_, jobs_;
    std::unique_ptr<paras::NetworkOutlets> outlets_;
    std::unique_ptr<storage::Store> disk_;
    std::unique_ptr<paras::AvailabilityStore> store_;
    std::string store_failure_;  ///< why there is no store
    ServiceNetwork* network_ = nullptr;
    // On the network's thread.
    paras::Gates gates_ = {};                                      ///< hear of sets of peers, which end before them
    network::discovery::ReservedAuthorities* reserved_ = nullptr;  ///< of `validation/3`
    paras::DataServer* data_server_ = nullptr;
    paras::LaneServer* lane_server_ = nullptr;

    std::vector<std::unique_ptr<paras::GateSink>> sinks_;
    paras::FinalityLimits limits_;
    paras::Timelines timelines_{scheduler_};
    std::unique_ptr<paras::RunningParts> running_;
    mutable std::mutex mutex_;
    paras::ParachainFigures figures_;
};

/// For recipes.
void add_parachains(NodeParts& node, const Discovery& discovery, Grandpa& grandpa);

}  // namespace serinus::services
