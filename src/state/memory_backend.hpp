/// A state in memory: for tests, for states from files, for chains that are not kept.
#pragma once

#include <memory>
#include <span>

#include "state/node_sources.hpp"

namespace serinus::state {

/// Holds all entries and their tries. A root costs as much as what changed since the root before it, or since the last
/// `apply`. One thread at a time.
class MemoryBackend final : public Backend {
  public:
    MemoryBackend();  ///< without entries
    ~MemoryBackend() override;
    MemoryBackend(MemoryBackend&&) noexcept;
    MemoryBackend& operator=(MemoryBackend&&) noexcept;

    /// From the entries of the top trie, pairs of what converts to BytesView, in any order. Child tries: by `apply`.
    template <class Pairs>
    static Result<MemoryBackend, StateError> of(const Pairs& pairs, trie::StateVersion version) {
        StateChanges changes;
        for (const auto& [key, value] : pairs) changes.top.insert_or_assign(bytes_of(key), bytes_of(value));
        MemoryBackend out;
        TRY(out.apply(changes, version));
        return out;
    }

    /// Makes the changes: this is the next state from here on. Returns its root. On an error, which only a value of
    /// 4 GiB can cause, the state is good for nothing.
    Result<Hash256, StateError> apply(const StateChanges& changes, trie::StateVersion version);

    Result<Hash256, StateError> root();

    /// The nodes of the tries, for proofs; valid until the state changes. The first call costs time and memory
    /// O(state), those after it O(changes since then).
    Result<NodeSources*, StateError> nodes();

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override;
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override;
    Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion version) override;
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version) override;

  private:
    static Bytes bytes_of(BytesView view) { return to_bytes(view); }

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::state
