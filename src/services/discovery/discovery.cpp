#include "services/discovery/discovery.hpp"

#include "platform/log.hpp"
#include "runtime_api/authority_discovery.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::services {

using network::Millis;
using network::Parts;
using network::PeerId;
using network::wire::Multiaddr;
namespace discovery = network::discovery;

namespace {

/// Observed: polkadot-stable2407, network_params.rs
bool allows_private_addresses(const NodeParts& node) {
    using Kind = chain::ChainType::Kind;
    const Kind kind = node.client.spec().chain_type.kind;
    const bool is_local = kind == Kind::kDevelopment || kind == Kind::kLocal;
    return node.network == nullptr ? is_local : node.network->private_addresses_in_dht.value_or(is_local);
}

Authorities::Ask ask_of(chain::Client& client) {
    return [&client] { return client.calls().ask(client.best().hash, runtime_api::authority_discovery::kAuthorities); };
}

}  // namespace

Discovery::Discovery(NodeParts& node, DiscoveryChoices choices)
    : ask_(choices.ask ? std::move(choices.ask) : ask_of(node.client)),
      scheduler_(node.scheduler),
      keys_(node.is_authority ? &node.keys : nullptr),
      looks_up_authorities_(choices.looks_up_authorities || node.is_authority),
      allow_private_addresses_(allows_private_addresses(node)),
      names_(node.names.with_legacy("kad")),
      protocol_(node.protocols.add(discovery::kademlia_protocol(names_))) {
    if (node.network != nullptr) options_ = *node.network;
}

void Discovery::connect(ModuleParts& parts) {
    own_ = parts.own.peer_id;
    ServiceNetwork* const network = &parts.network;
    authorities_ = std::make_unique<Authorities>(
        ask_, keys_, scheduler_, options_->node_key,
        [this, network](std::vector<Authorities::AuthorityId> all, std::vector<Authorities::AuthorityId> own) {
            network->post([this, all = std::move(all), own = std::move(own)](Parts of_network) {
                authority_discovery_->on_authorities(all, own, of_network.scheduler.now_ms());
            });
        });
    connect_finder(parts);
    connect_authorities(parts);
}

void Discovery::connect_finder(ModuleParts& parts) {
    network::Core& core = parts.core;
    const size_t k = options_->kademlia_replication_factor;
    dht_ = &parts.make<discovery::Dht>(
        core, parts.own.peers, parts.own.peer_id,
        discovery::DhtOptions{.protocol = protocol_,
                              .allow_private_addresses = allow_private_addresses_,
                              .query = {.k = k,
                                        .has_disjoint_paths = options_->kademlia_disjoint_query_paths,
                                        // Of those that are asked most do not belong to the closest.
                                        .max_asked = std::max<size_t>(160, 4 * k),
                                        .max_candidates = std::max<size_t>(512, 4 * k)}});
    // Observed: polkadot-stable2407 looks for peers while it has fewer than twice its slots to dial and 15
    finder_ = &parts.make<discovery::Discovery>(
        core, parts.own.peers, *dht_, parts.own.peer_id,
        discovery::DiscoveryOptions{.protocol_names = names_,
                                    .wanted_peers = options_->peers.out_peers + 15,
                                    .own_addresses = {.allow_private_addresses = allow_private_addresses_}});
    finder_->on_own_addresses = [&identify = parts.own.identify](const std::vector<Multiaddr>& addresses) {
        identify.set_listen_addresses(addresses);
    };
    // Observed: polkadot-stable2407
    finder_->on_external_address = [own = parts.own.peer_id](const Multiaddr& address) {
        log::info("sub-libp2p",
                  "🔍 Discovered new external address for our node: " + address.with_peer_id(own).to_string());
    };
    for (const Multiaddr& address : options_->boot_nodes) {
        if (const auto peer = address.peer_id()) {
            finder_->add_boot_node(*peer, address, parts.own.scheduler.now_ms());
        }
    }
    core.set_request_module(protocol_, *dht_);
    core.add_module(*finder_);
}

void Discovery::connect_authorities(ModuleParts& parts) {
    network::PeerManager& peers = parts.own.peers;
    authority_discovery_ = &parts.make<discovery::AuthorityDiscovery>(
        *dht_, parts.own.peer_id, finder_->own_addresses(), *authorities_, directory_,
        discovery::AuthorityDiscoveryOptions{.node_key = crypto::ed25519::public_key_of(options_->node_key),
                                             .looks_up = looks_up_authorities_});
    authority_discovery_->on_peers = [&peers](const std::set<PeerId>& all, Millis now) {
        peers.set_authorities(all, now);
    };
    authority_discovery_->on_address = [&peers](const PeerId& peer, const Multiaddr& address, Millis now) {
        log::debug("sub-authority-discovery",
                   [&] { return "An authority is the peer " + peer.to_string() + " at " + address.to_string(); });
        peers.add_address(peer, address, now);
    };
    parts.core.add_module(*authority_discovery_);
}

void Discovery::publish(NetworkState& state) {
    for (const Multiaddr& address : finder_->own_addresses().external()) {
        state.external_addresses.push_back(address.with_peer_id(*own_).to_string());
    }
    const std::lock_guard lock(mutex_);
    figures_ = {.authorities = authority_discovery_->counters(),
                .dht_peers = dht_->table().size(),
                .dht_records = dht_->records().record_count(),
                .dht_record_bytes = dht_->records().record_bytes(),
                .dht_random_look_ups = finder_->look_ups(),
                .dht_buckets = dht_->table().bucket_sizes()};
}

void Discovery::write_metrics(MetricsText& out) const {
    const std::lock_guard lock(mutex_);
    if (figures_) write_discovery_metrics(out, *figures_);
}

void Discovery::stop() {
    if (authorities_ != nullptr) authorities_->stop();
}

Discovery& add_discovery(NodeParts& node, DiscoveryChoices choices) {
    return node.add<Discovery>(node, std::move(choices));
}

}  // namespace serinus::services
