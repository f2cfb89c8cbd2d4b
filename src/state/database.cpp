#include "state/database.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/assert.hpp"
#include "state/changed_rows.hpp"
#include "state/database_state.hpp"
#include "state/leaf_cache.hpp"
#include "state/moment_cache.hpp"
#include "state/state_trie.hpp"
#include "state/unfinalized_index.hpp"

namespace serinus::state {
namespace {

using storage::Snapshot;
using storage::WriteBatch;

constexpr size_t kForksAtOnce = 16;   ///< that are removed with a finalized block after the mode was changed
constexpr uint64_t kPruneAhead = 16;  ///< blocks beyond those just finalized: catches up after the mode was changed

StateError missing(std::string reason) { return {StateError::Kind::kMissing, std::move(reason)}; }

Result<std::unique_ptr<Snapshot>, StateError> snapshot_of(storage::Store& store) {
    auto snapshot = store.snapshot();
    ENSURE(snapshot.has_value(), error_of(snapshot.error()));
    return *std::move(snapshot);
}

Result<Base, StateError> base_of(Snapshot& snapshot) {
    TRY_ASSIGN(const auto base, find_base(snapshot));
    ENSURE(base.has_value(), missing("the state database has no genesis"));
    return *base;
}

Result<BlockMoment, StateError> moment_of(Snapshot& snapshot, const Hash256& block, MomentCache* cache = nullptr) {
    TRY_ASSIGN(auto moment, find_moment(snapshot, block, cache));
    ENSURE(moment.has_value(), missing("the state of this block was pruned, or never there"));
    return *std::move(moment);
}

Result<std::optional<BytesView>, StateError> read(Snapshot& snapshot, storage::Column column, BytesView key) {
    const auto row = snapshot.get(column, key);
    ENSURE(row.has_value(), error_of(row.error()));
    return *row;
}

/// What a version says; it must be there.
Result<std::optional<BytesView>, StateError> read_version(Snapshot& snapshot, ChangeList list, const RowName& row) {
    TRY_ASSIGN(const auto version, read(snapshot, versions_column(list.kind), version_key(list, row)));
    ENSURE(version && !version->empty(), corrupt("the state database has lost a version of a row"));
    return (*version)[0] == 0 ? std::nullopt : std::optional(version->subspan(1));
}

void write(WriteBatch& batch, const RowName& row, std::optional<BytesView> value) {
    if (value) {
        batch.put(row.column, row.key, *value);
    } else {
        batch.remove(row.column, row.key);
    }
}

bool is_same(const std::optional<BytesView>& a, const std::optional<BytesView>& b) noexcept {
    return a.has_value() == b.has_value() && (!a || equal(*a, *b));
}

constexpr ChangeList layer_list(const BlockRecord& record) noexcept { return {Moment::Kind::kLayers, record.layer}; }
constexpr ChangeList fork_list(const BlockRecord& record) noexcept { return {Moment::Kind::kFork, record.layer}; }
constexpr ChangeList history_list(uint64_t number) noexcept { return {Moment::Kind::kHistory, number}; }

/// The block and its unfinalized ancestors, the oldest first.
Result<std::vector<UnfinalizedBlock>, StateError> path_to(Snapshot& snapshot, const Base& base, const Hash256& block) {
    std::vector<UnfinalizedBlock> path;
    for (Hash256 at = block; at != base.block;) {
        TRY_ASSIGN(const auto record, find_block(snapshot, at));
        ENSURE(record && record->layer != 0, missing("the block is not on top of the last finalized one"));
        path.push_back({at, *record});
        at = record->parent;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

Result<void, StateError> remove_layer(Snapshot& snapshot, WriteBatch& batch, const UnfinalizedBlock& block) {
    TRY(remove_versions(snapshot, batch, layer_list(block.record)));
    remove_block(batch, block.hash, block.record);
    return {};
}

/// The block lost against a finalized one, and its state is kept. Its rows leave the layers, where they would be in the
/// way of those that read the states of living blocks.
Result<void, StateError> make_fork(Snapshot& snapshot, WriteBatch& batch, const UnfinalizedBlock& block) {
    TRY_ASSIGN(const auto rows, read_change_list(snapshot, layer_list(block.record)));
    ChangeListWriter list(batch, fork_list(block.record));
    for (const RowName& row : rows) {
        TRY_ASSIGN(const auto value, read_version(snapshot, layer_list(block.record), row));
        batch.put(columns::kForks, version_key(fork_list(block.record), row), version_value(value));
        list.add(row.column, row.key);
    }
    TRY(remove_layer(snapshot, batch, block));
    put_fork(batch, block.hash, block.record);
    return {};
}

Result<void, StateError> remove_forks(Snapshot& snapshot, WriteBatch& batch, size_t limit) {
    TRY_ASSIGN(const auto forks, some_forks(snapshot, limit));
    for (const UnfinalizedBlock& fork : forks) {
        TRY(remove_versions(snapshot, batch, fork_list(fork.record)));
        remove_fork(batch, fork.hash);
    }
    return {};
}

/// The unfinalized blocks that are not in `kept`.
Result<std::vector<UnfinalizedBlock>, StateError> others(Snapshot& snapshot, const std::set<Hash256>& kept) {
    TRY_ASSIGN(auto blocks, unfinalized_blocks(snapshot));
    std::erase_if(blocks, [&](const UnfinalizedBlock& one) { return kept.contains(one.hash); });
    return blocks;
}

/// Removes what leads back to the states before `to`.
Result<void, StateError> remove_oldest(Snapshot& snapshot, WriteBatch& batch, Base& base, uint64_t to) {
    for (; base.oldest < to; ++base.oldest) {
        TRY(remove_versions(snapshot, batch, history_list(base.oldest + 1)));
        TRY_ASSIGN(const auto hash, find_finalized(snapshot, base.oldest));
        if (!hash) continue;
        TRY_ASSIGN(const auto record, find_block(snapshot, *hash));
        if (record) remove_block(batch, *hash, *record);
    }
    return {};
}

uint64_t oldest_kept(PruningMode mode, uint64_t number, uint64_t oldest) noexcept {
    if (!mode.keep || number < *mode.keep) return oldest;
    return std::max(oldest, number - *mode.keep);
}

/// The blocks that lose against the last one of `path`, which becomes final; parents first.
Result<std::vector<UnfinalizedBlock>, StateError> losers(Snapshot& snapshot, const UnfinalizedIndex& index,
                                                         const std::vector<UnfinalizedBlock>& path) {
    const uint64_t first = path.front().record.number;
    const uint64_t last = path.back().record.number;
    std::vector<UnfinalizedBlock> out;
    std::set<Hash256> lost;
    bool is_any_lost = false;  // of the number before
    for (uint64_t number = first; number <= last || is_any_lost; ++number) {
        is_any_lost = false;
        for (const Hash256& block : index.at(number)) {
            if (number <= last && block == path[number - first].hash) continue;
            TRY_ASSIGN(const auto record, find_block(snapshot, block));
            if (!record || record->layer == 0) continue;
            if (number > last && !lost.contains(record->parent)) continue;
            out.push_back({block, *record});
            lost.insert(block);
            is_any_lost = true;
        }
    }
    return out;
}

}  // namespace

struct StateDatabase::Memory {
    MomentCache moments;
    LeafCache leaves;
    UnfinalizedIndex unfinalized;
};

StateDatabase::StateDatabase(storage::Store& store, PruningMode mode, uint64_t next_layer,
                             platform::Scheduler* scheduler)
    : store_(&store),
      mode_(mode),
      next_layer_(next_layer),
      scheduler_(scheduler),
      memory_(std::make_unique<Memory>()) {}
StateDatabase::~StateDatabase() = default;

Result<std::unique_ptr<StateDatabase>, StateError> StateDatabase::open(storage::Store& store, PruningMode mode,
                                                                       platform::Scheduler* scheduler) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(store));
    TRY_ASSIGN(const auto base, find_base(*snapshot));
    ENSURE(mode.keep || !base || base->oldest == base->genesis,
           missing("states of this database were pruned: it cannot become an archive; start with --state-pruning N, or "
                   "remove it (purge-chain) and sync again"));
    TRY_ASSIGN(LayerNumber last_layer, last_fork_layer(*snapshot));
    TRY_ASSIGN(const auto blocks, unfinalized_blocks(*snapshot));
    for (const auto& block : blocks) last_layer = std::max(last_layer, block.record.layer);
    std::unique_ptr<StateDatabase> out(new StateDatabase(store, mode, last_layer + 1, scheduler));
    for (const auto& block : blocks) out->memory_->unfinalized.add(block.record.number, block.hash);
    return out;
}

Result<std::optional<StateDatabase::Tip>, StateError> StateDatabase::finalized() {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(const auto base, find_base(*snapshot));
    return base ? std::optional(Tip{base->block, base->number}) : std::nullopt;
}

Result<std::optional<StateDatabase::Tip>, StateError> StateDatabase::oldest() {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(const auto base, find_base(*snapshot));
    if (!base) return std::optional<Tip>();
    TRY_ASSIGN(const auto hash, find_finalized(*snapshot, base->oldest));
    ENSURE(hash.has_value(), corrupt("the state database has lost the hash of its oldest block"));
    return std::optional(Tip{*hash, base->oldest});
}

Result<bool, StateError> StateDatabase::has(const Hash256& block) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    return TRY(find_moment(*snapshot, block, &memory_->moments)).has_value();
}

Result<bool, StateError> StateDatabase::can_grow(const Hash256& block) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(const auto found, find_moment(*snapshot, block, &memory_->moments));
    return found && (found->moment.kind == Moment::Kind::kBase || found->moment.kind == Moment::Kind::kLayers);
}

Result<std::unique_ptr<BlockState>, StateError> StateDatabase::at(const Hash256& block) {
    TRY_ASSIGN(auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(BlockMoment moment, moment_of(*snapshot, block, &memory_->moments));
    return std::unique_ptr<BlockState>(std::make_unique<DatabaseState>(
        Rows(*store_, std::move(snapshot), std::move(moment.moment), scheduler_, &memory_->leaves),
        moment.record.state_root));
}

Result<Hash256, StateError> StateDatabase::commit(WriteBatch& batch, const Hash256& block, const Hash256& parent,
                                                  uint64_t number, const StateChanges& changes,
                                                  trie::StateVersion version) {
    TRY_ASSIGN(auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(BlockMoment before, moment_of(*snapshot, parent, &memory_->moments));
    const Moment::Kind kind = before.moment.kind;
    ENSURE(kind == Moment::Kind::kBase || kind == Moment::Kind::kLayers,
           missing("the parent is older than the last finalized block, or lost against one"));
    SERINUS_ASSERT(number == before.record.number + 1);
    BlockRecord record{number, parent, {}, next_layer_++};
    Rows rows(*store_, std::move(snapshot), std::move(before.moment), scheduler_, &memory_->leaves);
    LayerWriter layer(batch, record.layer);
    record.state_root = TRY(apply_changes(rows, before.record.state_root, changes, version, &layer));
    put_block(batch, block, record);
    memory_->unfinalized.add(number, block);
    return record.state_root;
}

Result<void, StateError> StateDatabase::finalize(WriteBatch& batch, const Hash256& block) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(Base base, base_of(*snapshot));
    TRY_ASSIGN(const BlockMoment target, moment_of(*snapshot, block));
    if (target.record.layer == 0) return {};
    TRY_ASSIGN(const auto path, path_to(*snapshot, base, block));
    memory_->unfinalized.forget_up_to(base.number);
    const uint64_t number = target.record.number;
    const uint64_t oldest = std::min(oldest_kept(mode_, number, base.oldest), base.oldest + path.size() + kPruneAhead);

    std::map<RowName, std::optional<BytesView>> moved;  // by earlier blocks of the path
    for (const auto& [hash, record] : path) {
        const bool has_history = record.number > oldest;
        ChangeListWriter history(batch, history_list(record.number));
        TRY_ASSIGN(const auto rows, read_change_list(*snapshot, layer_list(record)));
        for (const RowName& row : rows) {
            TRY_ASSIGN(const auto value, read_version(*snapshot, layer_list(record), row));
            const auto earlier = moved.find(row);
            std::optional<BytesView> old;
            if (earlier != moved.end()) {
                old = earlier->second;
            } else {
                old = TRY(read(*snapshot, row.column, row.key));
            }
            if (path.size() > 1) moved[row] = value;
            if (is_same(old, value)) continue;
            write(batch, row, value);
            if (!has_history) continue;
            batch.put(columns::kHistory, version_key(history_list(record.number), row), version_value(old));
            history.add(row.column, row.key);
        }
        TRY(remove_layer(*snapshot, batch, {hash, record}));
        BlockRecord final = record;
        final.layer = 0;
        if (record.number >= oldest) put_block(batch, hash, final);
    }
    TRY_ASSIGN(const auto lost, losers(*snapshot, memory_->unfinalized, path));
    LayerNumber last_lost = 0;
    for (const UnfinalizedBlock& one : lost) {
        TRY(mode_.keeps_forks ? make_fork(*snapshot, batch, one) : remove_layer(*snapshot, batch, one));
        last_lost = std::max(last_lost, one.record.layer);
    }
    if (mode_.keeps_forks && !lost.empty()) {
        put_last_fork_layer(batch, std::max(last_lost, TRY(last_fork_layer(*snapshot))));
    }
    if (!mode_.keeps_forks) TRY(remove_forks(*snapshot, batch, kForksAtOnce));
    TRY(remove_oldest(*snapshot, batch, base, std::min(oldest, base.number)));
    if (oldest > base.number) {  // the last base itself is not kept
        TRY_ASSIGN(const auto record, find_block(*snapshot, base.block));
        if (record) remove_block(batch, base.block, *record);
    }
    memory_->moments.add_base(base.block, block, target.record.layer);
    base.oldest = oldest;
    base.block = block;
    base.number = number;
    put_base(batch, base);
    return {};
}

Result<void, StateError> StateDatabase::discard(WriteBatch& batch, const Hash256& block) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(const auto record, find_block(*snapshot, block));
    ENSURE(record && record->layer != 0, missing("the block is finalized, or not there"));
    return remove_layer(*snapshot, batch, {block, *record});
}

Result<void, StateError> StateDatabase::revert(WriteBatch& batch, const Hash256& block) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(Base base, base_of(*snapshot));
    TRY_ASSIGN(const BlockMoment target, moment_of(*snapshot, block));
    std::set<Hash256> kept;
    if (target.record.layer != 0) {
        TRY_ASSIGN(const auto path, path_to(*snapshot, base, block));
        for (const auto& one : path) kept.insert(one.hash);
    }
    TRY_ASSIGN(const auto lost, others(*snapshot, kept));
    for (const UnfinalizedBlock& one : lost) TRY(remove_layer(*snapshot, batch, one));
    TRY(remove_forks(*snapshot, batch, SIZE_MAX));
    if (target.record.layer != 0) return {};

    for (uint64_t number = base.number; number > target.record.number; --number) {
        // An older block's rows come later and count.
        TRY_ASSIGN(const auto rows, read_change_list(*snapshot, history_list(number)));
        for (const RowName& row : rows) {
            write(batch, row, TRY(read_version(*snapshot, history_list(number), row)));
        }
        TRY(remove_versions(*snapshot, batch, history_list(number)));
        TRY_ASSIGN(const auto hash, find_finalized(*snapshot, number));
        ENSURE(hash.has_value(), corrupt("the state database has lost the hash of a finalized block"));
        TRY_ASSIGN(const auto record, find_block(*snapshot, *hash));
        if (record) remove_block(batch, *hash, *record);
    }
    base.block = block;
    base.number = target.record.number;
    put_base(batch, base);
    return {};
}

Result<uint64_t, StateError> StateDatabase::prune(WriteBatch& batch, uint64_t limit) {
    TRY_ASSIGN(const auto snapshot, snapshot_of(*store_));
    TRY_ASSIGN(Base base, base_of(*snapshot));
    const uint64_t before = base.oldest;
    const uint64_t oldest = oldest_kept(mode_, base.number, base.oldest);
    TRY(remove_oldest(*snapshot, batch, base, std::min(oldest, before + limit)));
    if (base.oldest != before) put_base(batch, base);
    return base.oldest - before;
}

}  // namespace serinus::state
