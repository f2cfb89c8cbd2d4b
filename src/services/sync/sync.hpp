/// Synchronisation on a node: blocks that peers have and this node lacks, their history and their justifications, over
/// sync/2, asked for and answered.
#pragma once

#include <mutex>

#include "protocols/sync/block_server.hpp"
#include "protocols/sync/history.hpp"
#include "protocols/sync/justifications.hpp"
#include "protocols/sync/sync.hpp"
#include "services/service.hpp"
#include "services/sync/client_chain.hpp"
#include "services/sync/stored_history.hpp"

namespace serinus::services {

class Sync final : public Service,
                   private network::gossip::SyncPeerListener,
                   private network::sync::JustificationChain {
  public:
    /// `node` must outlive it, but for the lists of protocols and services.
    explicit Sync(NodeParts& node);
    ~Sync() override { Sync::stop(); }

    void connect(ModuleParts& parts) override;
    void publish(NetworkState& state) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

    // For services that build on it, from their connect() on.
    network::link::ProtocolIndex protocol() const noexcept { return protocol_; }
    ClientChain& chain() noexcept { return *chain_; }
    /// On the network's thread.
    network::sync::Sync& core() noexcept { return *sync_; }
    /// On the network's thread: the chain begins where it begins, after core().hold_for().
    void release(network::Millis now);

  private:
    /// Counted by the modules.
    struct Counts {
        size_t queued_blocks = 0;
        size_t fork_targets = 0;  ///< announced or wanted heads of branches that are not imported
        network::sync::JustificationFigures justifications;
    };

    void on_sync_peer(const network::PeerId& peer, network::gossip::Role role, network::Millis now) override;
    void on_sync_peer_gone(const network::PeerId& peer, network::Millis now) override;
    chain::BlockId finalized_block() override { return client_.finalized(); }
    void import_justifications(const chain::BlockId& block, primitives::Justifications all) override;
    void judge_justifications(const chain::BlockId& block, bool is_bad);

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    const chain::Pruning blocks_pruning_;
    network::sync::SyncOptions options_;
    const network::link::ProtocolIndex protocol_;

    // nullptr: the node has no network.
    ServiceNetwork* network_ = nullptr;
    std::unique_ptr<ClientChain> chain_;
    std::unique_ptr<StoredHistory> stored_history_;
    std::unique_ptr<platform::Lane> justification_lane_;  ///< imports justifications that were asked for
    // On the network's thread.
    network::sync::Sync* sync_ = nullptr;
    network::sync::History* history_ = nullptr;
    network::sync::Justifications* justifications_ = nullptr;

    mutable std::mutex mutex_;
    Counts counts_;
};

/// For recipes. Block announces, which know the peers, are a service that builds on it.
Sync& add_sync(NodeParts& node);

}  // namespace serinus::services
