/// The network of a node, joined with its chain and its services.
#pragma once

#include "chain/client/import_queue.hpp"
#include "crypto/node_keys.hpp"
#include "network/discovery/authority_discovery.hpp"
#include "network/service/connection_figures.hpp"
#include "network/service/service.hpp"
#include "node/sync_progress.hpp"
#include "protocols/sync/justifications.hpp"
#include "services/service.hpp"

namespace serinus::node {

/// How a node that has nothing but the genesis block catches up.
enum class SyncMode : uint8_t {
    kFull,  ///< executes all blocks
    kWarp,  ///< begins with the state of a final block, and fetches those below it afterwards
};

struct NetworkOptions {
    crypto::ed25519::Seed node_key;
    std::vector<network::wire::Multiaddr> listen_addresses;
    std::vector<network::wire::Multiaddr> public_addresses;
    std::vector<network::wire::Multiaddr> boot_nodes;  ///< beside those of the chain specification
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

/// What other parts of the node are told of the network.
struct NetworkState {
    struct Peer {
        std::string id;
        std::string roles;  ///< "FULL", "AUTHORITY", "LIGHT"
        chain::BlockId best;
    };
    std::vector<Peer> peers;
    bool is_syncing = false;
    std::optional<uint64_t> target;                       ///< the highest number that a peer claims
    size_t queued_blocks = 0;                             ///< that wait for their import
    std::optional<SyncProgress> warp = {};                ///< before the chain begins with a downloaded state
    std::optional<primitives::BlockNumber> history = {};  ///< the old block that is being fetched, after that
    uint64_t bytes_in = 0, bytes_out = 0;
    uint64_t memory_bytes = 0;
    network::discovery::AuthorityDiscoveryCounters authorities = {};
    size_t dht_peers = 0, dht_records = 0, dht_record_bytes = 0;
    uint64_t dht_random_look_ups = 0;
    std::vector<size_t> dht_buckets = {};  ///< peers by the bits that their keys have in common with ours; no empty end
    size_t known_peers = 0;                ///< in the address book
    network::ConnectionFigures connections = {};
    std::vector<network::RequestFigures> requests = {};
    size_t fork_targets = 0;  ///< announced or wanted heads of branches that are not imported
    network::sync::JustificationFigures justifications = {};
    std::vector<std::string> external_addresses = {};  ///< named by the user or confirmed by peers, with the peer id
};

/// Lives from open() to stop(). `client` and `scheduler` must outlive it.
class NodeNetwork {
  public:
    struct Environment {
        chain::Client& client;
        platform::Scheduler& scheduler;
        std::string agent_version;
        bool is_authority = false;
        network::Service::Factory start_service = network::Service::start;
        /// Of an authority: with these it publishes where it is found; nullptr: it does not. Must outlive the network.
        const crypto::NodeKeys* keys = nullptr;
        std::string warp_folder = {};  ///< for a state that is downloaded; empty: in memory
        chain::Pruning blocks_pruning = {chain::Pruning::Mode::kArchiveCanonical, 0};
        /// These are connected with the network, and must outlive it until it is stopped; nullptr: none.
        const std::vector<std::unique_ptr<services::Service>>* services = nullptr;
        network::CoreProtocols service_protocols = {};  ///< which the services have added
    };

    /// Listens when it returns; nothing else happens before run(). An address that cannot be listened on is a warning
    /// in the log: the node can still dial.
    static std::unique_ptr<NodeNetwork> open(const Environment& environment, NetworkOptions options);
    virtual ~NodeNetwork() = default;  ///< as stop()

    /// Meets peers and imports their blocks. Once, when all that is to know of each block is registered with the
    /// client.
    virtual void run() = 0;

    // Any thread; the state is of a moment ago.
    virtual NetworkState state() const = 0;
    virtual bool is_syncing() const noexcept = 0;
    virtual size_t peer_count() const noexcept = 0;  ///< with which block announces are open
    virtual std::vector<std::string> listen_addresses() const = 0;
    /// The error is a sentence: the text is no address of a peer.
    virtual Result<void, std::string> add_reserved(const std::string& address) = 0;
    virtual Result<void, std::string> remove_reserved(const std::string& peer_id) = 0;
    virtual std::vector<std::string> reserved() const = 0;
    /// Which peers the authorities are; for any thread.
    virtual const network::discovery::AuthorityDirectory& authorities() const noexcept = 0;

    virtual void stop() = 0;
};

}  // namespace serinus::node
