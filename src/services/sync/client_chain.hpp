/// The chain as the synchronisation of blocks sees it.
#pragma once

#include "chain/client/import_queue.hpp"
#include "protocols/block_announces/announces.hpp"
#include "protocols/sync/block_server.hpp"
#include "protocols/sync/history.hpp"
#include "protocols/sync/sync.hpp"

namespace serinus::services {

/// Reads go to the client; blocks go to the import queue, whose outcomes come back through `on_imported` on any thread.
class ClientChain final : public network::sync::SyncChain, public network::serve::BlockSource {
  public:
    using OnImported = std::function<void(const chain::BlockId&, const Hash256& parent, network::sync::ImportResult)>;

    ClientChain(chain::Client& client, platform::Scheduler& scheduler, OnImported on_imported);

    /// Called on any thread with blocks that need a justification of their own. Before the first import.
    void set_on_needed(std::function<void(const chain::BlockId&)> on_needed) { on_needed_ = std::move(on_needed); }

    // SyncChain
    chain::BlockId best() override { return client_.best(); }
    chain::BlockId finalized() override { return client_.finalized(); }
    bool contains(const Hash256& block) override;
    std::optional<Hash256> hash_at(primitives::BlockNumber number) override;
    void import(std::vector<network::sync::ReceivedBlock> blocks, const network::PeerId& from,
                bool is_catching_up) override;
    size_t import_room() override;
    size_t queued_blocks() const { return queue_ == nullptr ? 0 : queue_->size(); }

    // BlockSource
    std::optional<network::sync::BlockData> find(const Hash256& block,
                                                 const network::sync::BlockFields& fields) override;
    std::optional<std::pair<Hash256, primitives::BlockNumber>> parent_of(const Hash256& block) override;

    /// Of a header whose block is not here. Any thread, until stop().
    network::gossip::HeaderVerdict judge(const primitives::Header& header, const Hash256& hash) const;

    /// Blocks that came by another way than the network's sync, in their order. Any thread, until stop().
    void import_recovered(std::vector<primitives::Block> blocks);
    /// Whether a block is in the chain, or waits to be imported. Any thread, until stop().
    bool has(const Hash256& block) { return contains(block) || queue_->contains(block); }

    /// Drops what waits.
    void stop() { queue_.reset(); }

  private:
    void on_done(const chain::BlockId& block, const Result<chain::ImportOutcome, chain::ChainError>& outcome);

    static constexpr size_t kMaxBlocks = 1024;
    static constexpr uint64_t kMaxBytes = uint64_t{256} << 20;

    chain::Client& client_;
    OnImported on_imported_;
    std::function<void(const chain::BlockId&)> on_needed_;
    std::unique_ptr<chain::ImportQueue> queue_;
};

}  // namespace serinus::services
