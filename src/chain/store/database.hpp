/// A chain on the disk: its blocks and its states, changed together or not at all.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "chain/store/aux_change.hpp"
#include "chain/store/block_effects.hpp"
#include "chain/store/block_pruning.hpp"
#include "chain/store/excluded_branches.hpp"
#include "chain/store/fork_choice.hpp"
#include "chain/store/tree_route.hpp"
#include "state/database.hpp"

namespace serinus::chain {

/// How many blocks the best chain grows before the state of a block counts as final although nothing finalized it: what
/// is not on its chain is removed, so it must be more than finality can ever be late by. Observed: the reference's,
/// polkadot 1.25.1.
inline constexpr uint32_t kCanonicalDepth = 4096;
/// For files of blocks, where nothing is made final.
inline constexpr uint32_t kCanonicalDepthOfFiles = 64;

struct DatabaseOptions {
    std::string folder;                         ///< empty: in memory
    std::optional<Pruning> state_pruning = {};  ///< nullopt: as the database was made; 256 for a new one
    Pruning blocks_pruning = {Pruning::Mode::kArchiveCanonical, 0};
    storage::Durability durability = storage::Durability::kBuffered;
    uint32_t canonical_depth = kCanonicalDepth;
    bool offchain_indexing = true;  ///< blocks write what their runtime indexes to the offchain database
    /// For the roots of large changes of state; nullptr: the caller's thread alone. Must outlive the database.
    platform::Scheduler* scheduler = nullptr;
    /// Opens the store in the place of `folder`: for tests with stores that fail or lose what was not synced.
    std::function<Result<std::unique_ptr<storage::Store>, storage::StoreError>()> open_store = {};
};

/// What a new block did to the best chain.
struct AddedBlock {
    /// Of effects whose root was only claimed: it is another one. Nothing was added.
    bool has_other_root = false;
    bool is_best = false;
    TreeRoute route = {};  ///< from the old best block to this one, if it is the best now
};

/// Another block became the best one.
struct BestChange {
    BlockId best;
    std::shared_ptr<const primitives::Header> header;
    TreeRoute route;  ///< from the old best block
};

/// A developer set the head of the chain.
struct HeadChange {
    std::optional<BestChange> best;    ///< nullopt: it was the best block
    std::optional<BlockId> finalized;  ///< the last finalized block, if that is another one now
};

/// What a change of the last finalized block brought with it.
struct FinalityChange {
    std::vector<BlockId> blocks;  ///< that are final now, ascending; none if the block was final
    std::vector<Hash256> pruned;  ///< blocks that can never be final now; gone, unless all blocks are kept
    /// The best block was not above it: how the best chain goes from the old one to the new one.
    std::optional<TreeRoute> route;
};

/// One process at a time. Reads from any thread, changes from one at a time.
class Database {
  public:
    /// Opens the database, or makes one that is empty; `fork_choice` decides which block is the best one. Errors:
    /// kStore, kState, with advice.
    static Result<std::unique_ptr<Database>, ChainError> open(const DatabaseOptions& options,
                                                              std::unique_ptr<ForkChoice> fork_choice);
    ~Database();

    /// Nothing is there yet, or no state because import_base() was interrupted: initialise() must come first.
    bool empty() const noexcept;
    /// The first block of a chain with its state, whose root the caller knows. All or nothing.
    Result<void, ChainError> initialise(const NewBlock& genesis, const RawGenesis& state, trie::StateVersion version);

    BlockStore& blocks() noexcept;
    storage::Store& store() noexcept;
    const BlockId& genesis() const noexcept;

    /// The state after a block. Error kState: it is not kept (any more); kUnknown: there is no such block.
    Result<std::unique_ptr<state::BlockState>, ChainError> state_of(const Hash256& block);
    bool has_state(const Hash256& block);

    /// Begins the chain with a later block and its state, which come from elsewhere: the block is the best and the
    /// finalized one, and there is a gap between it and the genesis block. Precondition: `state` has the header's
    /// root. Error kSpec: there are other blocks than the genesis block. Interrupted while it writes the state, it
    /// leaves a database that is empty().
    struct WholeState {
        const RawGenesis* entries = nullptr;
        trie::StateVersion version = trie::StateVersion::kV1;  ///< of `entries`
        storage::Store* download = nullptr;                    ///< in the place of `entries`: state::StateDownload
    };
    Result<void, ChainError> import_base(const NewBlock& block, const WholeState& state,
                                         std::span<const AuxChange> aux);
    /// Puts a block at an end of the gap; the caller checked that it belongs there.
    Result<void, ChainError> add_historic(const NewBlock& block, const BlockGap& gap);
    /// Removes the blocks that were added at the lower end of the gap.
    Result<void, ChainError> discard_historic(BlockGap gap);

    /// Whether a block can be built upon this one. Its state is there, then, and all finalized blocks are before it.
    Result<bool, ChainError> can_grow(const BlockId& block);
    /// The ends of all branches that can grow. Time O(blocks after the last one whose state counts as final).
    Result<std::vector<BlockId>, ChainError> leaves();

    /// Adds a good block whose parent can grow, and makes it the best one if the fork choice says so and no ancestor is
    /// excluded. On a revertible chain it may be there already: then its state is made anew. All or nothing.
    Result<AddedBlock, ChainError> add(const NewBlock& block, const BlockEffects& effects,
                                       std::span<const AuxChange> aux = {});
    /// Excludes a block and its descendants from the best chain, or readmits it; lasts until it is readmitted, final or
    /// pruned, across restarts. Returns the new best block if there is another one. Errors: kUnknown, also for a block
    /// that cannot be excluded because it, or its state, counts as final.
    Result<std::optional<BestChange>, ChainError> set_excluded(const Hash256& block, bool excluded);
    const ExcludedBranches& excluded() const noexcept;
    /// Whether all blocks and states stay, whatever becomes final: those of a fork. Each of them can be built upon, a
    /// block is the best one if its parent is, and finality can be taken back by set_head(). Nothing is pruned.
    bool is_revertible() const noexcept;
    /// Makes this block the best one; on the disk when it returns. Of a revertible chain it is also final if
    /// `is_final`; otherwise what is not on its branch is not final any more. Of others all branches beside the block,
    /// and what is above it, are excluded (and all others are not). Errors: kUnknown, also for a block that does not
    /// stand on the last one that counts as final. All or nothing.
    Result<HeadChange, ChainError> set_head(const Hash256& block, bool is_final);
    const ForkChoice& fork_choice() const noexcept;

    /// Lets states of the best chain count as final: of blocks that are final, or `canonical_depth` behind the best
    /// one. A bounded number of them at each call, to be made after each block that was added. Returns the blocks that
    /// were on other branches.
    Result<std::vector<Hash256>, ChainError> advance_state_base();

    /// Makes a stored block and its ancestors final; nullopt (and no change) if it is not above the last finalized one,
    /// or that itself. The justification is kept with it, in the place of one of the same engine. The best chain goes
    /// through it then. All or nothing, and on the disk when it returns. Of many blocks at once, the states count as
    /// final later: advance_state_base(). Error kUnknown: there is no such block.
    Result<std::optional<FinalityChange>, ChainError> finalize(const Hash256& block,
                                                               std::optional<primitives::Justification> justification,
                                                               std::span<const AuxChange> aux = {});
    /// Keeps the justification with a stored block, in the place of one of the same engine. On the disk when it
    /// returns.
    Result<void, ChainError> append_justification(const Hash256& block, primitives::Justification justification,
                                                  std::span<const AuxChange> aux);
    /// On the disk when it returns. Any thread.
    Result<void, ChainError> put_aux(std::span<const AuxChange> aux);

    /// Makes sure that all that was added survives a loss of power.
    Result<void, ChainError> sync();

    /// Removes the last blocks of the best chain, at most `count` and none that is finalized, with all that were built
    /// on them. Returns how many of the best chain that were. Error kState: the state to go back to is not kept; then
    /// nothing changes.
    Result<uint32_t, ChainError> revert(uint32_t count);

  private:
    Database();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::chain
