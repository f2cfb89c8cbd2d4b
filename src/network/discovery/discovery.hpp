/// Finding other nodes: random look-ups in the DHT while there are too few peers, and answers to identify.
/// Observed: polkadot-stable2407, litep2p/discovery.rs
#pragma once

#include "network/discovery/dht.hpp"
#include "network/discovery/own_addresses.hpp"

namespace serinus::network::discovery {

struct DiscoveryOptions {
    std::vector<std::string> protocol_names = {};  ///< of the DHT; a peer that speaks one of them belongs in the table
    /// Random look-ups end at twice as many. Observed: polkadot-stable2407: 8 to dial, and 15
    size_t wanted_peers = 23;
    Millis min_interval_ms = 1'000, max_interval_ms = 120'000;
    OwnAddressesOptions own_addresses = {};
};

class Discovery final : public Module, public DhtListener {
  public:
    Discovery(Core& core, PeerManager& peers, Dht& dht, const PeerId& own, const DiscoveryOptions& options);

    void add_boot_node(const PeerId& peer, const wire::Multiaddr& address, Millis now);
    const OwnAddresses& own_addresses() const noexcept { return own_addresses_; }
    /// Called with all of them when they change.
    std::function<void(const std::vector<wire::Multiaddr>&)> on_own_addresses;
    /// Called with each address that enough peers have seen this node at.
    std::function<void(const wire::Multiaddr&)> on_external_address;

    size_t look_ups() const noexcept { return look_ups_; }

    // Module
    void on_addresses(const std::vector<wire::Multiaddr>& announced,
                      const std::vector<wire::Multiaddr>& listening) override;
    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_connection_gone(ConnectionId connection, Millis now) override;
    void on_peer_connected(const PeerId& peer, Millis now) override;
    void on_identified(ConnectionId connection, const PeerId& peer, const IdentifyMessage& message,
                       Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return next_; }

    // DhtListener
    void on_peers_found(const std::vector<PeerInfo>& found, Millis now) override;
    void on_query_done(QueryId id, const QueryResult& result, Millis now) override;

  private:
    void publish();

    Core& core_;
    PeerManager& peers_;
    Dht& dht_;
    PeerId own_;
    DiscoveryOptions options_;
    OwnAddresses own_addresses_;
    std::map<ConnectionId, bool> is_dialer_;
    std::optional<QueryId> running_;
    bool knows_itself_ = false;  ///< the neighbors of its own place were asked
    size_t look_ups_ = 0;
    Millis interval_;
    Millis next_ = 0;
};

}  // namespace serinus::network::discovery
