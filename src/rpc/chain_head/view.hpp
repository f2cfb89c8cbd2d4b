/// The head of the chain as subscribers may know it: the last finalized blocks and the tree above them.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>

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
/// All subscribers get the same events; one that comes later gets `introduction()` first.
///
/// Costs, with n unfinalized blocks: imported(), lag() and is_contested() O(log n), finalized() O(n log n).
class ChainView {
  public:
    /// `kept`: finalized blocks to introduce.
    ChainView(Head head, size_t kept);

    /// False: the block does not fit to what is known, so that there is a gap; the view must be replaced and all
    /// subscribers be stopped. Blocks that can never become final are ignored.
    bool imported(const KnownBlock& block, bool is_best, std::vector<Event>& events);
    /// `blocks`: ascending; those that are final already may be among them. False: as above.
    bool finalized(const std::vector<Hash256>& blocks, std::optional<Hash256> new_best, std::vector<Event>& events);
    /// Forgets all unfinalized blocks.
    void clear();

    /// What a new subscriber gets: Initialized, NewBlock for each block above, BestBlockChanged.
    std::vector<Event> introduction() const;

    /// How far the highest block is above the last finalized one.
    uint32_t lag() const noexcept;
    size_t unfinalized_count() const noexcept { return tree_.size(); }
    bool is_unfinalized(const Hash256& block) const { return tree_.contains(block); }
    const Hash256& finalized_block() const noexcept { return finalized_.back().hash; }
    const Hash256& best_block() const noexcept { return best_; }

    /// Whether it is unfinalized and there is a leaf that is not above it, so that finality can prune it.
    bool is_contested(const Hash256& block) const;

    /// Unfinalized blocks that were looked at so far: what the work is measured by.
    uint64_t visited() const noexcept { return visited_; }

  private:
    struct Node {
        KnownBlock block;
        uint64_t order = 0;  ///< of being reported
    };
    using Tree = std::map<Hash256, Node>;
    void add(const KnownBlock& block);
    void remove(Tree::iterator node);
    void set_best(const Hash256& hash, std::vector<Event>& events);

    size_t kept_;
    std::deque<chain::BlockId> finalized_;
    SharedText runtime_;
    Tree tree_;                               ///< reported, not final
    std::map<uint64_t, Hash256> by_order_;    ///< of `tree_`
    std::map<uint32_t, size_t> with_number_;  ///< how many of `tree_` have a number
    std::set<uint32_t> forked_;               ///< numbers that several of `tree_` have
    uint64_t next_order_ = 0;
    Hash256 best_;
    uint64_t visited_ = 0;
};

}  // namespace serinus::rpc::chain_head
