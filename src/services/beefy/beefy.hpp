/// BEEFY on a node: the gadget, its gossip, the requests for its proofs, its RPC methods and its figures.
#pragma once

#include <mutex>

#include "consensus/beefy/start.hpp"
#include "network/core/report_sums.hpp"
#include "protocols/beefy/beefy.hpp"
#include "protocols/beefy/beefy_proofs.hpp"
#include "protocols/beefy/beefy_server.hpp"
#include "services/service.hpp"

namespace serinus::services {

class Beefy final : public Service,
                    private network::gossip::GossipSink,
                    private network::sync::BeefyProofSink,
                    private network::serve::BeefyProofSource {
  public:
    /// `node` must outlive it, but for the lists of protocols and services.
    explicit Beefy(NodeParts& node);

    /// nullptr: this node does not run BEEFY, or it is not started.
    consensus::beefy::RunningBeefy* gadget() noexcept { return gadget_.get(); }

    void connect(ModuleParts& parts) override;
    Result<void, std::string> start() override;
    void add_methods(rpc::Registry& registry) override;
    void publish(NetworkState& state) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    /// Counted by the modules.
    struct Counts {
        network::serve::BeefyServer::Figures answers = {};
        network::sync::BeefyProofFigures requests = {};
    };

    void connect_gadget(consensus::beefy::BeefyOptions& options);
    platform::Admission receive(network::gossip::GossipPeer peer, Bytes message) override;
    void on_disconnected(network::gossip::GossipPeer peer) override;
    void receive_beefy_answer(primitives::BlockNumber block, Bytes proof) override;
    std::optional<Bytes> find_beefy_proof(primitives::BlockNumber block) override;

    chain::Client& client_;
    pool::TransactionPool& pool_;
    crypto::NodeKeys& keys_;
    platform::Scheduler& scheduler_;
    const bool is_authority_;
    const bool runs_;
    network::link::NotificationIndex votes_protocol_ = 0;
    network::link::ProtocolIndex proofs_protocol_ = 0;

    ServiceNetwork* network_ = nullptr;  ///< nullptr: the node has none
    // On the network's thread; nullptr without a network.
    network::gossip::BeefyGossip* gossip_ = nullptr;
    network::sync::BeefyProofs* proofs_ = nullptr;
    network::serve::BeefyServer* server_ = nullptr;

    network::ReportSums<network::gossip::GossipPeer> reports_;  ///< on the gadget's lane
    std::unique_ptr<consensus::beefy::RunningBeefy> gadget_;
    mutable std::mutex mutex_;
    Counts counts_;
};

/// For recipes. The service is called "beefy".
void add_beefy(NodeParts& node);

}  // namespace serinus::services
