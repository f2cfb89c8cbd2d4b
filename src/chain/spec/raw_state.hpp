/// A raw state that runtimes can read.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "state/backend.hpp"

namespace serinus::chain {

/// The entries of a raw state, without copying them. It has no tries: roots are kMissing, and so are the entries of the
/// top area that hold the roots of child tries.
class RawStateBackend final : public state::Backend {
  public:
    /// `entries` must outlive this.
    explicit RawStateBackend(const RawGenesis& entries) noexcept : entries_(&entries) {}

    Result<std::optional<BytesView>, state::StateError> get(state::Area area, BytesView key) override;
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override;
    Result<Hash256, state::StateError> root_with(const state::StateChanges& changes,
                                                 trie::StateVersion version) override;
    Result<Hash256, state::StateError> child_root_with(BytesView child, const state::ChangeSet& changes,
                                                       trie::StateVersion version) override;

  private:
    const StorageMap* find_area(state::Area area) const noexcept;

    const RawGenesis* entries_;
};

}  // namespace serinus::chain
