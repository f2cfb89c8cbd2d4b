/// The state of a block that is not in the store yet.
#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>

#include "state/database.hpp"

namespace serinus::state {

/// The state of the block's parent with what the block changes on top: for what is to be executed on it before it is
/// committed. It computes no roots of the top trie.
class PendingState final : public Backend {
  public:
    /// Of changes that touch no child trie: the roots of these would have to be known.
    static bool is_possible(const StateChanges& changes) noexcept { return changes.children.empty(); }
    /// `changes` must outlive this, and be possible.
    PendingState(std::unique_ptr<BlockState> parent, const StateChanges& changes);

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override;
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override;
    /// Error kMissing.
    Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion version) override;
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version) override;

  private:
    std::unique_ptr<BlockState> parent_;
    const ChangeSet& changes_;
    std::unordered_map<std::string_view, const std::optional<Bytes>*> by_key_;
};

}  // namespace serinus::state
