/// The node and its network as RPC shows them.
#pragma once

#include "node/network.hpp"
#include "rpc/services.hpp"

namespace serinus::node {

class NodeServices : public rpc::SystemServices {
  public:
    struct Facts {
        std::string version;
        std::string peer_id;
        bool authority = false;
        bool should_have_peers = false;  ///< the chain names boot nodes
    };
    /// `network`: nullptr for a node without a network: it has no peers and is never syncing.
    NodeServices(chain::Client& client, NodeNetwork* network, Facts facts);

    std::string implementation_name() override;
    std::string implementation_version() override;
    std::vector<std::string> node_roles() override;
    bool is_syncing() override;
    bool should_have_peers() override;
    rpc::SyncState sync_state() override;
    std::string local_peer_id() override;
    std::vector<std::string> local_listen_addresses() override;
    std::vector<std::string> external_addresses() override;
    std::vector<rpc::PeerInfo> peers() override;
    std::vector<std::string> reserved_peers() override;
    Result<void, std::string> add_reserved_peer(const std::string& address) override;
    Result<void, std::string> remove_reserved_peer(const std::string& peer_id) override;
    bool set_log_filter(const std::string& directives) override;
    void reset_log_filter() override;

  private:
    chain::Client& client_;
    NodeNetwork* network_;
    Facts facts_;
    uint64_t starting_;  ///< the best block's number when the node started
};

}  // namespace serinus::node
