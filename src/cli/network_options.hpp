/// The options of a node's network on the command line.
#pragma once

#include "cli/network_key.hpp"
#include "node/network.hpp"

namespace serinus::cli {

struct NetworkCommandOptions {
    std::optional<uint32_t> port;
    std::vector<std::string> listen_addresses, public_addresses, boot_nodes, reserved_nodes;
    bool reserved_only = false;
    uint32_t out_peers = 8, in_peers = 32, in_light_peers = 100;  ///< Observed: polkadot-stable2407
    std::string sync = "full";
    bool no_private_ip = false, allow_private_ip = false;
};

/// Declares --port, --listen-addr, --bootnodes …. `options` must outlive the parsing.
void add_network_options(Arguments program, NetworkCommandOptions& options);

/// nullopt: the node stays alone, as a development node that was given no option of the network. `is_live`: of a public
/// chain, where addresses of private networks are no use.
std::optional<node::NetworkOptions> network_options_of(const NetworkCommandOptions& options,
                                                       const crypto::ed25519::Seed& node_key, bool is_dev,
                                                       bool is_live);

}  // namespace serinus::cli
