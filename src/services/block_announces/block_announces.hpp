/// Block announces on a node: tells peers of new blocks and hears of theirs; the peers with which the protocol is open
/// are those in sync with this node.
#pragma once

#include <atomic>

#include "protocols/block_announces/announces.hpp"
#include "services/sync/sync.hpp"

namespace serinus::services {

class BlockAnnounces final : public Service, private chain::ClientListener, private network::gossip::HeaderChecker {
  public:
    /// `sync` is told of the peers and of what they announce. All must outlive it, but for the lists of `node`.
    BlockAnnounces(NodeParts& node, Sync& sync);
    ~BlockAnnounces() override { BlockAnnounces::stop(); }

    void connect(ModuleParts& parts) override;
    Result<void, std::string> start() override;
    void publish(NetworkState& state) override;
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    void on_imported(const chain::ImportedBlock& block) override;
    bool check(const primitives::Header& header, const Hash256& hash) override;

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    Sync& sync_;
    const size_t in_light_peers_;
    const network::link::NotificationIndex protocol_;

    ServiceNetwork* network_ = nullptr;                ///< nullptr: the node has none
    std::unique_ptr<platform::Lane> check_lane_;       ///< checks announced headers
    network::gossip::Announces* announces_ = nullptr;  ///< on the network's thread
    std::atomic<size_t> peer_count_ = 0;
    bool is_listening_ = false;
};

/// For recipes.
void add_block_announces(NodeParts& node, Sync& sync);

}  // namespace serinus::services
