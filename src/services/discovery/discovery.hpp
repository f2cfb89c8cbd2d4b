/// Discovery on a node: how it finds others, and they find it: the DHT, discovery of peers and of authorities.
#pragma once

#include <mutex>

#include "network/discovery/discovery.hpp"
#include "services/discovery/authorities.hpp"
#include "services/discovery/metrics.hpp"
#include "services/service.hpp"

namespace serinus::services {

struct DiscoveryChoices {
    bool looks_up_authorities = false;  ///< although the node is none
    Authorities::Ask ask = {};          ///< empty: of the node's own chain
};

class Discovery final : public Service {
  public:
    /// `node` must outlive it, but for the lists of protocols and services.
    explicit Discovery(NodeParts& node, DiscoveryChoices choices = {});
    ~Discovery() override { Discovery::stop(); }

    /// Which peers the authorities are; for any thread.
    const network::discovery::AuthorityDirectory& directory() const noexcept { return directory_; }

    void connect(ModuleParts& parts) override;
    void publish(NetworkState& state) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    void connect_finder(ModuleParts& parts);
    void connect_authorities(ModuleParts& parts);

    const Authorities::Ask ask_;
    platform::Scheduler& scheduler_;
    const crypto::NodeKeys* const keys_;  ///< nullptr: the node is no authority, and publishes nothing
    const bool looks_up_authorities_;
    const bool allow_private_addresses_;  ///< in the DHT
    std::optional<NetworkOptions> options_;
    const std::vector<std::string> names_;  ///< of the protocol of the DHT, the best first
    const network::link::ProtocolIndex protocol_;

    network::discovery::AuthorityDirectory directory_;
    std::unique_ptr<Authorities> authorities_;  ///< nullptr: the node has no network
    // On the network's thread.
    network::discovery::Dht* dht_ = nullptr;
    network::discovery::Discovery* finder_ = nullptr;
    network::discovery::AuthorityDiscovery* authority_discovery_ = nullptr;
    std::optional<network::PeerId> own_;

    mutable std::mutex mutex_;
    std::optional<DiscoveryFigures> figures_;
};

/// For recipes. Services that keep the nodes of authorities build on its directory, which is filled on authorities and
/// where the recipe says so. Observed: polkadot-service 42.0.0: on the relay chain's node within a collator
Discovery& add_discovery(NodeParts& node, DiscoveryChoices choices = {});

}  // namespace serinus::services
