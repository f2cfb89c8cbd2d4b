/// What the store knows of the blocks whose states it has. For this folder only.
#pragma once

#include "base/result.hpp"
#include "primitives/header.hpp"
#include "state/backend.hpp"
#include "storage/store.hpp"

namespace serinus::state {

StateError error_of(const storage::StoreError& error);
StateError corrupt(std::string reason);

/// Layers of blocks have numbers of their own: that of a block is greater than its parent's.
using LayerNumber = uint64_t;

struct BlockRecord {
    uint64_t number = 0;
    Hash256 parent;
    Hash256 state_root;
    LayerNumber layer = 0;  ///< 0: finalized, its rows are the base, or stand in the history
};

/// The block whose rows stand in the four columns of a state, and the oldest one that history leads back to.
struct Base {
    Hash256 block;
    uint64_t number = 0;
    uint64_t oldest = 0;
    uint64_t genesis = 0;  ///< its number; `oldest`, if nothing was ever pruned
};

Result<std::optional<BlockRecord>, StateError> find_block(storage::Snapshot& snapshot, const Hash256& hash);
Result<std::optional<Hash256>, StateError> find_finalized(storage::Snapshot& snapshot, uint64_t number);
Result<std::optional<Base>, StateError> find_base(storage::Snapshot& snapshot);

struct UnfinalizedBlock {
    Hash256 hash;
    BlockRecord record;
};
/// All of them, without forks, in no order.
Result<std::vector<UnfinalizedBlock>, StateError> unfinalized_blocks(storage::Snapshot& snapshot);

/// Blocks that lost against finalized ones, and whose states are kept: they are found by no other function here.
/// BlockRecord::layer is that of kForks.
Result<std::optional<BlockRecord>, StateError> find_fork(storage::Snapshot& snapshot, const Hash256& hash);
/// At most `limit`.
Result<std::vector<UnfinalizedBlock>, StateError> some_forks(storage::Snapshot& snapshot, size_t limit);
void put_fork(storage::WriteBatch& batch, const Hash256& hash, const BlockRecord& record);
void remove_fork(storage::WriteBatch& batch, const Hash256& hash);
/// The greatest layer of all forks that ever were: new layers are above it. 0: there was none.
Result<LayerNumber, StateError> last_fork_layer(storage::Snapshot& snapshot);
void put_last_fork_layer(storage::WriteBatch& batch, LayerNumber layer);

void put_block(storage::WriteBatch& batch, const Hash256& hash, const BlockRecord& record);
void remove_block(storage::WriteBatch& batch, const Hash256& hash, const BlockRecord& record);
void put_base(storage::WriteBatch& batch, const Base& base);

}  // namespace serinus::state
