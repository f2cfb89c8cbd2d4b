/// A chain on the disk: its blocks and its states, changed together or not at all.
#pragma once

#include "chain/block_execution.hpp"
#include "chain/block_store.hpp"
#include "chain/chain_spec.hpp"
#include "state/database.hpp"

namespace serinus::chain {

/// How much is kept: of states or of bodies.
struct Pruning {
    enum class Mode : uint8_t {
        kArchive,           ///< all
        kArchiveCanonical,  ///< of the finalized blocks, all
        kLast,              ///< of the last `count` finalized blocks
    } mode = Mode::kLast;
    uint32_t count = 256;

    friend bool operator==(const Pruning&, const Pruning&) = default;
};

/// "archive", "archive-canonical", "256".
std::string to_string(const Pruning& pruning);

struct DatabaseOptions {
    std::string folder;                         ///< empty: in memory
    std::optional<Pruning> state_pruning = {};  ///< nullopt: as the database was made; 256 for a new one
    Pruning blocks_pruning = {Pruning::Mode::kArchiveCanonical, 0};
    storage::Durability durability = storage::Durability::kBuffered;
};

/// How many blocks the best chain grows before the state of a block counts as final although nothing finalized it: what
/// is not on its chain is removed. Ours; longer chains would make reads slower. Observed: the reference waits for 4096.
inline constexpr uint32_t kCanonicalDepth = 64;

/// One process at a time. One thread at a time.
class Database {
  public:
    /// Opens the database, or makes one that is empty. Errors: kStore, kState, with advice.
    static Result<std::unique_ptr<Database>, ChainError> open(const DatabaseOptions& options);
    ~Database();

    /// Nothing is there yet: initialise() must come first.
    bool empty() const noexcept;
    /// The first block of a chain with its state, whose root the caller knows. All or nothing.
    Result<void, ChainError> initialise(const NewBlock& genesis, const RawGenesis& state, trie::StateVersion version);

    BlockStore& blocks() noexcept;
    const BlockId& genesis() const noexcept;

    /// The state after a block. Error kState: it is not kept (any more).
    Result<std::unique_ptr<state::BlockState>, ChainError> state_of(const Hash256& block);

    /// Adds a good block whose parent is there with its state, and makes it the best one if its chain is the heaviest,
    /// or as heavy and longer. All or nothing.
    Result<void, ChainError> add(const NewBlock& block, const BlockEffects& effects);

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
