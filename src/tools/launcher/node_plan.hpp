/// The nodes of a local network, and the command line of each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/scaled_scheduler.hpp"

namespace serinus::launcher {

/// A network has at most so many nodes.
constexpr size_t kMaxNodes = 64;

/// The ports of the node with index 0; node N has those plus N. The node of the relay chain in the process of collator
/// N has those plus kMaxNodes and N.
struct FirstPorts {
    uint16_t rpc = 9944;
    uint16_t network = 30333;
    uint16_t metrics = 9615;
};

struct ParaPlan {
    uint32_t id = 0;
    std::string chain_file;  ///< specification
    std::string chain_id;
};

/// What all nodes of the network have in common.
struct NetworkPlan {
    std::string program;     ///< path of serinus
    std::string folder;      ///< each node has a folder of its name in it
    std::string chain_file;  ///< specification of the relay chain
    std::string chain_id;
    FirstPorts ports;
    std::vector<std::string> node_arguments;  ///< more of them, for every node of the relay chain
    std::vector<ParaPlan> paras = {};
    /// Other programs, which take the options of `polkadot` (of `polkadot-omni-node`, of a collator), by the node's
    /// name; kCollators: that of each collator that is not named.
    std::map<std::string, std::string> programs = {};

    /// Of all nodes, which are then the network's own program; nullopt: the machine's.
    std::optional<platform::ClockRate> clock = {};

    /// More arguments of single nodes of the relay chain, by name.
    std::map<std::string, std::vector<std::string>> arguments_of = {};

    static constexpr const char* kCollators = "collators";
};

struct NodePlan {
    std::string name;    ///< of the node, its folder and its log
    std::string secret;  ///< of its session keys, or of a collator's; empty: a full node
    uint16_t index = 0;
    std::optional<size_t> para = {};  ///< of a collator: its place in NetworkPlan::paras

    bool is_validator() const noexcept { return !secret.empty() && !para; }
};

std::string node_folder(const NetworkPlan& network, const NodePlan& node);
std::string log_file(const NetworkPlan& network, const NodePlan& node);
uint16_t rpc_port(const NetworkPlan& network, const NodePlan& node);
/// "/ip4/127.0.0.1/tcp/30333/p2p/12D3Koo…"
std::string address_of(const NetworkPlan& network, const NodePlan& node, const std::string& peer_id);

/// The program of this node when it is not the network's own.
std::optional<std::string> other_program(const NetworkPlan& network, const NodePlan& node);

/// Addresses of other nodes.
struct BootNodes {
    std::vector<std::string> relay;      ///< on the relay chain
    std::vector<std::string> para = {};  ///< of a collator: on its parachain
};

/// The command that runs the node: the program and its arguments. Precondition: a validator of another program has one
/// of the names for which `polkadot` has an option (`--alice` … `--two`), and so has a collator of another program.
std::vector<std::string> command_of(const NetworkPlan& network, const NodePlan& node, const BootNodes& boot_nodes);

}  // namespace serinus::launcher
