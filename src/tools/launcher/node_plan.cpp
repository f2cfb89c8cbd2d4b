#include "tools/launcher/node_plan.hpp"

namespace serinus::launcher {
namespace {

std::string port_text(uint16_t first, uint16_t index) { return std::to_string(first + index); }

}  // namespace

std::string node_folder(const NetworkPlan& network, const NodePlan& node) { return network.folder + "/" + node.name; }

std::string log_file(const NetworkPlan& network, const NodePlan& node) {
    return network.folder + "/" + node.name + ".log";
}

uint16_t rpc_port(const NetworkPlan& network, const NodePlan& node) {
    return static_cast<uint16_t>(network.ports.rpc + node.index);
}

std::string address_of(const NetworkPlan& network, const NodePlan& node, const std::string& peer_id) {
    return "/ip4/127.0.0.1/tcp/" + port_text(network.ports.network, node.index) + "/p2p/" + peer_id;
}

std::vector<std::string> command_of(const NetworkPlan& network, const NodePlan& node,
                                    const std::vector<std::string>& boot_nodes) {
    std::vector<std::string> out = {network.program, "--chain", network.chain_file, "--base-path",
                                    node_folder(network, node), "--name", node.name, "--rpc-port",
                                    std::to_string(rpc_port(network, node)), "--prometheus-port",
                                    port_text(network.ports.metrics, node.index), "--listen-addr",
                                    "/ip4/127.0.0.1/tcp/" + port_text(network.ports.network, node.index),
                                    // Networks of one chain on this machine must not join each other.
                                    "--no-mdns",
                                    // Compiled runtimes are the same for all.
                                    "--wasmtime-precompiled", network.folder + "/code-cache"};
    if (node.is_validator()) out.insert(out.end(), {"--validator", "--session-keys-of", node.secret});
    if (!boot_nodes.empty()) out.emplace_back("--bootnodes");
    out.insert(out.end(), boot_nodes.begin(), boot_nodes.end());
    out.insert(out.end(), network.node_arguments.begin(), network.node_arguments.end());
    return out;
}

}  // namespace serinus::launcher
