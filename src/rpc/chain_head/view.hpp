/// The head of the chain as subscribers may know it: the last finalized blocks and the tree above them.
#pragma once

#include <deque>
#include <map>
#include <optional>

#include "chain/store/block_store.hpp"
#include "rpc/chain_head/events.hpp"

namespace serinus::rpc::chain_head {

struct KnownBlock {
    chain::BlockId id;
    Hash256 parent;
    SharedText runtime;  ///< nullptr: that of the parent
};

/// What a view starts from.
struct Head {
    std::vector<chain::BlockId> finalized;  ///< ascending, each the parent of the next; at least one
    SharedText runtime;                     ///< of the last one
    std::vector<KnownBlock> unfinalized;    ///< above the last one, parents before their children
    Hash256 best;
};

/// Turns what happens to the chain into events that keep the specification's promises, whatever order it comes in:
/// a block is reported once and after its parent, best blocks and final blocks were reported before, every reported
/// block becomes either final or pruned, and a best block that is pruned is replaced before that.
/// All subscribers hear the same; one that comes later hears `introduction()` first.
class ChainView {
  public:
    /// `kept`: finalized blocks to introduce.
    ChainView(Head head, size_t kept);

    /// False: the block does not fit to what is known, so that there is a gap; the view must be made anew and all
    /// subscribers be stopped. Blocks that can never become final are passed over.
    bool imported(const KnownBlock& block, bool is_best, std::vector<Event>& events);
    /// `blocks`: ascending; those that are final already may be among them. False: as above.
    bool finalized(const std::vector<Hash256>& blocks, std::optional<Hash256> new_best, std::vector<Event>& events);

    /// What a new subscriber hears: Initialized, NewBlock for each block above, BestBlockChanged.
    std::vector<Event> introduction() const;

    /// How far the highest block is above the last finalized one.
    uint32_t lag() const noexcept;
    const Hash256& finalized_block() const noexcept { return finalized_.back().hash; }
    const Hash256& best_block() const noexcept { return best_; }

    /// Unfinalized blocks that another leaf than theirs could prune.
    std::vector<Hash256> contested() const;

  private:
    struct Node {
        KnownBlock block;
        uint64_t order = 0;  ///< of being reported
    };
    bool is_above(const Hash256& hash, const Hash256& ancestor) const;
    void set_best(const Hash256& hash, std::vector<Event>& events);

    size_t kept_;
    std::deque<chain::BlockId> finalized_;
    SharedText runtime_;
    std::map<Hash256, Node> tree_;  ///< reported, not final
    uint64_t next_order_ = 0;
    Hash256 best_;
};

}  // namespace serinus::rpc::chain_head
