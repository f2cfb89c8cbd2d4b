/// The cores of a full node, for a thousand in one process: discovery, block announces and synchronisation over a chain
/// in memory, without client, pool and gadgets. Whole nodes are simulated in tests/world.
#pragma once

#include "network/discovery/discovery.hpp"
#include "network/simulation/world.hpp"
#include "protocols/block_announces/announces.hpp"
#include "protocols/simulation/due_jobs.hpp"
#include "protocols/simulation/memory_chain.hpp"

namespace serinus::network::simulation {

struct FullNodeOptions {
    PeerManagerOptions peers = {};
    discovery::DhtOptions dht = {};
    discovery::DiscoveryOptions discovery = {};
    sync::SyncOptions sync = {};
    bool can_be_dialed = true;
    std::vector<wire::Multiaddr> boot_nodes = {};  ///< with their peer ids
    Millis import_ms = 20;                         ///< a block takes so long
};

/// The names and limits of a simulated chain's protocols; the first request is sync/2, the second kad.
CoreProtocols simulated_protocols();

/// Joins the modules, and is one: imports what the synchronisation gave, one block each `import_ms`. Its chain is that
/// of the disk: it outlives the node, which a restart makes anew.
class FullNode final : public Module {
  public:
    FullNode(NodeParts parts, MemoryChain& chain, const FullNodeOptions& options);

    /// Makes a block on the best one and announces it. `body_bytes`: of one extrinsic more.
    Hash256 author(uint64_t branch, Millis now, size_t body_bytes = 0);
    MemoryChain& chain() noexcept { return chain_; }
    discovery::Dht& dht() noexcept { return dht_; }
    discovery::Discovery& discovery() noexcept { return discovery_; }
    sync::Sync& sync() noexcept { return sync_; }
    gossip::Announces& announces() noexcept { return announces_; }
    const serve::BlockServer& server() const noexcept { return server_; }

    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    MemoryChain& chain_;
    Millis import_ms_;
    Millis last_import_ = 0;
    discovery::Dht dht_;
    discovery::Discovery discovery_;
    sync::Sync sync_;
    gossip::Announces announces_;
    DueJobs jobs_;
    serve::BlockServer server_;
};

/// For World::add(). `chain` must outlive the world.
NodeSetup full_node(MemoryChain& chain, FullNodeOptions options);

}  // namespace serinus::network::simulation
