/// Keeps the nodes of the runtime's Merkle mountain range where proofs of old blocks find them.
///
/// A block indexes the nodes that it brings under keys with the hash of its parent, so that forks do not overwrite each
/// other. A runtime knows the hashes of so many parents alone. When a block is final, its nodes get the key that needs
/// no hash, and those of dead forks go.
/// Observed: polkadot-sdk v1.1.0, mmr-gadget
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "chain/client/client.hpp"
#include "executor/offchain_storage.hpp"
#include "platform/scheduler.hpp"

namespace serinus::node {

/// Moves the nodes of the block with that parent and that leaf from its fork's keys to the final ones. False: there is
/// nothing under the fork's keys. Twice does no harm: the new key is written before the old one goes.
Result<bool, std::string> make_canonical(executor::LocalStorage& storage, uint64_t leaf_index, const Hash256& parent);

/// Removes the nodes of blocks with that parent and that leaf.
Result<void, std::string> remove_fork(executor::LocalStorage& storage, uint64_t leaf_index, const Hash256& parent);

/// Does both as blocks become final, on a lane of its own; at the start for blocks final before and not moved yet.
class MmrNodes final : public chain::ClientListener {
  public:
    /// Both must outlive it.
    MmrNodes(chain::Client& client, platform::Scheduler& scheduler);
    ~MmrNodes() override;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& finalized) override;

  private:
    struct Place {
        primitives::BlockNumber number = 0;
        Hash256 parent;
    };

    /// How many leaves the range has after the block; nullopt: its runtime has no range.
    std::optional<uint64_t> leaf_count(const Hash256& block);
    void catch_up(const chain::BlockId& last);
    void move(const std::vector<chain::BlockId>& blocks, const std::vector<Place>& dead);
    void warn(const std::string& reason);

    chain::Client& client_;
    executor::LocalStorage& storage_;
    std::mutex mutex_;
    std::map<Hash256, Place> unfinalized_;  ///< blocks that may yet die: the store forgets these
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::node
