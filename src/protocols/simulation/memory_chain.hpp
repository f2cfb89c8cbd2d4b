/// A chain in memory for simulated nodes: blocks are taken as they come, the longest branch
/// above the last final block is the best.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "protocols/sync/block_server.hpp"
#include "protocols/sync/sync.hpp"

namespace serinus::network::simulation {

/// A block whose content is its place: `branch` tells apart those of one number and parent.
sync::ReceivedBlock make_block(const Hash256& parent, sync::BlockNumber number, uint64_t branch,
                               primitives::Body body = {Bytes{1, 2, 3}});
/// The genesis of all simulated chains.
const sync::ReceivedBlock& simulated_genesis();

class MemoryChain final : public sync::SyncChain, public serve::BlockSource {
  public:
    MemoryChain() { add(simulated_genesis()); }

    /// Precondition: the parent is there, or the block is the genesis. False: it is known.
    bool add(const sync::ReceivedBlock& block);
    /// Blocks that the synchronisation gave and that are not imported yet; the owner imports them in its own time.
    std::deque<std::pair<sync::ReceivedBlock, PeerId>> queue;
    size_t max_queue = 1024;
    sync::BlockNumber final_number = 0;
    /// Blocks that no node takes, as if their execution had failed.
    std::set<Hash256> bad;

    // SyncChain
    chain::BlockId best() override { return best_; }
    chain::BlockId finalized() override { return {*hash_at(final_number), final_number}; }
    bool contains(const Hash256& block) override { return blocks_.contains(block); }
    std::optional<Hash256> hash_at(sync::BlockNumber number) override {
        return number < canonical_.size() ? std::optional(canonical_[number]) : std::nullopt;
    }
    void import(std::vector<sync::ReceivedBlock> blocks, const PeerId& from, bool) override {
        for (auto& block : blocks) queue.emplace_back(std::move(block), from);
    }
    size_t import_room() override { return max_queue - std::min(max_queue, queue.size()); }

    // BlockSource
    std::optional<sync::BlockData> find(const Hash256& block, const sync::BlockFields& fields) override;
    std::optional<std::pair<Hash256, sync::BlockNumber>> parent_of(const Hash256& block) override;

    const sync::ReceivedBlock* find_block(const Hash256& block) const {
        const auto found = blocks_.find(block);
        return found == blocks_.end() ? nullptr : &found->second;
    }
    size_t size() const noexcept { return blocks_.size(); }
    /// Forgets blocks below this number, as if they were pruned; the hashes of the best chain stay.
    void forget_below(sync::BlockNumber number) {
        std::erase_if(blocks_, [&](const auto& one) {
            return one.second.header.number < number && one.second.header.number > 0;
        });
    }

  private:
    bool is_above_final(const sync::ReceivedBlock& block) const;

    std::map<Hash256, sync::ReceivedBlock> blocks_;
    chain::BlockId best_;
    std::vector<Hash256> canonical_;  ///< by number
};

}  // namespace serinus::network::simulation
