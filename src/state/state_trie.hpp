/// The tries of a state over its rows: nodes for the trie, changes for the store. For this folder only.
#pragma once

#include <memory>
#include <string_view>
#include <unordered_set>

#include "state/rows.hpp"
#include "trie/trie.hpp"

namespace serinus::state {

/// An entry's row: its form, then the value. Leaves have no rows of their own, they are made from these.
/// Spec: defn-hashed-subvalue. Observed: polkadot-stable2407: an entry keeps the form of the version it was written in.
struct EntryRow {
    bool is_hashed = false;
    BytesView value;
};
Bytes encode_entry(BytesView value, trie::StateVersion version);
Result<EntryRow, StateError> decode_entry(BytesView row);

/// The nodes of one trie: branches from their rows, leaves and hashed values from the entries'.
class StateNodes final : public trie::NodeSource {
  public:
    /// `rows` must outlive this.
    StateNodes(Rows& rows, Area area) : rows_(&rows), nodes_(nodes_of(area)), entries_(entries_of(area)) {}

    Result<BytesView, trie::SourceError> node_at(const trie::NibblePath& position, const Hash256& hash) override;
    Result<BytesView, trie::SourceError> value_at(const trie::NibblePath& path, const Hash256& hash) override;

    /// What made the last call fail.
    const StateError& error() const noexcept { return error_; }

    /// Whether a node's row of this name was given out, or perhaps another.
    bool has_read(const Bytes& row_key) const { return rows_read_.contains(fingerprint(row_key)); }

  private:
    static uint64_t fingerprint(const Bytes& key) { return std::hash<std::string_view>()(as_text(key)); }
    Result<BytesView, trie::SourceError> failed(StateError error);
    Result<std::optional<BytesView>, StateError> leaf_at(const trie::NibblePath& position);

    Rows* rows_;
    RowSpace nodes_;
    RowSpace entries_;
    std::unique_ptr<RowCursor> node_cursor_;  ///< keys are asked for in order, so the next one is near
    std::unique_ptr<RowCursor> entry_cursor_;
    std::unordered_set<uint64_t> rows_read_;  ///< fingerprints of their keys
    Bytes key_;
    Bytes leaf_;
    Bytes value_;
    StateError error_;
};

/// The root of the state of root `root` with changes made; if there is a sink, it gets the rows to be changed.
Result<Hash256, StateError> apply_changes(Rows& rows, const Hash256& root, const StateChanges& changes,
                                          trie::StateVersion version, RowSink* sink);
Result<Hash256, StateError> apply_child_changes(Rows& rows, BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version, RowSink* sink);
/// The root of a child trie as it is.
Result<Hash256, StateError> find_child_root(Rows& rows, BytesView child);

/// Writes the nodes of a trie that is new: every position is free.
class NewNodes final : public trie::ChangeSink {
  public:
    NewNodes(Area area, RowSink& sink) : nodes_(nodes_of(area)), sink_(&sink) {}
    void write_node(const trie::NibblePath& position, const Hash256& hash, BytesView encoding) override;
    void remove_node(const trie::NibblePath&) override {}
    void write_value(const trie::NibblePath&, const Hash256&, BytesView) override {}
    void remove_value(const trie::NibblePath&) override {}

  private:
    RowSpace nodes_;
    RowSink* sink_;
    Bytes key_;
};

}  // namespace serinus::state
