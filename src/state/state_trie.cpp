#include "state/state_trie.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"
#include "platform/scheduler.hpp"
#include "state/leaf_cache.hpp"
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

/// Threads of the scheduler as the trie wants them.
class SchedulerWorkers final : public trie::Workers {
  public:
    /// `scheduler` may be nullptr for one worker.
    SchedulerWorkers(platform::Scheduler* scheduler, size_t count) noexcept : scheduler_(scheduler), count_(count) {}
    size_t count() const noexcept override { return count_; }
    void run(size_t tasks, const std::function<void(size_t, size_t)>& task) override {
        scheduler_->run_parallel(count_, tasks, task);
    }

  private:
    platform::Scheduler* scheduler_;
    size_t count_;
};

constexpr size_t kManyChanges = 2000;  ///< some ten milliseconds of work
constexpr size_t kMaxWorkers = 8;

/// One trie that is to be changed, with a source for each worker.
class ChangingTrie {
  public:
    ChangingTrie(Rows& rows, Area area, const Hash256& root) : rows_(&rows), area_(area), entries_(entries_of(area)) {
        sources_.push_back(std::make_unique<StateNodes>(rows, area));
        trie_ = trie::Trie(*sources_.front(), root);
    }

    /// Precondition: `changes` outlive this.
    Result<void, StateError> change(const ChangeSet& changes, trie::StateVersion version, RowSink* sink) {
        std::vector<trie::Trie::Change> list;
        list.reserve(changes.size());
        for (const auto& [key, value] : changes) {
            list.push_back({key, value ? std::optional<BytesView>(*value) : std::nullopt});
            if (sink != nullptr) write_entry(*sink, list.back(), version);
        }
        if (list.size() >= kManyChanges && rows_->scheduler() != nullptr) TRY(add_workers());
        if (sources_.size() == 1) return checked(trie_.change(list, version));
        std::vector<trie::NodeSource*> sources;
        sources.reserve(sources_.size());
        for (const auto& source : sources_) sources.push_back(source.get());
        SchedulerWorkers workers(rows_->scheduler(), sources.size());
        return checked(trie_.change(list, version, workers, sources));
    }
    Result<void, StateError> enter_child_root(BytesView child, const Hash256& root) {
        return checked(trie::enter_child_root(trie_, child, root));
    }
    /// To be called once.
    Hash256 finish(RowSink* sink);

    /// Whether there may be a row of this name. A trie changes only what it has loaded: one that no source read is not
    /// there. A yes may be wrong, a no never.
    bool may_have_row(const Bytes& row_key) const {
        return std::any_of(sources_.begin(), sources_.end(),
                           [&](const auto& source) { return source->has_read(row_key); });
    }

  private:
    void write_entry(RowSink& sink, const trie::Trie::Change& change, trie::StateVersion version) const {
        const Bytes row_key = row_key_of(entries_, change.key);
        if (change.value) {
            sink.change(entries_.column, row_key, encode_entry(*change.value, version));
        } else {
            sink.change(entries_.column, row_key, std::nullopt);
        }
    }
    Result<void, StateError> add_workers() {
        const size_t count = std::min(rows_->scheduler()->parallelism(), kMaxWorkers);
        while (sources_.size() < count) {
            TRY_ASSIGN(auto rows, rows_->for_another_thread());
            if (rows == nullptr) break;
            sources_.push_back(std::make_unique<StateNodes>(*rows, area_));
            more_rows_.push_back(std::move(rows));
        }
        return {};
    }
    Result<void, StateError> checked(Result<void, trie::TrieError> done) const {
        if (done) return {};
        if (done.error() == trie::TrieError::kMalformedNode) return Err(corrupt("a node of the state is malformed"));
        if (done.error() == trie::TrieError::kTooLarge) {
            return Err(StateError{StateError::Kind::kIo, "a key or a value has 4 GiB or more"});
        }
        for (const auto& source : sources_) {
            if (!source->error().reason.empty()) return Err(source->error());
        }
        return Err(corrupt("a node of the state is missing"));
    }

    Rows* rows_;
    Area area_;
    RowSpace entries_;
    std::vector<std::unique_ptr<Rows>> more_rows_;
    std::vector<std::unique_ptr<StateNodes>> sources_;
    trie::Trie trie_;
};

/// Turns what a trie changes into rows. Leaves and values have none.
class NodeChanges final : public trie::ChangeSink {
  public:
    /// `leaves` may be nullptr.
    NodeChanges(const ChangingTrie& trie, Area area, RowSink& sink, LeafCache* leaves)
        : trie_(&trie), nodes_(nodes_of(area)), sink_(&sink), leaves_(leaves) {}

    void write_node(const NibblePath& position, const Hash256& hash, BytesView encoding) override {
        if (is_leaf(encoding)) {
            if (leaves_ != nullptr) leaves_->put(hash, encoding);
            return remove_node(position);
        }
        set_key(position);
        sink_->change(nodes_.column, key_, encoding);
    }
    void remove_node(const NibblePath& position) override {
        set_key(position);
        if (trie_->may_have_row(key_)) sink_->change(nodes_.column, key_, std::nullopt);
    }
    void write_value(const NibblePath&, const Hash256&, BytesView) override {}
    void remove_value(const NibblePath&) override {}

  private:
    void set_key(const NibblePath& position) {
        key_ = nodes_.prefix;
        append_position(key_, position);
    }
    const ChangingTrie* trie_;
    RowSpace nodes_;
    RowSink* sink_;
    LeafCache* leaves_;
    Bytes key_;
};

Hash256 ChangingTrie::finish(RowSink* sink) {
    SchedulerWorkers workers(rows_->scheduler(), sources_.size());
    if (sink == nullptr) return workers.count() == 1 ? trie_.root() : trie_.root(workers);
    NodeChanges changes(*this, area_, *sink, rows_->leaves());
    return workers.count() == 1 ? trie_.commit(changes) : trie_.commit(changes, workers);
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
    if (rows_->leaves() != nullptr && rows_->leaves()->find(hash, leaf_)) return BytesView(leaf_);
    key_ = nodes_.prefix;
    append_position(key_, position);
    if (node_cursor_ == nullptr) node_cursor_ = rows_->cursor(nodes_.column);
    const auto found = node_cursor_->find(key_);
    if (!found) return failed(found.error());
    if (*found) {
        rows_read_.insert(fingerprint(key_));
        return node_cursor_->value();
    }
    const auto leaf = leaf_at(position);
    if (!leaf) return failed(leaf.error());
    if (!*leaf || hashing::blake2b_256(**leaf) != hash) {
        error_ = corrupt("the state database has lost a node, at " + position.to_string());
        return Err(SourceError::kMissing);
    }
    if (rows_->leaves() != nullptr) rows_->leaves()->put(hash, **leaf);
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
    ChangingTrie trie(rows, Area::child(child), TRY(find_child_root(rows, child)));
    TRY(trie.change(changes, version, sink));
    return trie.finish(sink);
}

Result<Hash256, StateError> apply_changes(Rows& rows, const Hash256& root, const StateChanges& changes,
                                          trie::StateVersion version, RowSink* sink) {
    ChangingTrie top(rows, Area::top(), root);
    TRY(top.change(changes.top, version, sink));
    for (const auto& [child, child_changes] : changes.children) {
        TRY_ASSIGN(const Hash256 child_root, apply_child_changes(rows, child, child_changes, version, sink));
        TRY(top.enter_child_root(child, child_root));
        if (sink == nullptr) continue;
        const Bytes key = trie::default_child_root_key(child);
        if (child_root == trie::empty_root()) {
            sink->change(columns::kTopEntries, key, std::nullopt);
        } else {
            sink->change(columns::kTopEntries, key, encode_entry(child_root.bytes, trie::StateVersion::kV0));
        }
    }
    return top.finish(sink);
}

void NewNodes::write_node(const NibblePath& position, const Hash256&, BytesView encoding) {
    if (is_leaf(encoding)) return;
    key_ = nodes_.prefix;
    append_position(key_, position);
    sink_->change(nodes_.column, key_, encoding);
}

}  // namespace serinus::state
