/// The states of blocks in a store: of every kept block its entries, its tries and their proofs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "state/backend.hpp"
#include "state/node_sources.hpp"
#include "storage/store.hpp"
#include "trie/proof.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::state {

/// Which states are kept (`--state-pruning N|archive|archive-canonical`).
struct PruningMode {
    /// Of how many finalized blocks before the last one; nullopt: of all.
    std::optional<uint32_t> keep = 256;
    /// Those of blocks that lost against finalized ones, too. They can be read, but nothing can be built on them.
    bool keeps_forks = false;

    static constexpr PruningMode archive() noexcept { return {std::nullopt, true}; }
    static constexpr PruningMode archive_canonical() noexcept { return {std::nullopt, false}; }
};

/// The value of an entry, nullopt if it is not there.
using EntryResult = Result<std::optional<Bytes>, StateError>;
using TakeEntry = std::move_only_function<void(EntryResult)>;

/// The state of a block, as long as this lives, whatever is committed or pruned meanwhile. Keep it short: the store
/// cannot use again the space of what was replaced since.
class BlockState : public Backend {
  public:
    virtual const Hash256& root() const noexcept = 0;

    /// Whether values may be asked of another node. If not, get() waits for the disk alone.
    virtual bool asks_others() const noexcept { return false; }
    /// As get(), for those who do not wait where another node has the value: then nullopt, and `take` is moved away,
    /// to be called later, once, on any thread; it must be quick. Otherwise `take` stays as it is.
    virtual std::optional<EntryResult> get_or_ask(Area area, BytesView key, TakeEntry& take) {
        (void)take;
        auto value = get(area, key);
        if (!value) return EntryResult(Err(std::move(value).error()));
        return EntryResult(*value ? std::optional(to_bytes(**value)) : std::nullopt);
    }

    /// The proof of what the state says about `keys`, present or absent. Errors: kTooLarge above `max_bytes`, before
    /// more than that is in memory.
    virtual Result<trie::StorageProof, StateError> prove(std::span<const Bytes> keys, size_t max_bytes) = 0;
    /// Of keys of a child trie; the path to its root included.
    virtual Result<trie::StorageProof, StateError> prove_child(BytesView child, std::span<const Bytes> keys,
                                                               size_t max_bytes) = 0;
    Result<trie::StorageProof, StateError> prove(std::span<const Bytes> keys) { return prove(keys, SIZE_MAX); }
    Result<trie::StorageProof, StateError> prove_child(BytesView child, std::span<const Bytes> keys) {
        return prove_child(child, keys, SIZE_MAX);
    }

    /// The nodes of its tries, for proofs of other kinds; valid as long as the state.
    virtual NodeSources& nodes() = 0;

    /// The Merkle value of the trie's node at `key` or of the closest one below it: it changes when an entry under
    /// `key` does. nullopt if there are none. Spec: defn-merkle-value
    virtual Result<std::optional<Bytes>, StateError> closest_merkle_value(Area area, BytesView key) = 0;

    /// Gives entries in key order, from the first whose key is `from` or greater, until `take` returns false.
    /// Both views are valid during the call.
    virtual Result<void, StateError> visit(Area area, BytesView from,
                                           const std::function<bool(BytesView key, BytesView value)>& take) = 0;
    /// The same without the values, which another node then need not give.
    virtual Result<void, StateError> visit_keys(Area area, BytesView from,
                                                const std::function<bool(BytesView key)>& take) {
        return visit(area, from, [&take](BytesView key, BytesView) { return take(key); });
    }
};

/// Entries in ascending order of their keys, as a chain starts with them.
struct GenesisState {
    using Entry = std::pair<BytesView, BytesView>;
    struct Child {
        BytesView key;  ///< without ":child_storage:default:"
        std::span<const Entry> entries;
    };
    std::span<const Entry> top;  ///< without the roots of the children
    std::vector<Child> children;
};

/// The states of a chain's blocks. Finalized, the last one stands in the store as it is, those before it as what they
/// had otherwise; unfinalized blocks as what they change. Nothing that matters is kept in memory between calls.
///
/// Changes go to a batch of the caller, who commits it to the store with whatever belongs to it; they are there after
/// that. What builds upon a change goes to a later batch; but a block may be committed, and one of its ancestors
/// finalized, in the same batch. `at` from any thread; changes from one at a time.
class StateDatabase {
  public:
    /// `store` must outlive this. Errors: kMissing for an archive of a store that was pruned; kCorrupt.
    /// Large changes of state are computed with threads of `scheduler`, which must outlive this; nullptr: with the
    /// caller's alone.
    static Result<std::unique_ptr<StateDatabase>, StateError> open(storage::Store& store, PruningMode mode,
                                                                   platform::Scheduler* scheduler = nullptr);
    ~StateDatabase();

    struct Tip {
        Hash256 block;
        uint64_t number = 0;
    };
    /// The last finalized block and the oldest whose state is kept; nullopt: there is no genesis yet.
    Result<std::optional<Tip>, StateError> finalized();
    Result<std::optional<Tip>, StateError> oldest();

    /// Whether `at` will find it.
    Result<bool, StateError> has(const Hash256& block);
    /// Whether a block can be committed on top of this one.
    Result<bool, StateError> can_grow(const Hash256& block);
    /// Errors: kMissing if the state of the block was pruned, or never there.
    Result<std::unique_ptr<BlockState>, StateError> at(const Hash256& block);

    /// The first state, which is final: of the genesis, or of a later block whose state came from elsewhere. All other
    /// states are removed. Entries go to the store at once and in pieces; that they count, to the batch: until that is
    /// committed there is no state at all. Returns the root.
    Result<Hash256, StateError> set_genesis(storage::WriteBatch& batch, const Hash256& block, uint64_t number,
                                            const GenesisState& state, trie::StateVersion version);

    /// The state of a block on top of its parent's, which is kept. Returns its root. Entries written take the form of
    /// `version`.
    Result<Hash256, StateError> commit(storage::WriteBatch& batch, const Hash256& block, const Hash256& parent,
                                       uint64_t number, const StateChanges& changes, trie::StateVersion version);

    /// Makes this block, and its ancestors, final; removes what the pruning mode does not keep (any more): what is not
    /// on its chain, and old states. Errors: kMissing if it is not on top of the last finalized block. Time and memory
    /// O(changes since that one).
    Result<void, StateError> finalize(storage::WriteBatch& batch, const Hash256& block);

    /// Removes one unfinalized block that has no children.
    Result<void, StateError> discard(storage::WriteBatch& batch, const Hash256& block);

    /// Goes back to the state of a kept block: it, or if it is unfinalized its last finalized ancestor, is the last
    /// finalized one; what is not on its chain, all after it, and all forks, are removed.
    Result<void, StateError> revert(storage::WriteBatch& batch, const Hash256& block);

    /// Removes the states of the oldest blocks that the pruning mode does not keep, `limit` of them at most; returns
    /// how many. `finalize` does so as well; this is for what is left after the mode was changed.
    Result<uint64_t, StateError> prune(storage::WriteBatch& batch, uint64_t limit);

  private:
    StateDatabase(storage::Store& store, PruningMode mode, uint64_t next_layer, platform::Scheduler* scheduler);

    storage::Store* store_;
    PruningMode mode_;
    uint64_t next_layer_;
    platform::Scheduler* scheduler_;
    struct Memory;  ///< makes some of it cheaper
    std::unique_ptr<Memory> memory_;
};

}  // namespace serinus::state
