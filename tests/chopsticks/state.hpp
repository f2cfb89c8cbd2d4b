/// A whole state in memory, kept as plainly as possible: the state of the cases.
#pragma once

#include <map>

#include "state/backend.hpp"

namespace serinus::chopsticks {

using Entries = std::map<Bytes, Bytes>;

struct WholeState {
    Entries top;  ///< without the roots of child tries
    std::map<Bytes, Entries> children;

    void apply(const state::StateChanges& changes);
};

/// Roots are computed from all entries each time.
class WholeStateBackend final : public state::Backend {
  public:
    explicit WholeStateBackend(const WholeState& state) : state_(state) {}

    Result<std::optional<BytesView>, state::StateError> get(state::Area area, BytesView key) override;
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override;
    Result<Hash256, state::StateError> root_with(const state::StateChanges& changes,
                                                 trie::StateVersion version) override;
    Result<Hash256, state::StateError> child_root_with(BytesView child, const state::ChangeSet& changes,
                                                       trie::StateVersion version) override;

  private:
    const Entries* find_entries(state::Area area) const;

    const WholeState& state_;
};

}  // namespace serinus::chopsticks
