/// The relay chain of a parachain's node by JSON-RPC: follows it beside the node that is on the relay chain's network
/// and keeps no chain of its own.
#pragma once

#include "collator/relay_rpc/rpc_relay_chain.hpp"
#include "services/service.hpp"

namespace serinus::services {

class RelayRpc final : public Service {
  public:
    /// `node`: that of the relay chain's network; its scheduler must outlive this. `urls`: as parse_endpoint() takes
    /// them, at least one. `should_stop`: whether the program is to end, while start() waits too; empty: false.
    RelayRpc(NodeParts& node, std::vector<std::string> urls, std::function<bool()> should_stop);
    ~RelayRpc() override { RelayRpc::stop(); }

    /// Of use from start() on; it fails when it is stopped, and may outlive this.
    const std::shared_ptr<collator::RpcRelayChain>& chain() const noexcept { return chain_; }

    /// Waits until a server answers.
    Result<void, std::string> start() override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    platform::Scheduler& scheduler_;
    std::shared_ptr<collator::RpcRelayChain> chain_;
    std::unique_ptr<platform::ServiceThread> thread_;
};

/// For recipes of a node on the relay chain's network. Before the services that use the chain.
RelayRpc& add_relay_rpc(NodeParts& node, std::vector<std::string> urls, std::function<bool()> should_stop = {});

}  // namespace serinus::services
