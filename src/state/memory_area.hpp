/// One trie of a state in memory: its entries, and the trie over them. For this folder only.
#pragma once

#include <set>
#include <span>

#include "state/backend.hpp"
#include "state/key_table.hpp"
#include "state/memory_entry.hpp"
#include "trie/trie.hpp"

namespace serinus::state {

/// A key and what becomes of it; points to what others own.
struct ChangeView {
    BytesView key;
    const std::optional<Bytes>* value;
};

/// Ascending.
std::vector<ChangeView> views_of(const ChangeSet& changes);

/// Entries by hash and in order, with the form that each has in the trie.
///
/// The trie may be ahead of the entries: it has what was last asked for by `root_with`, so that to ask again with more
/// changes, or to make them, costs only the difference.
class MemoryArea {
  public:
    MemoryArea() = default;
    MemoryArea(const MemoryArea&) = delete;
    MemoryArea& operator=(const MemoryArea&) = delete;

    bool empty() const noexcept { return entries_.empty(); }
    size_t size() const noexcept { return entries_.size(); }
    std::optional<BytesView> get(BytesView key) const noexcept;
    std::optional<BytesView> key_after(BytesView key) const;

    /// `changes` ascend by their keys.
    Result<Hash256, trie::TrieError> root_with(std::span<const ChangeView> changes, trie::StateVersion version);
    Result<Hash256, trie::TrieError> apply(std::span<const ChangeView> changes, trie::StateVersion version);

    /// The trie of the entries as they are; committing it is the caller's right.
    Result<trie::Trie*, trie::TrieError> trie();

  private:
    using EntryPointer = MemoryEntry::Pointer;
    struct KeyOrder {
        using is_transparent = void;
        static BytesView key_of(const EntryPointer& entry) noexcept { return entry->key(); }
        static BytesView key_of(BytesView key) noexcept { return key; }
        bool operator()(const auto& a, const auto& b) const noexcept { return compare(key_of(a), key_of(b)) < 0; }
    };
    /// What the trie has in place of an entry.
    struct Ahead {
        std::optional<Bytes> value;
        trie::StateVersion version;
    };
    using AheadMap = std::map<Bytes, Ahead>;

    void set(BytesView key, BytesView value, trie::StateVersion version);
    void remove(BytesView key);
    Result<void, trie::TrieError> set_in_trie(BytesView key, const std::optional<Bytes>& value,
                                              trie::StateVersion version);
    Result<void, trie::TrieError> reset_in_trie(BytesView key);
    Result<void, trie::TrieError> move_trie(std::span<const ChangeView> changes, trie::StateVersion version);

    std::set<EntryPointer, KeyOrder> entries_;
    KeyTable<MemoryEntry> table_;
    trie::Trie trie_;
    AheadMap ahead_;
};

}  // namespace serinus::state
