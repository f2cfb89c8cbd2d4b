/// How a node finds others: the DHT, discovery and authority discovery, joined with its chain and its keys.
#pragma once

#include "network/discovery/discovery.hpp"
#include "network/service/service.hpp"
#include "node/authorities.hpp"

namespace serinus::node {

class NetworkDiscovery {
  public:
    struct Options {
        std::vector<std::string> protocol_names;  ///< of the DHT, the best first
        std::vector<network::wire::Multiaddr> boot_nodes;
        crypto::ed25519::Seed node_key;
        size_t wanted_peers = 8;
        bool allow_private_addresses = false;  ///< in the DHT
        bool is_authority = false;
        size_t replication_factor = 20;  ///< nodes that keep a record of the DHT
        bool has_disjoint_paths = false;
    };
    /// Runs a task on the network's thread, as network::Service::post.
    using Post = std::function<void(std::function<void(network::Parts)>)>;

    /// `keys` nullptr: the node publishes nothing.
    NetworkDiscovery(chain::Client& client, const crypto::NodeKeys* keys, platform::Scheduler& scheduler,
                     Options options, Post post);

    const std::vector<std::string>& protocol_names() const noexcept { return options_.protocol_names; }
    const network::discovery::AuthorityDirectory& directory() const noexcept { return directory_; }

    // On the network's thread.
    /// Adds its modules, which live as long as the core; `protocol` is that of kademlia_protocol().
    void add_modules(network::Parts parts, network::link::ProtocolIndex protocol,
                     std::vector<std::unique_ptr<network::Module>>& modules);
    network::discovery::AuthorityDiscoveryCounters counters() const { return authority_discovery_->counters(); }
    const network::discovery::Dht& dht() const { return *dht_; }
    const network::discovery::Discovery& finder() const { return *finder_; }

    void stop() { authorities_.stop(); }

  private:
    Options options_;
    Post post_;
    Authorities authorities_;
    network::discovery::AuthorityDirectory directory_;
    network::discovery::Dht* dht_ = nullptr;
    network::discovery::Discovery* finder_ = nullptr;
    network::discovery::AuthorityDiscovery* authority_discovery_ = nullptr;
};

}  // namespace serinus::node
