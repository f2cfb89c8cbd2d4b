#include "node/system_services.hpp"

#include "platform/log.hpp"

namespace serinus::node {
namespace {

constexpr const char* kNoNetwork = "this node has no network";

}  // namespace

NodeServices::NodeServices(chain::Client& client, NodeNetwork* network, Facts facts)
    : client_(client), network_(network), facts_(std::move(facts)), starting_(client.best().number) {}

std::string NodeServices::implementation_name() { return "Serinus"; }
std::string NodeServices::implementation_version() { return facts_.version; }
std::vector<std::string> NodeServices::node_roles() { return {facts_.authority ? "Authority" : "Full"}; }
bool NodeServices::is_syncing() { return network_ != nullptr && network_->is_syncing(); }
bool NodeServices::should_have_peers() { return facts_.should_have_peers; }

rpc::SyncState NodeServices::sync_state() {
    const uint64_t best = client_.best().number;
    const auto target = network_ == nullptr ? std::nullopt : network_->state().target;
    return {.starting = starting_, .current = best, .highest = std::max(best, target.value_or(0))};
}

std::string NodeServices::local_peer_id() { return facts_.peer_id; }
/// Observed: polkadot 1.25.1 ends each address with the node's id.
std::vector<std::string> NodeServices::local_listen_addresses() {
    if (network_ == nullptr) return {};
    auto out = network_->listen_addresses();
    for (std::string& address : out) {
        if (address.find("/p2p/") == std::string::npos) address += "/p2p/" + facts_.peer_id;
    }
    return out;
}

std::vector<std::string> NodeServices::external_addresses() {
    return network_ == nullptr ? std::vector<std::string>() : network_->state().external_addresses;
}

std::vector<std::string> NodeServices::reserved_peers() {
    return network_ == nullptr ? std::vector<std::string>() : network_->reserved();
}

Result<void, std::string> NodeServices::add_reserved_peer(const std::string& address) {
    if (network_ == nullptr) return Err(std::string(kNoNetwork));
    return network_->add_reserved(address);
}

Result<void, std::string> NodeServices::remove_reserved_peer(const std::string& peer_id) {
    if (network_ == nullptr) return Err(std::string(kNoNetwork));
    return network_->remove_reserved(peer_id);
}

std::vector<rpc::PeerInfo> NodeServices::peers() {
    std::vector<rpc::PeerInfo> out;
    if (network_ == nullptr) return out;
    for (auto& peer : network_->state().peers) out.push_back({peer.id, peer.roles, peer.best});
    return out;
}
bool NodeServices::set_log_filter(const std::string& directives) { return log::add_filter(directives); }
void NodeServices::reset_log_filter() { log::reset_filter(); }

}  // namespace serinus::node
