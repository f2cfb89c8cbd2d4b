/// The user's options of a node's network; each service takes its part.
#pragma once

#include "network/service/service.hpp"

namespace serinus::services {

/// How a node that has nothing but the genesis block catches up.
enum class SyncMode : uint8_t {
    kFull,  ///< executes all blocks
    kWarp,  ///< begins with the state of a final block, and fetches those below it afterwards
};

struct NetworkOptions {
    crypto::ed25519::Seed node_key;
    std::vector<network::wire::Multiaddr> listen_addresses;
    std::vector<network::wire::Multiaddr> public_addresses;
    std::vector<network::wire::Multiaddr> boot_nodes;  ///< of the user; the node adds those of the specification
    std::vector<network::wire::Multiaddr> reserved_nodes;
    network::PeerManagerOptions peers;
    size_t in_light_peers = 500;
    std::string book_file = {};  ///< addresses of peers for the next run; empty: none are kept
    bool has_mdns = false;       ///< nodes of the local network are looked for
    /// Addresses of private networks stand in the DHT. nullopt: on development and local chains.
    std::optional<bool> private_addresses_in_dht = {};
    SyncMode sync = SyncMode::kFull;
    size_t kademlia_replication_factor = 20;
    bool kademlia_disjoint_query_paths = false;
    uint32_t max_blocks_per_request = 64;
    size_t max_parallel_downloads = 5;  ///< peers of whom the same blocks are asked
};

}  // namespace serinus::services
