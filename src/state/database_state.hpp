/// One block's state in the store. For this folder only.
#pragma once

#include "state/database.hpp"
#include "state/rows.hpp"
#include "state/state_trie.hpp"

namespace serinus::state {

class DatabaseState final : public BlockState, private NodeSources {
  public:
    DatabaseState(Rows rows, const Hash256& root) : rows_(std::move(rows)), root_(root) {}

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override;
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override;
    Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion version) override;
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version) override;

    const Hash256& root() const noexcept override { return root_; }
    Result<trie::StorageProof, StateError> prove(std::span<const Bytes> keys, size_t max_bytes) override;
    Result<trie::StorageProof, StateError> prove_child(BytesView child, std::span<const Bytes> keys,
                                                       size_t max_bytes) override;
    NodeSources& nodes() override { return *this; }
    Result<std::optional<Bytes>, StateError> closest_merkle_value(Area area, BytesView key) override;
    Result<void, StateError> visit(Area area, BytesView from,
                                   const std::function<bool(BytesView key, BytesView value)>& take) override;

  private:
    /// A walk through the entries of one area that `next_key` may continue.
    struct Walk {
        RowSpace space;
        std::unique_ptr<RowCursor> cursor;
        Bytes row_key;  ///< where it stands
        bool there = false;
    };
    Result<bool, StateError> walk_to(Area area, BytesView key, bool after);

    // NodeSources
    trie::NodeSource& top() override;
    trie::NodeSource& child(BytesView storage_key) override;

    Rows rows_;
    Hash256 root_;
    Walk walk_;
    Bytes row_key_;
    std::unique_ptr<StateNodes> top_nodes_;
    std::unique_ptr<StateNodes> child_nodes_;
    Bytes child_key_;
};

}  // namespace serinus::state
