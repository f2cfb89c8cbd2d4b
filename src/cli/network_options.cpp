#include "cli/network_options.hpp"

#include <algorithm>

namespace serinus::cli {
namespace {

using network::wire::Multiaddr;

constexpr uint32_t kDefaultPort = 30333;
constexpr double kMaxReplicationFactor = 256;  ///< ours
/// What the reference answers at most. Observed: sc-network-sync 0.59.0, MAX_BLOCKS_IN_RESPONSE
constexpr double kMaxBlocksPerRequest = 128;

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

/// The ways of the reference that do not execute all blocks are one here.
node::SyncMode sync_mode_of(const std::string& text) {
    const bool is_full = std::ranges::equal(text, std::string_view("full"), {}, [](char c) { return c | 0x20; });
    return is_full ? node::SyncMode::kFull : node::SyncMode::kWarp;
}

}  // namespace

void add_network_options(Arguments program, NetworkCommandOptions& options) {
    program.section("Network");
    const Option port =
        program.add_option("--port", options.port, "TCP port on which other nodes connect (default: 30333)")
            .type_name("PORT")
            .between(0, UINT16_MAX);
    program
        .add_option("--listen-addr", options.listen_addresses,
                    "Addresses to listen on (default: all of this machine). Plain TCP and WebSocket share a port: "
                    "/ip4/127.0.0.1/tcp/30333; WebSocket in TLS too: /ip4/127.0.0.1/tcp/30333/wss")
        .type_name("ADDR...")
        .check(error_of_address)
        .excludes(port);
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
    program.add_flag("--no-mdns", options.no_mdns, "Do not look for nodes of the local network by mDNS");
    program.add_flag("--discover-local", options.discover_local,
                     "Tell others of addresses of private networks, as on local chains by default");
    program
        .add_option("--kademlia-replication-factor", options.kademlia_replication_factor,
                    "Nodes that keep a record of the DHT")
        .type_name("COUNT")
        .between(1, kMaxReplicationFactor)
        .show_default();
    program.add_flag("--kademlia-disjoint-query-paths", options.kademlia_disjoint_query_paths,
                     "Ask the DHT on paths that have no node in common, so that a liar misleads one of them");
    program
        .add_option("--max-parallel-downloads", options.max_parallel_downloads,
                    "Peers who are asked for the same blocks at a time, when the first ones do not answer at once")
        .type_name("COUNT")
        .positive()
        .show_default();
    program.add_option("--max-blocks-per-request", options.max_blocks_per_request, "Blocks to ask a peer for at once")
        .type_name("COUNT")
        .between(1, kMaxBlocksPerRequest)
        .show_default();
    program.add_flag("--ipfs-server", options.ipfs_server,
                     "Refused: this node keeps no indexed transactions for others to fetch");
    program.add_option("--ipfs-bootnodes", options.ipfs_boot_nodes, "Refused likewise")
        .type_name("ADDR...")
        .check(error_of_peer_address);
    program.add_flag("--force-enable-webrtc", options.force_enable_webrtc,
                     "Refused: this node listens on TCP and WebSocket alone");
}

Result<std::optional<node::NetworkOptions>, std::string> network_options_of(const NetworkCommandOptions& options,
                                                                            const crypto::ed25519::Seed& node_key,
                                                                            const NetworkChainFacts& chain) {
    using Out = std::optional<node::NetworkOptions>;
    ENSURE(!options.ipfs_server, std::string("--ipfs-server is not supported: this node keeps no indexed transactions "
                                             "for others to fetch by bitswap"));
    ENSURE(options.ipfs_boot_nodes.empty(),
           std::string("--ipfs-bootnodes needs --ipfs-server, which is not supported"));
    ENSURE(!options.force_enable_webrtc, std::string("--force-enable-webrtc is not supported: this node has no WebRTC; "
                                                     "browsers connect by --listen-addr /ip4/0.0.0.0/tcp/PORT/ws"));
    const bool is_asked_for = options.port || !options.listen_addresses.empty() || !options.boot_nodes.empty() ||
                              !options.reserved_nodes.empty();
    if (chain.is_dev && !is_asked_for) return Out();
    const bool is_private = chain.is_dev || chain.is_local;
    node::NetworkOptions out{
        .node_key = node_key,
        .listen_addresses = parsed(options.listen_addresses),
        .public_addresses = parsed(options.public_addresses),
        .boot_nodes = parsed(options.boot_nodes),
        .reserved_nodes = parsed(options.reserved_nodes),
        .peers = {.out_peers = options.out_peers,
                  .in_peers = options.in_peers,
                  .reserved_only = options.reserved_only,
                  .allow_private_addresses = options.allow_private_ip || (is_private && !options.no_private_ip)},
        .in_light_peers = options.in_light_peers,
        .book_file = chain.folder + "/peers",
        .has_mdns = !chain.is_dev && !options.no_mdns && !options.reserved_only,
        .private_addresses_in_dht = options.discover_local || is_private,
        .sync = sync_mode_of(options.sync),
        .kademlia_replication_factor = options.kademlia_replication_factor,
        .kademlia_disjoint_query_paths = options.kademlia_disjoint_query_paths,
        .max_blocks_per_request = options.max_blocks_per_request,
        .max_parallel_downloads = options.max_parallel_downloads};
    if (out.listen_addresses.empty()) {
        const std::string port = std::to_string(options.port.value_or(kDefaultPort));
        for (const char* const ip : {"/ip4/0.0.0.0", "/ip6/::"}) {
            out.listen_addresses.push_back(*Multiaddr::parse(ip + ("/tcp/" + port)));
        }
    }
    return Out(std::move(out));
}

}  // namespace serinus::cli
