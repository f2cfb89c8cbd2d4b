#include "chain/store/database.hpp"

#include "base/hex.hpp"
#include "chain/store/columns.hpp"
#include "codec/scale.hpp"
#include "platform/files.hpp"

namespace serinus::chain {
namespace {

using primitives::BlockNumber;
using state::StateDatabase;
using storage::Durability;
using storage::WriteBatch;

constexpr std::string_view kFormatName = "format";
constexpr uint32_t kFormat = 1;
constexpr std::string_view kStatePruningName = "state pruning";
constexpr uint32_t kCanonicalStride = 16;  ///< blocks whose states are made final together
/// Blocks whose states move to the base in one batch at most, so that a late finality needs no memory for all of them.
constexpr uint64_t kFinalityStride = 64;

ChainError from_store(const storage::StoreError& error) { return {ChainError::Kind::kStore, error.reason}; }

ChainError store_error(std::string reason) { return {ChainError::Kind::kStore, std::move(reason)}; }

state::PruningMode mode_of(const Pruning& pruning) noexcept {
    return pruning.mode == Pruning::Mode::kLast ? state::PruningMode{pruning.count} : state::PruningMode::archive();
}

std::string hex(const Hash256& hash) { return to_hex_prefixed(hash.bytes); }

/// Pairs of a sorted map, as the state database takes them.
std::vector<state::GenesisState::Entry> entries_of(const StorageMap& map) {
    std::vector<state::GenesisState::Entry> out;
    out.reserve(map.size());
    for (size_t i = 0; i < map.size(); ++i) out.emplace_back(map[i].key, map[i].value);
    return out;
}

}  // namespace

void put(WriteBatch& batch, std::span<const AuxChange> aux) {
    for (const AuxChange& change : aux) {
        if (change.value) {
            batch.put(columns::kAux, change.key, *change.value);
        } else {
            batch.remove(columns::kAux, change.key);
        }
    }
}

struct Database::Impl {
    DatabaseOptions options;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<StateDatabase> states;
    std::unique_ptr<BlockStore> blocks;
    std::optional<BlockId> genesis;

    Result<void, ChainError> commit(std::unique_ptr<WriteBatch> batch, Durability durability) {
        const auto committed = store->commit(std::move(batch), durability);
        if (!committed) return Err(from_store(committed.error()));
        return {};
    }

    Result<std::optional<Bytes>, ChainError> read_pointer(std::string_view name) {
        const auto snapshot = store->snapshot();
        if (!snapshot) return Err(from_store(snapshot.error()));
        const auto value = (*snapshot)->get(columns::kPointers, as_bytes(name));
        if (!value) return Err(from_store(value.error()));
        return *value ? std::optional(to_bytes(**value)) : std::nullopt;
    }

    /// The pruning of states: what the database was made with, or what is asked for a new one.
    Result<Pruning, ChainError> state_pruning() {
        TRY_ASSIGN(const auto kept_bytes, read_pointer(kStatePruningName));
        if (!kept_bytes) return options.state_pruning.value_or(Pruning());
        const auto kept = scale::decode<Pruning>(*kept_bytes);
        if (!kept) return Err(store_error("the database is damaged: its pruning mode"));
        if (!options.state_pruning) return *kept;
        if ((options.state_pruning->mode == Pruning::Mode::kLast) != (kept->mode == Pruning::Mode::kLast)) {
            return Err(store_error("the database in " + options.folder + " was made with --state-pruning " +
                                   to_string(*kept) + " and cannot be used with " + to_string(*options.state_pruning) +
                                   "; leave the option out, or make a new database (purge-chain)"));
        }
        return *options.state_pruning;
    }

    Result<void, ChainError> open() {
        if (options.open_store) {
            auto opened = options.open_store();
            if (!opened) return Err(from_store(opened.error()));
            store = *std::move(opened);
        } else if (options.folder.empty()) {
            store = storage::make_memory_store();
        } else {
            const auto created = platform::create_directories(options.folder);
            if (!created) return Err(store_error(created.error().message));
            auto opened = storage::open_store(options.folder);
            if (!opened) return Err(from_store(opened.error()));
            store = *std::move(opened);
        }
        TRY_ASSIGN(const auto format, read_pointer(kFormatName));
        if (format && *format != scale::encode(kFormat)) {
            return Err(store_error("the database in " + options.folder +
                                   " is of another format: use the version of this program that made it, or make a new "
                                   "one (purge-chain)"));
        }
        blocks = std::make_unique<BlockStore>(*store);
        TRY_ASSIGN(genesis, blocks->genesis());
        TRY_ASSIGN(const Pruning pruning, state_pruning());
        options.state_pruning = pruning;
        auto opened = StateDatabase::open(*store, mode_of(pruning), options.scheduler);
        if (!opened) return Err(from(opened.error()));
        states = *std::move(opened);
        return {};
    }

    /// The last block whose state counts as final: branches grow from it only.
    Result<StateDatabase::Tip, ChainError> base() {
        const auto tip = states->finalized();
        if (!tip) return Err(from(tip.error()));
        if (!*tip) return Err(store_error("the database is damaged: no state is final"));
        return **tip;
    }

    /// From the block after `from` to `to`; nullopt if that is not above it.
    Result<std::optional<std::vector<BlockId>>, ChainError> path(const BlockId& from, const BlockId& to) {
        using Path = std::optional<std::vector<BlockId>>;
        TreeWalk walk(*blocks);
        if (!TRY(walk.is_ancestor(from, to))) return Path();
        return Path(TRY(walk.route(from, to)).enacted);
    }

    Result<void, ChainError> finalize_state(WriteBatch& batch, const BlockId& block) {
        const auto done = states->finalize(batch, block.hash);
        if (!done) return Err(from(done.error()));
        return {};
    }

    /// Brings the base nearer to a block of the best chain that is about to be final.
    Result<void, ChainError> approach(const BlockId& block) {
        TRY_ASSIGN(StateDatabase::Tip tip, base());
        while (tip.number + kFinalityStride < block.number) {
            const auto number = static_cast<BlockNumber>(tip.number + kFinalityStride);
            TRY_ASSIGN(const auto hash, blocks->find_hash(number));
            if (!hash) return Err(store_error("the database is damaged: no block " + std::to_string(number)));
            auto batch = store->batch();
            TRY(finalize_state(*batch, {*hash, number}));
            TRY(commit(std::move(batch), Durability::kBuffered));
            tip = {*hash, number};
        }
        return {};
    }
};

Database::Database() : impl_(std::make_unique<Impl>()) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>, ChainError> Database::open(const DatabaseOptions& options) {
    std::unique_ptr<Database> database(new Database);
    database->impl_->options = options;
    TRY(database->impl_->open());
    return database;
}

bool Database::empty() const noexcept { return !impl_->genesis; }

Result<void, ChainError> Database::initialise(const NewBlock& block, const RawGenesis& state,
                                              trie::StateVersion version) {
    SERINUS_ASSERT(empty());
    const auto top = entries_of(state.top);
    std::vector<std::vector<state::GenesisState::Entry>> child_entries;
    state::GenesisState genesis{.top = top, .children = {}};
    child_entries.reserve(state.children.size());  // they must not move
    for (const ChildStorage& child : state.children) {
        if (child.entries.empty()) continue;
        child_entries.push_back(entries_of(child.entries));
        genesis.children.push_back({child.key, child_entries.back()});
    }
    auto batch = impl_->store->batch();
    const auto root = impl_->states->set_genesis(*batch, block.hash, block.header.number, genesis, version);
    if (!root) return Err(from(root.error()));
    if (*root != block.header.state_root)
        return Err(store_error("the state of the genesis has the root " + hex(*root)));
    impl_->blocks->put_genesis(*batch, block);
    batch->put(columns::kPointers, as_bytes(kFormatName), scale::encode(kFormat));
    batch->put(columns::kPointers, as_bytes(kStatePruningName), scale::encode(*impl_->options.state_pruning));
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    impl_->genesis = BlockId{block.hash, block.header.number};
    return {};
}

BlockStore& Database::blocks() noexcept { return *impl_->blocks; }
storage::Store& Database::store() noexcept { return *impl_->store; }

const BlockId& Database::genesis() const noexcept { return *impl_->genesis; }

Result<std::unique_ptr<state::BlockState>, ChainError> Database::state_of(const Hash256& block) {
    auto state = impl_->states->at(block);
    if (state) return *std::move(state);
    if (state.error().kind != state::StateError::Kind::kMissing) return Err(from(state.error()));
    TRY_ASSIGN(const auto header, blocks().find_header(block));
    if (!header) return Err(ChainError{ChainError::Kind::kUnknown, "block " + hex(block) + " is not known"});
    return Err(ChainError{ChainError::Kind::kState, "the state of block " + hex(block) +
                                                        " is not kept: the database was made with --state-pruning " +
                                                        to_string(*impl_->options.state_pruning)});
}

bool Database::has_state(const Hash256& block) {
    const auto there = impl_->states->has(block);
    return there && *there;
}

Result<bool, ChainError> Database::can_grow(const BlockId& block) {
    TRY_ASSIGN(const auto base, impl_->base());
    if (block.number < base.number || (block.number == base.number && block.hash != base.block)) return false;
    const auto there = impl_->states->has(block.hash);
    if (!there) return Err(from(there.error()));
    return *there;
}

Result<std::vector<BlockId>, ChainError> Database::leaves() {
    TRY_ASSIGN(const auto base, impl_->base());
    return leaves_above(blocks(), {base.block, static_cast<BlockNumber>(base.number)});
}

Result<bool, ChainError> Database::add(const NewBlock& block, const BlockEffects& effects,
                                       std::span<const AuxChange> aux) {
    const BlockId id{block.hash, block.header.number};
    const Hash256& parent = block.header.parent_hash;
    auto batch = impl_->store->batch();
    const auto root = impl_->states->commit(*batch, id.hash, parent, id.number, effects.changes, effects.version);
    if (!root) return Err(from(root.error()));
    if (*root != block.header.state_root) {
        return Err(store_error("the state of block " + hex(id.hash) + " would be kept with the root " + hex(*root)));
    }
    blocks().put(*batch, block);
    TRY_ASSIGN(const BlockId best, blocks().best());
    TRY_ASSIGN(const uint64_t best_weight, blocks().weight(best.hash));
    const bool is_best = std::pair(block.weight, id.number) > std::pair(best_weight, best.number);
    if (is_best) TRY(blocks().set_best(*batch, id, parent));
    for (const auto& [key, value] : effects.offchain) {
        if (value) {
            batch->put(columns::kOffchain, key, *value);
        } else {
            batch->remove(columns::kOffchain, key);
        }
    }
    put(*batch, aux);
    TRY(impl_->commit(std::move(batch), impl_->options.durability));
    return is_best;
}

Result<std::vector<Hash256>, ChainError> Database::settle() {
    TRY_ASSIGN(const BlockId best, blocks().best());
    TRY_ASSIGN(const auto base, impl_->base());
    const uint64_t depth = impl_->options.canonical_depth;
    if (best.number < base.number + depth + kCanonicalStride) return std::vector<Hash256>();
    const BlockId from{base.block, static_cast<BlockNumber>(base.number)};
    TRY_ASSIGN(const BlockId block,
               TreeWalk(blocks()).ancestor_at(best, static_cast<BlockNumber>(best.number - depth)));
    TRY_ASSIGN(const auto path, impl_->path(from, block));
    if (!path) return Err(store_error("the database is damaged: the best chain left the last final state"));
    TRY(impl_->approach(block));  // another process may have left more than it would
    auto batch = impl_->store->batch();
    TRY(impl_->finalize_state(*batch, block));
    TRY_ASSIGN(auto pruned, prune_blocks(blocks(), *batch, impl_->options.blocks_pruning, from, *path));
    TRY(impl_->commit(std::move(batch), impl_->options.durability));
    return pruned;
}

Result<std::optional<FinalityChange>, ChainError> Database::finalize(
    const Hash256& hash, std::optional<primitives::Justification> justification, std::span<const AuxChange> aux) {
    using Change = std::optional<FinalityChange>;
    TreeWalk walk(blocks());
    TRY_ASSIGN(const auto block, walk.find(hash));
    if (!block) return Err(ChainError{ChainError::Kind::kUnknown, "block " + hex(hash) + " is not known"});
    TRY_ASSIGN(const BlockId finalized, blocks().finalized());
    TRY_ASSIGN(auto path, impl_->path(finalized, *block));
    TRY_ASSIGN(const bool is_canonical, walk.is_canonical(*block));
    if (!path || (!is_canonical && !TRY(can_grow(*block)))) return Change();
    if (is_canonical) TRY(impl_->approach(*block));

    FinalityChange change{.blocks = *std::move(path), .pruned = {}, .route = {}};
    auto batch = impl_->store->batch();
    if (!change.blocks.empty()) {
        if (block->number > TRY(impl_->base()).number) TRY(impl_->finalize_state(*batch, *block));
        change.pruned = TRY(prune_blocks(blocks(), *batch, impl_->options.blocks_pruning, finalized, change.blocks));
        if (!is_canonical) {
            TRY_ASSIGN(const BlockId old_best, blocks().best());
            TRY_ASSIGN(const BlockId best, best_above(blocks(), *block));
            TRY_ASSIGN(const auto header, blocks().find_header(best.hash));
            TRY(blocks().set_best(*batch, best, header->parent_hash));
            change.route = TRY(walk.route(old_best, best));
        }
        blocks().set_finalized(*batch, *block);
    }
    if (justification) TRY(blocks().put_justification(*batch, hash, *std::move(justification)));
    put(*batch, aux);
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    return Change(std::move(change));
}

Result<void, ChainError> Database::put_aux(std::span<const AuxChange> aux) {
    auto batch = impl_->store->batch();
    put(*batch, aux);
    return impl_->commit(std::move(batch), Durability::kSynced);
}

Result<void, ChainError> Database::sync() { return impl_->commit(impl_->store->batch(), Durability::kSynced); }

Result<uint32_t, ChainError> Database::revert(uint32_t count) {
    BlockStore& blocks = *impl_->blocks;
    TRY_ASSIGN(const BlockId best, blocks.best());
    TRY_ASSIGN(const BlockId finalized, blocks.finalized());
    const uint32_t possible = best.number - finalized.number;
    const BlockNumber number = best.number - std::min(count, possible);
    if (number == best.number) return 0u;
    TRY_ASSIGN(const auto target, blocks.find_hash(number));
    if (!target) return Err(store_error("the database is damaged: no block " + std::to_string(number)));
    TRY(state_of(*target));
    TRY_ASSIGN(const auto header, blocks.find_header(*target));

    auto batch = impl_->store->batch();
    TRY(blocks.set_best(*batch, {*target, number}, header->parent_hash));
    TRY_ASSIGN(const auto children, blocks.children(*target));
    for (const Hash256& child : children) TRY(remove_branch(blocks, *batch, {child, number + 1}, *target));
    const auto reverted = impl_->states->revert(*batch, *target);
    if (!reverted) return Err(from(reverted.error()));
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    return best.number - number;
}

}  // namespace serinus::chain
