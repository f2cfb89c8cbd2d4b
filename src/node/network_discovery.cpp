#include "node/network_discovery.hpp"

#include "platform/log.hpp"

namespace serinus::node {

using network::Millis;
using network::Parts;
using network::PeerId;
using network::wire::Multiaddr;
namespace discovery = network::discovery;

NetworkDiscovery::NetworkDiscovery(chain::Client& client, const crypto::NodeKeys* keys, platform::Scheduler& scheduler,
                                   Options options, Post post)
    : options_(std::move(options)),
      post_(std::move(post)),
      authorities_(client, keys, scheduler, options_.node_key,
                   [this](std::vector<Authorities::AuthorityId> all, std::vector<Authorities::AuthorityId> own) {
                       post_([this, all = std::move(all), own = std::move(own)](Parts parts) {
                           authority_discovery_->on_authorities(all, own, parts.scheduler.now_ms());
                       });
                   }) {}

void NetworkDiscovery::add_modules(Parts parts, network::link::ProtocolIndex protocol,
                                   std::vector<std::unique_ptr<network::Module>>& modules) {
    network::Core& core = parts.core;
    network::PeerManager& peers = parts.peers;
    auto dht = std::make_unique<discovery::Dht>(
        core, peers, parts.peer_id,
        discovery::DhtOptions{.protocol = protocol,
                              .allow_private_addresses = options_.allow_private_addresses,
                              .query = {.k = options_.replication_factor,
                                        .has_disjoint_paths = options_.has_disjoint_paths,
                                        // Of those that are asked most do not belong to the closest.
                                        .max_asked = std::max<size_t>(160, 4 * options_.replication_factor),
                                        .max_candidates = std::max<size_t>(512, 4 * options_.replication_factor)}});
    // Observed: polkadot-stable2407 looks for peers while it has fewer than twice its slots to dial and 15
    auto finder = std::make_unique<discovery::Discovery>(
        core, peers, *dht, parts.peer_id,
        discovery::DiscoveryOptions{.protocol_names = options_.protocol_names,
                                    .wanted_peers = options_.wanted_peers + 15,
                                    .own_addresses = {.allow_private_addresses = options_.allow_private_addresses}});
    finder->on_own_addresses = [&identify = parts.identify](const std::vector<Multiaddr>& addresses) {
        identify.set_listen_addresses(addresses);
    };
    // Observed: polkadot-stable2407
    finder->on_external_address = [own = parts.peer_id](const Multiaddr& address) {
        log::info("sub-libp2p",
                  "🔍 Discovered new external address for our node: " + address.with_peer_id(own).to_string());
    };
    for (const Multiaddr& address : options_.boot_nodes) {
        if (const auto peer = address.peer_id()) {
            finder->add_boot_node(*peer, address, parts.scheduler.now_ms());
        }
    }
    auto authority = std::make_unique<discovery::AuthorityDiscovery>(
        *dht, parts.peer_id, finder->own_addresses(), authorities_, directory_,
        discovery::AuthorityDiscoveryOptions{.node_key = crypto::ed25519::public_key_of(options_.node_key),
                                             .looks_up = options_.is_authority});
    authority->on_peers = [&peers](const std::set<PeerId>& all, Millis now) { peers.set_authorities(all, now); };
    authority->on_address = [&peers](const PeerId& peer, const Multiaddr& address, Millis now) {
        log::debug("sub-authority-discovery",
                   [&] { return "An authority is the peer " + peer.to_string() + " at " + address.to_string(); });
        peers.add_address(peer, address, now);
    };
    dht_ = dht.get();
    finder_ = finder.get();
    authority_discovery_ = authority.get();
    core.set_request_module(protocol, *dht);
    core.add_module(*finder);
    core.add_module(*authority);
    modules.push_back(std::move(dht));
    modules.push_back(std::move(finder));
    modules.push_back(std::move(authority));
}

}  // namespace serinus::node
