#include "state/state_trie.hpp"

#include "hashing/hashing.hpp"
#include "trie/child_tries.hpp"
#include "trie/node.hpp"
#include "trie/proof.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

using trie::NibblePath;
using trie::NibblesView;
using trie::SourceError;

bool is_leaf(BytesView encoding) noexcept {
    const uint8_t first = encoding[0];
    return (first & 0b1100'0000) == static_cast<uint8_t>(trie::NodeVariant::kLeaf) ||
           (first & 0b1110'0000) == static_cast<uint8_t>(trie::NodeVariant::kHashedLeaf);
}

Bytes row_key_of(const RowSpace& space, BytesView key) { return concat(space.prefix, key); }

/// Turns what a trie changes into rows. Leaves and values have none.
class NodeChanges final : public trie::ChangeSink {
  public:
    NodeChanges(const StateNodes& nodes, RowSink& sink) : nodes_(&nodes), sink_(&sink) {}

    void write_node(const NibblePath& position, const Hash256&, BytesView encoding) override {
        if (is_leaf(encoding)) return remove_node(position);
        set_key(position);
        sink_->change(nodes_->nodes().column, key_, encoding);
    }
    void remove_node(const NibblePath& position) override {
        set_key(position);
        if (nodes_->may_have_row(key_)) sink_->change(nodes_->nodes().column, key_, std::nullopt);
    }
    void write_value(const NibblePath&, const Hash256&, BytesView) override {}
    void remove_value(const NibblePath&) override {}

  private:
    void set_key(const NibblePath& position) {
        key_ = nodes_->nodes().prefix;
        append_position(key_, position);
    }
    const StateNodes* nodes_;
    RowSink* sink_;
    Bytes key_;
};

StateError error_of(trie::TrieError error, const StateNodes& nodes) {
    if (error == trie::TrieError::kMalformedNode) return corrupt("a node in the state database is malformed");
    if (error == trie::TrieError::kTooLarge) return {StateError::Kind::kIo, "a key or a value has 4 GiB or more"};
    return nodes.error();
}

Result<void, StateError> change_entries(trie::Trie& trie, const StateNodes& nodes, const ChangeSet& changes,
                                        trie::StateVersion version, RowSink* sink) {
    for (const auto& [key, value] : changes) {
        if (value) {
            const auto inserted = trie.insert(key, *value, version);
            ENSURE(inserted.has_value(), error_of(inserted.error(), nodes));
        } else {
            const auto removed = trie.remove(key);
            ENSURE(removed.has_value(), error_of(removed.error(), nodes));
        }
        if (sink == nullptr) continue;
        const Bytes row_key = row_key_of(nodes.entries(), key);
        if (value) {
            sink->change(nodes.entries().column, row_key, encode_entry(*value, version));
        } else {
            sink->change(nodes.entries().column, row_key, std::nullopt);
        }
    }
    return {};
}

Hash256 finish(trie::Trie& trie, const StateNodes& nodes, RowSink* sink) {
    if (sink == nullptr) return trie.root();
    NodeChanges changes(nodes, *sink);
    return trie.commit(changes);
}

}  // namespace

Bytes encode_entry(BytesView value, trie::StateVersion version) {
    Bytes out;
    out.reserve(1 + value.size());
    out.push_back(trie::is_value_hashed(version, value.size()) ? 1 : 0);
    append(out, value);
    return out;
}

Result<EntryRow, StateError> decode_entry(BytesView row) {
    ENSURE(!row.empty() && row[0] <= 1, corrupt("an entry in the state database is damaged"));
    return EntryRow{row[0] == 1, row.subspan(1)};
}

Result<BytesView, SourceError> StateNodes::failed(StateError error) {
    error_ = std::move(error);
    return Err(SourceError::kFailed);
}

Result<BytesView, SourceError> StateNodes::node_at(const NibblePath& position, const Hash256& hash) {
    key_ = nodes_.prefix;
    append_position(key_, position);
    if (node_cursor_ == nullptr) node_cursor_ = rows_->cursor(nodes_.column);
    const auto found = node_cursor_->seek(key_);
    if (!found) return failed(found.error());
    if (*found && equal(node_cursor_->key(), key_)) {
        rows_read_.insert(fingerprint(key_));
        return node_cursor_->value();
    }
    const auto leaf = leaf_at(position);
    if (!leaf) return failed(leaf.error());
    if (!*leaf || hashing::blake2b_256(**leaf) != hash) {
        error_ = corrupt("the state database has lost a node, at " + position.to_string());
        return Err(SourceError::kMissing);
    }
    return **leaf;
}

/// The leaf whose key begins with `position`, made from its entry.
Result<std::optional<BytesView>, StateError> StateNodes::leaf_at(const NibblePath& position) {
    if (entry_cursor_ == nullptr) entry_cursor_ = rows_->cursor(entries_.column);
    Bytes start = entries_.prefix;
    const size_t whole = position.size() / 2;
    for (size_t i = 0; i < whole; ++i)
        start.push_back(static_cast<uint8_t>(position[2 * i] << 4 | position[2 * i + 1]));
    if (position.size() % 2 == 1) start.push_back(static_cast<uint8_t>(position[position.size() - 1] << 4));
    if (!TRY(entry_cursor_->seek(start))) return std::optional<BytesView>();
    const size_t prefix_size = entries_.prefix.size();
    const BytesView row_key = entry_cursor_->key();
    const size_t wanted = 2 * prefix_size + position.size();
    if (common_nibbles(NibblesView(row_key), NibblesView(start)) < wanted) return std::optional<BytesView>();
    TRY_ASSIGN(const EntryRow entry, decode_entry(entry_cursor_->value()));
    trie::NodeView leaf;
    leaf.partial_key = NibblesView(row_key).from(wanted);
    leaf.value_kind = entry.is_hashed ? trie::ValueKind::kHash : trie::ValueKind::kInline;
    Hash256 hash;
    leaf.value = entry.value;
    if (entry.is_hashed) {
        hash = hashing::blake2b_256(entry.value);
        leaf.value = hash.bytes;
    }
    leaf_ = trie::encode_node(leaf);
    return std::optional<BytesView>(leaf_);
}

Result<BytesView, SourceError> StateNodes::value_at(const NibblePath& path, const Hash256&) {
    Bytes key;
    path.write_key(key);
    auto row = rows_->get(entries_.column, row_key_of(entries_, key));
    if (!row) return failed(row.error());
    if (!*row) {
        error_ = corrupt("the state database has lost a value, at " + path.to_string());
        return Err(SourceError::kMissing);
    }
    const auto entry = decode_entry(**row);
    if (!entry) return failed(entry.error());
    return entry->value;
}

Result<Hash256, StateError> find_child_root(Rows& rows, BytesView child) {
    TRY_ASSIGN(const auto row, rows.get(columns::kTopEntries, trie::default_child_root_key(child)));
    if (!row) return trie::empty_root();
    TRY_ASSIGN(const EntryRow entry, decode_entry(*row));
    const auto root = Hash256::from(entry.value);
    ENSURE(root.has_value(), corrupt("the root of a child trie has not 32 bytes"));
    return *root;
}

Result<Hash256, StateError> apply_child_changes(Rows& rows, BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version, RowSink* sink) {
    StateNodes nodes(rows, Area::child(child));
    trie::Trie trie(nodes, TRY(find_child_root(rows, child)));
    TRY(change_entries(trie, nodes, changes, version, sink));
    return finish(trie, nodes, sink);
}

Result<Hash256, StateError> apply_changes(Rows& rows, const Hash256& root, const StateChanges& changes,
                                          trie::StateVersion version, RowSink* sink) {
    StateNodes nodes(rows, Area::top());
    trie::Trie top(nodes, root);
    TRY(change_entries(top, nodes, changes.top, version, sink));
    for (const auto& [child, child_changes] : changes.children) {
        TRY_ASSIGN(const Hash256 child_root, apply_child_changes(rows, child, child_changes, version, sink));
        const auto entered = trie::enter_child_root(top, child, child_root);
        ENSURE(entered.has_value(), error_of(entered.error(), nodes));
        if (sink == nullptr) continue;
        const Bytes key = trie::default_child_root_key(child);
        if (child_root == trie::empty_root()) {
            sink->change(columns::kTopEntries, key, std::nullopt);
        } else {
            sink->change(columns::kTopEntries, key, encode_entry(child_root.bytes, trie::StateVersion::kV0));
        }
    }
    return finish(top, nodes, sink);
}

void NewNodes::write_node(const NibblePath& position, const Hash256&, BytesView encoding) {
    if (is_leaf(encoding)) return;
    key_ = nodes_.prefix;
    append_position(key_, position);
    sink_->change(nodes_.column, key_, encoding);
}

}  // namespace serinus::state
