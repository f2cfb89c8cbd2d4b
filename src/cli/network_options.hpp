/// The options of a node's network on the command line. Observed: sc-cli 0.63.0, network_params.rs
#pragma once

#include "cli/network_key.hpp"
#include "node/network.hpp"

namespace serinus::cli {

struct NetworkCommandOptions {
    std::optional<uint32_t> port;
    std::vector<std::string> listen_addresses, public_addresses, boot_nodes, reserved_nodes;
    bool reserved_only = false;
    uint32_t out_peers = 8, in_peers = 32, in_light_peers = 500;  ///< Observed: sc-cli 0.63.0, network_params.rs
    bool no_private_ip = false, allow_private_ip = false;
    bool no_mdns = false, discover_local = false;
    uint32_t kademlia_replication_factor = 20;
    bool kademlia_disjoint_query_paths = false;
    std::string sync = "full";
    uint32_t max_parallel_downloads = 5, max_blocks_per_request = 64;
    bool ipfs_server = false, force_enable_webrtc = false;
    std::vector<std::string> ipfs_boot_nodes;
};

/// Declares --port, --listen-addr, --bootnodes …. `options` must outlive the parsing.
void add_network_options(Arguments program, NetworkCommandOptions& options);

/// What of a chain decides about its network.
struct NetworkChainFacts {
    bool is_dev = false;    ///< --dev
    bool is_local = false;  ///< of a development or local chain, where addresses of private networks are of use
    std::string folder;     ///< of the network's files
};

/// nullopt: the node stays alone, as a development node that was given no option of the network. The error is a
/// sentence for the user.
Result<std::optional<node::NetworkOptions>, std::string> network_options_of(const NetworkCommandOptions& options,
                                                                            const crypto::ed25519::Seed& node_key,
                                                                            const NetworkChainFacts& chain);

}  // namespace serinus::cli
