/// GRANDPA on a node: the gadget, its gossip, its RPC methods and its figures.
#pragma once

#include "consensus/grandpa/start.hpp"
#include "network/core/report_sums.hpp"
#include "protocols/grandpa/grandpa.hpp"
#include "services/sync/sync.hpp"

namespace serinus::services {

class Grandpa final : public Service, private network::gossip::GossipSink {
  public:
    /// Changes the options of the gadget before it starts; of tests that look at what it sends and judges.
    using Configure = std::function<void(consensus::grandpa::GrandpaOptions&)>;

    /// `node` must outlive it, but for the lists of protocols and services. `sync` finds blocks that votes name.
    Grandpa(NodeParts& node, Sync& sync);

    /// Before start().
    void configure(Configure configure) { configure_ = std::move(configure); }
    /// Before start(): how high votes may go.
    void set_vote_limit(consensus::grandpa::VoteLimit limit) { vote_limit_ = std::move(limit); }
    /// nullptr: this node does not run GRANDPA, or it is not started.
    consensus::grandpa::RunningGrandpa* gadget() noexcept { return gadget_.get(); }

    void connect(ModuleParts& parts) override;
    Result<void, std::string> start() override;
    bool finalizes() const override { return gadget_ != nullptr; }
    void add_methods(rpc::Registry& registry) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    void connect_gadget(consensus::grandpa::GrandpaOptions& options);
    void peer_joined(network::gossip::GossipPeer peer) override;
    void on_disconnected(network::gossip::GossipPeer peer) override;
    platform::Admission receive(network::gossip::GossipPeer peer, Bytes message) override;

    chain::Client& client_;
    pool::TransactionPool& pool_;
    crypto::NodeKeys& keys_;
    platform::Scheduler& scheduler_;
    const bool is_authority_;
    const bool runs_;
    Sync& sync_;
    Configure configure_;
    consensus::grandpa::VoteLimit vote_limit_;
    network::link::NotificationIndex protocol_ = 0;

    ServiceNetwork* network_ = nullptr;                 ///< nullptr: the node has none
    network::gossip::GrandpaGossip* gossip_ = nullptr;  ///< on the network's thread; nullptr without a network

    network::ReportSums<network::gossip::GossipPeer> reports_;  ///< on the gadget's lane
    std::unique_ptr<consensus::grandpa::RunningGrandpa> gadget_;
};

/// For recipes. The service is called "grandpa".
Grandpa& add_grandpa(NodeParts& node, Sync& sync);

}  // namespace serinus::services
