/// Where the states of a chain's blocks are kept: in its store, or, of a fork, in memory above an origin.
#pragma once

#include "chain/store/block_store.hpp"
#include "state/database.hpp"

namespace serinus::chain {

/// What the database of a chain needs of them. The functions are those of state::StateDatabase.
class BlockStates {
  public:
    template <class T>
    using Read = Result<T, state::StateError>;

    virtual ~BlockStates() = default;
    /// Whether all states stay, whatever becomes final, so that finality can be taken back.
    virtual bool keeps_all() const noexcept = 0;
    virtual Read<std::optional<state::StateDatabase::Tip>> finalized() = 0;
    virtual Read<bool> has(const Hash256& block) = 0;
    virtual Read<bool> can_grow(const Hash256& block) = 0;
    virtual Read<std::unique_ptr<state::BlockState>> at(const Hash256& block) = 0;
    /// The first state, in the place of all others. A fork has no use for `entries`, and takes `root` as it is.
    virtual Read<Hash256> begin(storage::WriteBatch& batch, const BlockId& block, const Hash256& root,
                                const state::GenesisState& entries, trie::StateVersion version) = 0;
    /// The root. If it is another one than `wanted`, the batch must not be committed, and a fork keeps nothing.
    virtual Read<Hash256> commit(storage::WriteBatch& batch, const BlockId& block, const Hash256& parent,
                                 const state::StateChanges& changes, trie::StateVersion version,
                                 const Hash256& wanted) = 0;
    virtual Read<void> finalize(storage::WriteBatch& batch, const Hash256& block) = 0;
    virtual Read<void> revert(storage::WriteBatch& batch, const Hash256& block) = 0;
};

/// Those of the store, or of a fork if the store is a state::ForkStore. `store` must outlive them.
Result<std::unique_ptr<BlockStates>, state::StateError> open_block_states(storage::Store& store,
                                                                          state::PruningMode mode,
                                                                          platform::Scheduler* scheduler);

}  // namespace serinus::chain
