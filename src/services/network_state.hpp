/// The state of a node's network for its log, metrics and RPC: plain data, of a moment ago.
#pragma once

#include "chain/store/block_store.hpp"
#include "network/service/connection_figures.hpp"
#include "network/service/service.hpp"
#include "services/sync_progress.hpp"

namespace serinus::services {

struct NetworkState {
    struct Peer {
        std::string id;
        std::string roles;  ///< "FULL", "AUTHORITY", "LIGHT"
        chain::BlockId best;
    };
    // By the services, in Service::publish().
    std::vector<Peer> peers;  ///< that are in sync with this node
    bool is_syncing = false;
    std::optional<uint64_t> target;                       ///< the highest number that a peer claims
    size_t queued_blocks = 0;                             ///< that wait for their import
    std::optional<SyncProgress> warp = {};                ///< before the chain begins with a downloaded state
    std::optional<primitives::BlockNumber> history = {};  ///< the old block that is being fetched, after that
    std::vector<std::string> external_addresses = {};     ///< named by the user or confirmed by peers, with the peer id
    // By the network itself.
    uint64_t bytes_in = 0, bytes_out = 0;
    uint64_t memory_bytes = 0;
    size_t known_peers = 0;  ///< in the address book
    network::ConnectionFigures connections = {};
    std::vector<network::RequestFigures> requests = {};
};

}  // namespace serinus::services
