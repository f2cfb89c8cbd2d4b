#include "tools/launcher/node_plan.hpp"

namespace serinus::launcher {
namespace {

using Arguments = std::vector<std::string>;

std::string port_text(uint16_t first, size_t index) { return std::to_string(first + index); }

std::string listen_address(const NetworkPlan& network, size_t index) {
    return "/ip4/127.0.0.1/tcp/" + port_text(network.ports.network, index);
}

void append(Arguments& to, const Arguments& more) { to.insert(to.end(), more.begin(), more.end()); }

void append_boot_nodes(Arguments& to, const std::vector<std::string>& boot_nodes) {
    if (boot_nodes.empty()) return;
    to.emplace_back("--bootnodes");
    append(to, boot_nodes);
}

void append_clock(Arguments& to, const NetworkPlan& network) {
    if (network.clock) append(to, {"--clock", network.clock->to_string()});
}

/// `--alice` of a node called alice, or of a collator called 1000-alice.
std::string key_option(const NodePlan& node) {
    const size_t dash = node.name.rfind('-');
    return "--" + (dash == std::string::npos ? node.name : node.name.substr(dash + 1));
}

/// A node of the relay chain by the program of the network.
Arguments own_command(const NetworkPlan& network, const NodePlan& node) {
    Arguments out = {network.program, "--chain", network.chain_file, "--base-path", node_folder(network, node),
                     "--name", node.name, "--rpc-port", std::to_string(rpc_port(network, node)), "--prometheus-port",
                     port_text(network.ports.metrics, node.index), "--listen-addr", listen_address(network, node.index),
                     // Networks of one chain on this machine must not join each other.
                     "--no-mdns",
                     // Compiled runtimes are the same for all.
                     "--wasmtime-precompiled", network.folder + "/code-cache"};
    if (node.is_validator()) append(out, {"--validator", "--session-keys-of", node.secret});
    append_clock(out, network);
    return out;
}

/// Where a node by another program keeps its files and listens.
Arguments places_of_other(const NetworkPlan& network, const NodePlan& node) {
    return {"--base-path",
            node_folder(network, node),
            "--name",
            node.name,
            "--rpc-port",
            std::to_string(rpc_port(network, node)),
            "--prometheus-port",
            port_text(network.ports.metrics, node.index),
            "--listen-addr",
            listen_address(network, node.index),
            "--no-mdns",
            "--no-telemetry",
            "--no-hardware-benchmarks"};
}

/// A node of the relay chain by another program. Observed (polkadot 1.25.1): a validator is refused where the sandbox
/// of its workers is incomplete, unless it is told to do without.
Arguments other_command(const NetworkPlan& network, const NodePlan& node, const std::string& program) {
    Arguments out = {program, "--chain", network.chain_file};
    append(out, places_of_other(network, node));
    if (node.is_validator()) append(out, {"--validator", key_option(node), "--insecure-validator-i-know-what-i-do"});
    return out;
}

/// What both nodes of a collator of this program have.
Arguments collator_part(const NetworkPlan& network, const std::string& chain_file, size_t index) {
    return {"--chain",
            chain_file,
            "--rpc-port",
            port_text(network.ports.rpc, index),
            "--listen-addr",
            listen_address(network, index),
            "--no-mdns",
            "--wasmtime-precompiled",
            network.folder + "/code-cache"};
}

/// A collator by the program of the network; its process has a node of the relay chain too, with options of its own
/// behind "--".
Arguments own_collator_command(const NetworkPlan& network, const NodePlan& node, const Arguments& boot_nodes) {
    Arguments out = {network.program,
                     "--collator",
                     "--session-keys-of",
                     node.secret,
                     "--base-path",
                     node_folder(network, node),
                     "--name",
                     node.name,
                     "--prometheus-port",
                     port_text(network.ports.metrics, node.index)};
    append_clock(out, network);
    append(out, collator_part(network, network.paras[*node.para].chain_file, node.index));
    append_boot_nodes(out, boot_nodes);
    out.emplace_back("--");
    append(out, collator_part(network, network.chain_file, kMaxNodes + node.index));
    out.emplace_back("--no-prometheus");
    return out;
}

/// A collator by another program. Observed (polkadot-omni-node 1.25.1): a collator makes blocks without peers on its
/// parachain only if it is forced to.
Arguments collator_command(const NetworkPlan& network, const NodePlan& node, const std::string& program,
                           const Arguments& boot_nodes) {
    const size_t relay_index = kMaxNodes + node.index;
    Arguments out = {program,       "--collator", key_option(node), "--force-authoring",
                     "--authoring", "slot-based", "--chain",        network.paras[*node.para].chain_file};
    append(out, places_of_other(network, node));
    append_boot_nodes(out, boot_nodes);
    append(out, {"--", "--chain", network.chain_file, "--rpc-port", port_text(network.ports.rpc, relay_index),
                 "--listen-addr", listen_address(network, relay_index), "--no-prometheus", "--no-mdns",
                 "--no-telemetry", "--no-hardware-benchmarks", "--unsafe-force-node-key-generation"});
    return out;
}

}  // namespace

std::string node_folder(const NetworkPlan& network, const NodePlan& node) { return network.folder + "/" + node.name; }

std::string log_file(const NetworkPlan& network, const NodePlan& node) {
    return network.folder + "/" + node.name + ".log";
}

uint16_t rpc_port(const NetworkPlan& network, const NodePlan& node) {
    return static_cast<uint16_t>(network.ports.rpc + node.index);
}

std::string address_of(const NetworkPlan& network, const NodePlan& node, const std::string& peer_id) {
    return listen_address(network, node.index) + "/p2p/" + peer_id;
}

std::optional<std::string> other_program(const NetworkPlan& network, const NodePlan& node) {
    auto found = network.programs.find(node.name);
    if (found == network.programs.end() && node.para) found = network.programs.find(NetworkPlan::kCollators);
    return found == network.programs.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> command_of(const NetworkPlan& network, const NodePlan& node, const BootNodes& boot_nodes) {
    const auto program = other_program(network, node);
    if (node.para) {
        Arguments out = program ? collator_command(network, node, *program, boot_nodes.para)
                                : own_collator_command(network, node, boot_nodes.para);
        append_boot_nodes(out, boot_nodes.relay);
        return out;
    }
    Arguments out = program ? other_command(network, node, *program) : own_command(network, node);
    append_boot_nodes(out, boot_nodes.relay);
    append(out, network.node_arguments);
    if (const auto own = network.arguments_of.find(node.name); own != network.arguments_of.end()) {
        append(out, own->second);
    }
    return out;
}

}  // namespace serinus::launcher
