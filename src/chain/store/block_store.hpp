/// Blocks on the disk: by hash, and by number on the best chain.
#pragma once

#include "chain/chain_error.hpp"
#include "primitives/block.hpp"
#include "storage/store.hpp"

namespace serinus::chain {

struct BlockId {
    Hash256 hash;
    primitives::BlockNumber number = 0;

    friend bool operator==(const BlockId&, const BlockId&) = default;
};

/// What a new block brings.
struct NewBlock {
    Hash256 hash;
    primitives::Header header;
    std::optional<primitives::Body> body;  ///< nullopt: it is not there (yet)
    std::optional<primitives::Justifications> justifications;
    Bytes record = {};    ///< of the consensus engine
    uint64_t weight = 0;  ///< of its chain
};

/// Blocks that the store does not have although it has blocks above them: the numbers from `first` to `last`. It is
/// filled from either end (Client::import_historic).
struct BlockGap {
    primitives::BlockNumber first = 0;
    primitives::BlockNumber last = 0;
    primitives::BlockNumber begin = 0;  ///< `first` when there was none of its blocks: those from here were added since

    friend bool operator==(const BlockGap&, const BlockGap&) = default;
};

/// Reads from the store as it is at each call; writes go to batches that the caller commits, with the state of the
/// block. Reads from any thread. Errors: kStore, for what is damaged too.
class BlockStore {
  public:
    template <class T>
    using Read = Result<T, ChainError>;

    explicit BlockStore(storage::Store& store) noexcept : store_(&store) {}

    /// The store as it is at this moment, whatever is committed meanwhile. Keep it short; one thread at a time.
    Read<BlockStore> frozen() const;

    /// The first block of the chain that the store has; nullopt: it has none.
    Read<std::optional<BlockId>> genesis();
    /// The end of the best chain. Precondition of this and the next: there is a genesis.
    Read<BlockId> best();
    Read<BlockId> finalized();
    Read<uint64_t> weight(const Hash256& hash);
    /// The first block whose state the store ever had, if that is not the genesis block: its state came from elsewhere.
    Read<std::optional<BlockId>> base();
    /// nullopt: the best chain is complete.
    Read<std::optional<BlockGap>> gap();
    /// The blocks of the best chain with numbers above `first`, up to `last`, ascending. Error kUnknown: one of them is
    /// in the gap.
    Read<std::vector<BlockId>> canonical_after(primitives::BlockNumber first, primitives::BlockNumber last);
    Read<std::optional<Bytes>> find_pointer(std::string_view name);

    Read<std::optional<primitives::Header>> find_header(const Hash256& hash);
    Read<std::optional<primitives::Body>> find_body(const Hash256& hash);
    Read<std::optional<primitives::Justifications>> find_justifications(const Hash256& hash);
    Read<std::optional<Bytes>> find_record(const Hash256& hash);
    /// On the best chain; nullopt above it, and in the gap.
    Read<std::optional<Hash256>> find_hash(primitives::BlockNumber number);
    Read<std::optional<primitives::SignedBlock>> find_block(const Hash256& hash);
    Read<std::vector<Hash256>> children(const Hash256& hash);
    Read<std::optional<Bytes>> find_aux(BytesView key);

    void put_genesis(storage::WriteBatch& batch, const NewBlock& block);
    /// The block with which a chain begins whose earlier blocks are not there: it is the best and the finalized one.
    /// Precondition: there is no other block than the genesis block, which is before it.
    void put_base(storage::WriteBatch& batch, const NewBlock& block, const BlockId& genesis);
    void put(storage::WriteBatch& batch, const NewBlock& block);
    /// A block in the gap, at one of its ends, and what is left of the gap.
    void put_historic(storage::WriteBatch& batch, const NewBlock& block, const BlockGap& gap);
    void set_gap(storage::WriteBatch& batch, const std::optional<BlockGap>& gap);
    /// Removes the number of a block from the best chain.
    void remove_number(storage::WriteBatch& batch, primitives::BlockNumber number);
    /// Makes the chain that ends with a stored or put block the best one: the numbers of both branches are corrected.
    Read<void> set_best(storage::WriteBatch& batch, const BlockId& block, const Hash256& parent);
    void set_finalized(storage::WriteBatch& batch, const BlockId& block);
    /// In the place of one of the same engine.
    Read<void> put_justification(storage::WriteBatch& batch, const Hash256& hash,
                                 primitives::Justification justification);

    /// Removes a block without children, which is not the best. Its state is not our business.
    void remove(storage::WriteBatch& batch, const BlockId& block, const Hash256& parent);
    /// Keeps header and record, so that the chain stays whole, and the justifications: others may ask for them.
    void remove_body(storage::WriteBatch& batch, const Hash256& hash);

  private:
    Read<std::shared_ptr<storage::Snapshot>> snapshot() const;
    Read<std::optional<Bytes>> read(storage::Column column, BytesView key);
    Read<BlockId> pointer(std::string_view name);

    storage::Store* store_;
    std::shared_ptr<storage::Snapshot> frozen_;  ///< nullptr: each read takes its own
};

}  // namespace serinus::chain
