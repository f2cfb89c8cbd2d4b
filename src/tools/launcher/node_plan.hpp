/// The nodes of a local network: who they are, and the command line of each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace serinus::launcher {

/// The ports of the node with index 0; node N has those plus N.
struct FirstPorts {
    uint16_t rpc = 9944;
    uint16_t network = 30333;
    uint16_t metrics = 9615;
};

/// What all nodes of the network have in common.
struct NetworkPlan {
    std::string program;     ///< path of serinus
    std::string folder;      ///< each node has a folder of its name in it
    std::string chain_file;  ///< specification
    FirstPorts ports;
    std::vector<std::string> node_arguments;  ///< more of them, for every node
};

struct NodePlan {
    std::string name;    ///< of the node, its folder and its log
    std::string secret;  ///< of its session keys; empty: a full node
    uint16_t index = 0;

    bool is_validator() const noexcept { return !secret.empty(); }
};

std::string node_folder(const NetworkPlan& network, const NodePlan& node);
std::string log_file(const NetworkPlan& network, const NodePlan& node);
uint16_t rpc_port(const NetworkPlan& network, const NodePlan& node);
/// "/ip4/127.0.0.1/tcp/30333/p2p/12D3Koo…"
std::string address_of(const NetworkPlan& network, const NodePlan& node, const std::string& peer_id);

/// The command that runs the node: the program and its arguments. `boot_nodes` are addresses of others.
std::vector<std::string> command_of(const NetworkPlan& network, const NodePlan& node,
                                    const std::vector<std::string>& boot_nodes);

}  // namespace serinus::launcher
