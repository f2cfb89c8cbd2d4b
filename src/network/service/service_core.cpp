#include "network/service/service_core.hpp"

#include "platform/log.hpp"

namespace serinus::network {
namespace {

constexpr const char* kCoreTarget = "sub-libp2p";

uint64_t seed_of(platform::Scheduler& scheduler) {
    uint64_t seed = 0;
    for (const uint8_t byte : scheduler.random_array<8>()) seed = seed << 8 | byte;
    return seed;
}

}  // namespace

ServiceCore::ServiceCore(platform::Scheduler& scheduler, const ServiceOptions& options, const PeerId& own,
                         link::Substreams& substreams, Connections& connections, ModuleFactory factory)
    : scheduler_(scheduler),
      options_(options),
      own_(own),
      core_(std::move(factory.protocols), substreams, connections, seed_of(scheduler)),
      peers_(core_, own, options_.peers),
      ping_(core_, options_.ping),
      identify_(core_, {options_.agent_version, crypto::ed25519::public_key_of(options_.node_key)},
                [this](ConnectionId connection, const PeerId& peer, const IdentifyMessage& message, Millis now) {
                    agents_[peer] = message.agent_version;
                    for (const auto& address : message.listen_addresses) peers_.add_address(peer, address, now);
                    core_.on_identified(connection, peer, message, now);
                }),
      boot_watch_(options.boot_nodes) {
    core_.set_raw_module(std::string(kPingName), Ping::rules(), ping_);
    core_.set_raw_module(std::string(kIdentifyName), Identify::rules(), identify_);
    core_.add_module(peers_);
    core_.on_report = [this](const PeerId& peer, const Report& report, Millis now) {
        if (!peers_.on_report(peer, report, now)) return;
        log::debug(kCoreTarget, [&] { return "Banned " + peer.to_string() + ": " + std::string(report.reason); });
    };
    if (factory.make) modules_ = factory.make(parts());
    identify_.set_protocols(core_.protocol_names());
}

void ServiceCore::start(const std::vector<wire::Multiaddr>& announced) {
    identify_.set_listen_addresses(announced);
    core_.on_addresses(announced, options_.listen_addresses);
    const Millis now = scheduler_.now_ms();
    if (boot_watch_.peer_count() > 0) log::info(kCoreTarget, "The network begins with " + boot_watch_.summary());
    for (const auto& address : options_.reserved_nodes) {
        peers_.add_named_address(*address.peer_id(), address, now);
        peers_.add_reserved(*address.peer_id(), now);
    }
    for (const auto& address : options_.boot_nodes) peers_.add_named_address(*address.peer_id(), address, now);
}

NetworkService::State ServiceCore::state() const {
    NetworkService::State state;
    state.connections = core_.connections().size();
    state.known_peers = peers_.known_peers();
    state.memory_bytes = peers_.memory_bytes();
    std::map<PeerId, NetworkService::PeerState> by_peer;
    for (const auto& [id, info] : core_.connections()) {
        NetworkService::PeerState& peer =
            by_peer.try_emplace(info.peer, NetworkService::PeerState{.peer = info.peer}).first->second;
        peer.addresses.push_back(info.address);
        if (const auto time = ping_.round_trip_ms(id)) peer.round_trip_ms = time;
    }
    for (auto& [id, peer] : by_peer) {
        const auto agent = agents_.find(id);
        if (agent != agents_.end()) peer.agent_version = agent->second;
        peer.slot = peers_.slot_of(id);
        state.peers.push_back(std::move(peer));
    }
    return state;
}

void ServiceCore::on_connected(ConnectionId connection, ConnectionInfo info) {
    log::debug(kCoreTarget, [&] {
        return "Connected to " + info.peer.to_string() + " at " + info.address.to_string() +
               (info.is_dialer ? " (dialed)" : "");
    });
    boot_watch_.on_connected();
    core_.on_connected(connection, std::move(info), scheduler_.now_ms());
}

void ServiceCore::on_message_event(ConnectionId connection, link::MessageEvent event) {
    core_.on_message_event(connection, std::move(event), scheduler_.now_ms());
}

void ServiceCore::on_disconnected(ConnectionId connection, const std::string& reason) {
    const auto found = core_.connections().find(connection);
    if (found == core_.connections().end()) return;
    const PeerId peer = found->second.peer;
    log::debug(kCoreTarget, [&] { return "The connection to " + peer.to_string() + " ended: " + reason; });
    core_.on_disconnected(connection, scheduler_.now_ms());
    if (!core_.is_connected(peer)) agents_.erase(peer);
}

void ServiceCore::on_dial_failed(const wire::Multiaddr& address, const std::string& reason, bool is_wrong_peer) {
    log::debug(kCoreTarget, [&] { return "No connection to " + address.to_string() + ": " + reason; });
    if (const auto line = boot_watch_.on_failed(address, reason)) log::warn(kCoreTarget, *line);
    core_.on_dial_failed(address, is_wrong_peer, scheduler_.now_ms());
}

}  // namespace serinus::network
