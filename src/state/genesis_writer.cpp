// The first state: entries and nodes in the order of their keys, in batches of bounded size.
#include "state/bulk_writer.hpp"
#include "state/database.hpp"
#include "state/state_trie.hpp"
#include "trie/proof.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

/// One trie, entry by entry.
class AreaWriter {
  public:
    AreaWriter(Area area, trie::StateVersion version, BulkWriter& writer)
        : version_(version),
          entries_(entries_of(area)),
          nodes_(area, writer),
          builder_(version, nodes_),
          writer_(&writer) {}

    /// The roots of child tries are no longer than what stands in a node in either version.
    Result<void, StateError> add(BytesView key, BytesView value) {
        const auto added = builder_.add(key, value);
        ENSURE(added.has_value(), StateError{StateError::Kind::kIo, trie::to_string(added.error())});
        writer_->change(entries_.column, concat(entries_.prefix, key), encode_entry(value, version_));
        return writer_->flush_if_full();
    }
    Hash256 finish() { return builder_.finish(); }

  private:
    trie::StateVersion version_;
    RowSpace entries_;
    NewNodes nodes_;
    trie::RootBuilder builder_;
    BulkWriter* writer_;
};

}  // namespace

Result<Hash256, StateError> StateDatabase::set_genesis(storage::WriteBatch& batch, const Hash256& block,
                                                       uint64_t number, const GenesisState& state,
                                                       trie::StateVersion version) {
    // The column that says which state counts is emptied in the first batch: if this is interrupted, there is no state.
    BulkWriter writer(*store_);
    TRY(remove_everything(*store_, writer));

    std::vector<std::pair<Bytes, Hash256>> child_roots;
    for (const auto& [key, entries] : state.children) {
        AreaWriter child(Area::child(key), version, writer);
        for (const auto& [child_key, value] : entries) TRY(child.add(child_key, value));
        const Hash256 root = child.finish();
        if (root != trie::empty_root()) child_roots.emplace_back(trie::default_child_root_key(key), root);
    }
    std::sort(child_roots.begin(), child_roots.end());
    AreaWriter top(Area::top(), version, writer);
    auto next_child = child_roots.begin();
    for (const auto& [key, value] : state.top) {
        for (; next_child != child_roots.end() && compare(next_child->first, key) < 0; ++next_child) {
            TRY(top.add(next_child->first, next_child->second.bytes));
        }
        TRY(top.add(key, value));
    }
    for (; next_child != child_roots.end(); ++next_child) TRY(top.add(next_child->first, next_child->second.bytes));
    const Hash256 root = top.finish();
    TRY(writer.flush());
    put_block(batch, block, {number, {}, root, 0});
    put_base(batch, {block, number, number, number});
    return root;
}

}  // namespace serinus::state
