#include "cli/network_options.hpp"

namespace serinus::cli {
namespace {

using network::wire::Multiaddr;

constexpr uint32_t kDefaultPort = 30333;

std::string error_of_address(const std::string& text) {
    const auto address = Multiaddr::parse(text);
    return address ? "" : "\"" + text + "\" is not a multiaddress: " + address.error().reason;
}

std::string error_of_peer_address(const std::string& text) {
    const auto address = Multiaddr::parse(text);
    if (!address) return error_of_address(text);
    return address->peer_id() ? "" : "\"" + text + "\" does not end in /p2p/ and a peer id";
}

std::vector<Multiaddr> parsed(const std::vector<std::string>& texts) {
    std::vector<Multiaddr> out;
    for (const std::string& text : texts) out.push_back(*Multiaddr::parse(text));  // checked when it was given
    return out;
}

}  // namespace

void add_network_options(Arguments program, NetworkCommandOptions& options) {
    program.section("Network");
    program.add_option("--port", options.port, "TCP port on which other nodes connect (default: 30333)")
        .type_name("PORT")
        .between(0, UINT16_MAX);
    program
        .add_option("--listen-addr", options.listen_addresses,
                    "Addresses to listen on (default: all of this machine): /ip4/127.0.0.1/tcp/30333")
        .type_name("ADDR...")
        .check(error_of_address);
    program.add_option("--public-addr", options.public_addresses, "Addresses that other nodes are told of")
        .type_name("ADDR...")
        .check(error_of_address);
    program
        .add_option("--bootnodes", options.boot_nodes,
                    "Nodes to begin with, beside those of the chain specification: /ip4/1.2.3.4/tcp/30333/p2p/12D3Koo…")
        .type_name("ADDR...")
        .check(error_of_peer_address);
    program.add_option("--reserved-nodes", options.reserved_nodes, "Nodes with which connections are always kept")
        .type_name("ADDR...")
        .check(error_of_peer_address);
    program.add_flag("--reserved-only", options.reserved_only, "Connect with no others");
    program.add_option("--out-peers", options.out_peers, "Full nodes to which this node connects")
        .type_name("COUNT")
        .show_default();
    program.add_option("--in-peers", options.in_peers, "Full nodes that may connect to this node")
        .type_name("COUNT")
        .show_default();
    program.add_option("--in-peers-light", options.in_light_peers, "Light clients that may connect to this node")
        .type_name("COUNT")
        .show_default();
    program
        .add_option("--sync", options.sync,
                    "How a new node catches up: executes all blocks (full), or begins with the state of a final block "
                    "(warp; also fast and fast-unsafe, which other programs do in another way)")
        .type_name("MODE")
        .one_of({"full", "fast", "fast-unsafe", "warp"})
        .show_default();
    const Option none = program.add_flag("--no-private-ip,--no-private-ipv4", options.no_private_ip,
                                         "Connect to no addresses of private networks, as on live chains by default");
    program
        .add_flag("--allow-private-ip,--allow-private-ipv4", options.allow_private_ip,
                  "Connect to addresses of private networks, as on other chains by default")
        .excludes(none);
}

std::optional<node::NetworkOptions> network_options_of(const NetworkCommandOptions& options,
                                                       const crypto::ed25519::Seed& node_key, bool is_dev,
                                                       bool is_live) {
    const bool is_asked_for = options.port || !options.listen_addresses.empty() || !options.boot_nodes.empty() ||
                              !options.reserved_nodes.empty();
    if (is_dev && !is_asked_for) return std::nullopt;
    node::NetworkOptions out{
        .node_key = node_key,
        .listen_addresses = parsed(options.listen_addresses),
        .public_addresses = parsed(options.public_addresses),
        .boot_nodes = parsed(options.boot_nodes),
        .reserved_nodes = parsed(options.reserved_nodes),
        .peers = {.out_peers = options.out_peers,
                  .in_peers = options.in_peers,
                  .reserved_only = options.reserved_only,
                  .allow_private_addresses = options.allow_private_ip || (!is_live && !options.no_private_ip)},
        .in_light_peers = options.in_light_peers,
        .sync = options.sync == "full" ? node::SyncMode::kFull : node::SyncMode::kWarp};
    if (out.listen_addresses.empty()) {
        const std::string port = std::to_string(options.port.value_or(kDefaultPort));
        for (const char* const ip : {"/ip4/0.0.0.0", "/ip6/::"}) {
            out.listen_addresses.push_back(*Multiaddr::parse(ip + ("/tcp/" + port)));
        }
    }
    return out;
}

}  // namespace serinus::cli
