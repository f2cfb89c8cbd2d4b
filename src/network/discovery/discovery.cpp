#include "network/discovery/discovery.hpp"

#include <algorithm>

#include "network/identify/identify.hpp"

namespace serinus::network::discovery {

Discovery::Discovery(Core& core, PeerManager& peers, Dht& dht, const PeerId& own, const DiscoveryOptions& options)
    : core_(core),
      peers_(peers),
      dht_(dht),
      own_(own),
      options_(options),
      own_addresses_(options.own_addresses),
      interval_(options.min_interval_ms) {
    dht_.add_listener(*this);
}

void Discovery::add_boot_node(const PeerId& peer, const wire::Multiaddr& address, Millis now) {
    dht_.add_peer(peer, {address});
    peers_.add_address(peer, address, now);
}

void Discovery::on_addresses(const std::vector<wire::Multiaddr>& announced,
                             const std::vector<wire::Multiaddr>& listening) {
    own_addresses_.set(listening, announced);
    publish();
}

void Discovery::publish() {
    dht_.set_own_addresses(own_addresses_.all());
    if (on_own_addresses) on_own_addresses(own_addresses_.all());
}

void Discovery::on_connection(ConnectionId connection, const ConnectionInfo& info, Millis) {
    is_dialer_.emplace(connection, info.is_dialer);
}

void Discovery::on_connection_gone(ConnectionId connection, Millis) { is_dialer_.erase(connection); }

void Discovery::on_peer_connected(const PeerId&, Millis now) {
    // The first peer, or the first after a time without any: it is asked for its peers at once.
    if (core_.peer_count() > 1) return;
    interval_ = options_.min_interval_ms;
    next_ = std::min(next_, now + interval_);
}

void Discovery::on_identified(ConnectionId connection, const PeerId& peer, const IdentifyMessage& message, Millis) {
    const bool is_of_network = std::ranges::any_of(message.protocols, [this](const std::string& name) {
        return std::ranges::find(options_.protocol_names, name) != options_.protocol_names.end();
    });
    if (!is_of_network) return;
    dht_.add_peer(peer, message.listen_addresses);
    const auto dialer = is_dialer_.find(connection);
    if (!message.observed_address || dialer == is_dialer_.end()) return;
    const auto confirmed = own_addresses_.on_observed(peer, *message.observed_address, dialer->second);
    for (const auto& address : confirmed) {
        if (on_external_address) on_external_address(address);
    }
    if (!confirmed.empty()) publish();
}

void Discovery::on_peers_found(const std::vector<PeerInfo>& found, Millis now) {
    for (const PeerInfo& one : found) {
        for (const auto& address : one.addresses) peers_.add_address(one.peer, address, now);
    }
}

void Discovery::on_timer(Millis now) {
    next_ = now + interval_;
    interval_ = std::min(2 * interval_, options_.max_interval_ms);
    if (running_ || dht_.table().size() == 0 || peers_.slot_count() >= 2 * options_.wanted_peers) return;
    if (!knows_itself_) {
        running_ = dht_.find_node(own_.bytes(), now);
    } else {
        crypto::ed25519::PublicKey random;
        for (uint8_t& byte : random.bytes) byte = static_cast<uint8_t>(core_.random()());
        running_ = dht_.find_node(PeerId::of(random).bytes(), now);
    }
    ++look_ups_;
}

void Discovery::on_query_done(QueryId id, const QueryResult& result, Millis now) {
    if (id != running_) return;
    running_.reset();
    if (result.is_success) {
        knows_itself_ = true;
        return;
    }
    interval_ = options_.min_interval_ms;
    next_ = now + interval_;
}

}  // namespace serinus::network::discovery
