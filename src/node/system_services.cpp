#include "node/system_services.hpp"

#include "platform/log.hpp"

namespace serinus::node {

NodeServices::NodeServices(chain::Client& client, Facts facts)
    : client_(client), facts_(std::move(facts)), starting_(client.best().number) {}

std::string NodeServices::implementation_name() { return "Serinus"; }
std::string NodeServices::implementation_version() { return facts_.version; }
std::vector<std::string> NodeServices::node_roles() { return {facts_.authority ? "Authority" : "Full"}; }
bool NodeServices::is_syncing() { return false; }
bool NodeServices::should_have_peers() { return facts_.should_have_peers; }

rpc::SyncState NodeServices::sync_state() {
    const uint64_t best = client_.best().number;
    return {.starting = starting_, .current = best, .highest = best};
}

std::string NodeServices::local_peer_id() { return facts_.peer_id; }
std::vector<std::string> NodeServices::local_listen_addresses() { return {}; }
std::vector<rpc::PeerInfo> NodeServices::peers() { return {}; }
bool NodeServices::set_log_filter(const std::string& directives) { return log::add_filter(directives); }
void NodeServices::reset_log_filter() { log::reset_filter(); }

}  // namespace serinus::node
