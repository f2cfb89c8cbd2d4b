#include "chain/store/database.hpp"

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/store/block_states.hpp"
#include "chain/store/columns.hpp"
#include "codec/scale.hpp"
#include "platform/files.hpp"
#include "state/fork_store.hpp"
#include "state/state_download.hpp"
#include "storage/write_behind.hpp"

namespace serinus::chain {
namespace {

using primitives::BlockNumber;
using storage::Durability;
using storage::WriteBatch;

constexpr std::string_view kFormatName = "format";
constexpr uint32_t kFormat = 1;
constexpr std::string_view kStatePruningName = "state pruning";
constexpr uint32_t kCanonicalStride = 16;  ///< blocks whose states are made final together
/// Blocks whose states move to the base at once. Finality that is later than this counts for the blocks at once, and
/// for their states as blocks are added: it neither takes long nor needs memory for all of them.
constexpr uint64_t kFinalityStride = 64;
constexpr size_t kHistoricStride = 1024;  ///< historic blocks that are removed in one batch

ChainError from_store(const storage::StoreError& error) { return {ChainError::Kind::kStore, error.reason}; }

ChainError store_error(std::string reason) { return {ChainError::Kind::kStore, std::move(reason)}; }

state::PruningMode mode_of(const Pruning& pruning) noexcept {
    switch (pruning.mode) {
        case Pruning::Mode::kArchive:
            return state::PruningMode::archive();
        case Pruning::Mode::kArchiveCanonical:
            return state::PruningMode::archive_canonical();
        case Pruning::Mode::kLast:
            break;
    }
    return state::PruningMode{.keep = pruning.count};
}

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
    std::unique_ptr<BlockStates> states;
    std::unique_ptr<BlockStore> blocks;
    std::optional<BlockId> genesis;
    std::unique_ptr<ForkChoice> fork_choice;
    ExcludedBranches excluded;

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
            if (options.scheduler != nullptr) {
                auto behind = storage::make_write_behind(std::move(store), options.folder, *options.scheduler);
                if (!behind) return Err(from_store(behind.error()));
                store = *std::move(behind);
            }
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
        auto opened = open_block_states(*store, mode_of(pruning), options.scheduler);
        if (!opened) return Err(from(opened.error()));
        states = *std::move(opened);
        const auto tip = states->finalized();
        if (!tip) return Err(from(tip.error()));
        if (!*tip) genesis.reset();  // import_base() was interrupted
        return excluded.read(*blocks);
    }

    /// Makes this state the only one.
    Result<void, ChainError> put_state(WriteBatch& batch, const NewBlock& block, const RawGenesis& state,
                                       trie::StateVersion version) {
        const auto top = entries_of(state.top);
        std::vector<std::vector<state::GenesisState::Entry>> child_entries;
        state::GenesisState entries{.top = top, .children = {}};
        child_entries.reserve(state.children.size());  // they must not move
        for (const ChildStorage& child : state.children) {
            if (child.entries.empty()) continue;
            child_entries.push_back(entries_of(child.entries));
            entries.children.push_back({child.key, child_entries.back()});
        }
        const auto root =
            states->begin(batch, {block.hash, block.header.number}, block.header.state_root, entries, version);
        if (!root) return Err(from(root.error()));
        if (*root == block.header.state_root) return {};
        return Err(store_error("the state of block " + to_hex_prefixed(block.hash.bytes) + " has the root " +
                               to_hex_prefixed(root->bytes)));
    }

    /// The last block whose state counts as final.
    Result<BlockId, ChainError> state_base() {
        const auto tip = states->finalized();
        if (!tip) return Err(from(tip.error()));
        if (!*tip) return Err(store_error("the database is damaged: no state is final"));
        return BlockId{(*tip)->block, static_cast<BlockNumber>((*tip)->number)};
    }

    /// The last block that counts as final, or whose state does: branches grow from it only. Of a revertible chain, its
    /// first block.
    Result<BlockId, ChainError> root_of_branches() {
        TRY_ASSIGN(const BlockId base, state_base());
        TRY_ASSIGN(const BlockId finalized, blocks->finalized());
        return finalized.number > base.number && !states->keeps_all() ? finalized : base;
    }

    /// Removes what is not kept once the blocks of `path`, ascending, count as final. Those up to the state base, and
    /// up to the last finalized block, which `path` follows, were handled before.
    Result<std::vector<Hash256>, ChainError> prune(BlockStore& store_blocks, WriteBatch& batch, const BlockId& last,
                                                   std::span<const BlockId> path) {
        TRY_ASSIGN(const BlockId base, state_base());
        const size_t handled =
            base.number <= last.number ? 0 : std::min<size_t>(base.number - last.number, path.size());
        const BlockId& before = handled == 0 ? last : path[handled - 1];
        const ForksKept kept{.blocks = options.blocks_pruning.mode == Pruning::Mode::kArchive,
                             .headers = options.state_pruning->mode == Pruning::Mode::kArchive};
        return prune_blocks(store_blocks, batch, options.blocks_pruning, kept, before, path.subspan(handled));
    }

    /// From the block after `from` to `to`; nullopt if that is not above it.
    Result<std::optional<std::vector<BlockId>>, ChainError> path(const BlockId& from, const BlockId& to) {
        using Path = std::optional<std::vector<BlockId>>;
        TreeWalk walk(*blocks);
        if (!TRY(walk.is_ancestor(from, to))) return Path();
        return Path(TRY(walk.route(from, to)).enacted);
    }

    struct FinalityPlan {
        FinalityChange change;
        std::optional<ExcludedBranches::Change> readmitted;
    };
    /// Finality that is late reads many blocks: from one snapshot, which is gone before the commit, because the store
    /// may have to grow then.
    Result<FinalityPlan, ChainError> plan_finality(WriteBatch& batch, const BlockId& last, const BlockId& block,
                                                   bool is_canonical) {
        TRY_ASSIGN(BlockStore frozen, blocks->frozen());
        TreeWalk walk(frozen);
        FinalityPlan plan;
        FinalityChange& change = plan.change;
        change.blocks = is_canonical ? TRY(frozen.canonical_after(last.number, block.number))
                                     : TRY(walk.route(last, block)).enacted;
        if (change.blocks.empty()) return plan;
        TRY_ASSIGN(const BlockId base, state_base());
        if (!states->keeps_all()) {
            if (block.number > base.number && block.number <= base.number + kFinalityStride) {
                TRY(finalize_state(batch, block));
            }
            change.pruned = TRY(prune(frozen, batch, last, change.blocks));
        }
        if (!is_canonical) {
            auto roots = excluded.roots();
            for (const BlockId& one : change.blocks) roots.erase(one.hash);  // finality is stronger
            TRY_ASSIGN(const BlockId old_best, frozen.best());
            TRY_ASSIGN(const ChainHead best, best_above(frozen, block, *fork_choice, roots));
            TRY(set_best(batch, best.block));
            change.route = TRY(walk.route(old_best, best.block));
            plan.readmitted = TRY(ExcludedBranches::prepare(frozen, std::move(roots)));
            ExcludedBranches::write(batch, *plan.readmitted);
        }
        blocks->set_finalized(batch, block);
        return plan;
    }

    struct ExclusionPlan {
        std::optional<BestChange> change;
        ExcludedBranches::Change branches;
    };
    /// nullopt: nothing changes.
    Result<std::optional<ExclusionPlan>, ChainError> plan_exclusion(WriteBatch& batch, const Hash256& hash,
                                                                    bool excludes) {
        TRY_ASSIGN(BlockStore frozen, blocks->frozen());
        TreeWalk walk(frozen);
        const auto refuse = [&](const char* reason) {
            return Err(ChainError{ChainError::Kind::kUnknown, "block " + to_hex_prefixed(hash.bytes) + reason});
        };
        TRY_ASSIGN(const auto block, walk.find(hash));
        if (!block) return refuse(" is not known");
        TRY_ASSIGN(const BlockId base, root_of_branches());
        if (excludes && TRY(walk.is_ancestor(*block, base))) return refuse(" cannot be excluded: it counts as final");
        auto roots = excluded.roots();
        if (!(excludes ? roots.insert(hash).second : roots.erase(hash) != 0)) return std::optional<ExclusionPlan>();

        ExclusionPlan plan;
        TRY_ASSIGN(const BlockId old_best, frozen.best());
        TRY_ASSIGN(const uint64_t old_weight, frozen.weight(old_best.hash));
        TRY_ASSIGN(const ChainHead best, best_above(frozen, base, *fork_choice, roots));
        plan.branches = TRY(ExcludedBranches::prepare(frozen, std::move(roots)));
        ExcludedBranches::write(batch, plan.branches);
        const bool stays =
            !plan.branches.blocks.contains(old_best.hash) && !fork_choice->is_better(best, {old_best, old_weight});
        if (stays) return std::optional(std::move(plan));
        TRY_ASSIGN(auto header, set_best(batch, best.block));
        plan.change = BestChange{best.block, std::move(header), TRY(walk.route(old_best, best.block))};
        return std::optional(std::move(plan));
    }

    /// What must be excluded for `head` to be the best block above `root`, which is `head` or before it.
    static Result<std::set<Hash256>, ChainError> branches_beside(BlockStore& frozen, const BlockId& root,
                                                                 const BlockId& head) {
        TRY_ASSIGN(const auto above, frozen.children(head.hash));
        std::set<Hash256> out(above.begin(), above.end());
        TreeWalk walk(frozen);
        Hash256 parent = root.hash;
        for (const BlockId& block : TRY(walk.route(root, head)).enacted) {
            for (const Hash256& child : TRY(frozen.children(parent))) {
                if (child != block.hash) out.insert(child);
            }
            parent = block.hash;
        }
        return out;
    }

    struct HeadPlan {
        HeadChange change;
        std::optional<ExcludedBranches::Change> branches;
    };
    Result<HeadPlan, ChainError> plan_head(WriteBatch& batch, const Hash256& hash, bool is_final) {
        TRY_ASSIGN(BlockStore frozen, blocks->frozen());
        TreeWalk walk(frozen);
        const auto refuse = [&](const char* reason) {
            return Err(ChainError{ChainError::Kind::kUnknown, "block " + to_hex_prefixed(hash.bytes) + reason});
        };
        TRY_ASSIGN(const auto block, walk.find(hash));
        if (!block) return refuse(" is not known");
        TRY_ASSIGN(const BlockId old_best, frozen.best());
        TRY_ASSIGN(const BlockId old_final, frozen.finalized());
        HeadPlan plan;
        if (states->keeps_all()) {
            const auto is_there = states->has(hash);
            if (!is_there) return Err(from(is_there.error()));
            if (!*is_there) return refuse(" is before the first block of the fork");
            const BlockId finalized = is_final ? *block : TRY(walk.route(old_final, *block)).common;
            if (finalized != old_final) {
                plan.change.finalized = finalized;
                blocks->set_finalized(batch, finalized);
            }
        } else {
            TRY_ASSIGN(const BlockId root, root_of_branches());
            if (!TRY(walk.is_ancestor(root, *block))) return refuse(" is not above the last one that counts as final");
            TRY_ASSIGN(auto roots, branches_beside(frozen, root, *block));
            plan.branches = TRY(ExcludedBranches::prepare(frozen, std::move(roots)));
            ExcludedBranches::write(batch, *plan.branches);
        }
        if (*block == old_best) return plan;
        TRY_ASSIGN(auto header, set_best(batch, *block));
        plan.change.best = BestChange{*block, std::move(header), TRY(walk.route(old_best, *block))};
        return plan;
    }

    /// Whether a new block becomes the best one.
    bool is_new_best(const ChainHead& block, const Hash256& parent, const ChainHead& best) const {
        if (states->keeps_all()) return parent == best.block.hash;
        return !excluded.contains(parent) && fork_choice->is_better(block, best);
    }

    /// Returns the header of the block.
    Result<std::shared_ptr<const primitives::Header>, ChainError> set_best(WriteBatch& batch, const BlockId& block) {
        TRY_ASSIGN(const auto header, blocks->find_header(block.hash));
        if (!header)
            return Err(store_error("the database is damaged: no header of block " + to_hex_prefixed(block.hash.bytes)));
        TRY(blocks->set_best(batch, block, header->parent_hash));
        return std::make_shared<const primitives::Header>(*header);
    }

    Result<void, ChainError> finalize_state(WriteBatch& batch, const BlockId& block) {
        const auto done = states->finalize(batch, block.hash);
        if (!done) return Err(from(done.error()));
        return {};
    }
};

Database::Database() : impl_(std::make_unique<Impl>()) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>, ChainError> Database::open(const DatabaseOptions& options,
                                                             std::unique_ptr<ForkChoice> fork_choice) {
    std::unique_ptr<Database> database(new Database);
    database->impl_->fork_choice = std::move(fork_choice);
    database->impl_->options = options;
    TRY(database->impl_->open());
    return database;
}

bool Database::empty() const noexcept { return !impl_->genesis; }

Result<void, ChainError> Database::initialise(const NewBlock& block, const RawGenesis& state,
                                              trie::StateVersion version) {
    SERINUS_ASSERT(empty());
    auto batch = impl_->store->batch();
    TRY(impl_->put_state(*batch, block, state, version));
    impl_->blocks->put_genesis(*batch, block);
    batch->put(columns::kPointers, as_bytes(kFormatName), scale::encode(kFormat));
    batch->put(columns::kPointers, as_bytes(kStatePruningName), scale::encode(*impl_->options.state_pruning));
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    impl_->genesis = BlockId{block.hash, block.header.number};
    return {};
}

Result<void, ChainError> Database::import_base(const NewBlock& block, const WholeState& state,
                                               std::span<const AuxChange> aux) {
    const auto refuse = [](std::string reason) { return Err(ChainError{ChainError::Kind::kSpec, std::move(reason)}); };
    TRY_ASSIGN(const BlockId best, blocks().best());
    TRY_ASSIGN(const auto others, blocks().children(genesis().hash));
    if (best != genesis() || !others.empty() || block.header.number.value <= genesis().number) {
        return refuse("a state can only be imported into a database that has no block but the genesis block");
    }
    auto batch = impl_->store->batch();
    if (state.download != nullptr) {
        const auto adopted = state::adopt_download(*state.download, store(), *batch);
        if (!adopted) return Err(from(adopted.error()));
    } else {
        TRY(impl_->put_state(*batch, block, *state.entries, state.version));
    }
    blocks().put_base(*batch, block, genesis());
    put(*batch, aux);
    return impl_->commit(std::move(batch), Durability::kSynced);
}

Result<void, ChainError> Database::add_historic(const NewBlock& block, const BlockGap& gap) {
    auto batch = impl_->store->batch();
    blocks().put_historic(*batch, block, gap);
    return impl_->commit(std::move(batch), impl_->options.durability);
}

Result<void, ChainError> Database::discard_historic(BlockGap gap) {
    while (gap.first > gap.begin) {
        auto batch = impl_->store->batch();
        for (size_t i = 0; i < kHistoricStride && gap.first > gap.begin; ++i) {
            const BlockNumber number = --gap.first;
            TRY_ASSIGN(const auto hash, blocks().find_hash(number));
            if (!hash) return Err(store_error("the database is damaged: no block " + std::to_string(number)));
            TRY_ASSIGN(const auto header, blocks().find_header(*hash));
            if (!header)
                return Err(store_error("the database is damaged: no header of block " + to_hex_prefixed(hash->bytes)));
            blocks().remove(*batch, {*hash, number}, header->parent_hash);
            blocks().remove_number(*batch, number);
        }
        blocks().set_gap(*batch, gap);
        TRY(impl_->commit(std::move(batch), impl_->options.durability));
    }
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
    if (!header)
        return Err(ChainError{ChainError::Kind::kUnknown, "block " + to_hex_prefixed(block.bytes) + " is not known"});
    TRY_ASSIGN(const auto base, blocks().base());
    if (base && header->number.value < base->number) {
        return Err(ChainError{ChainError::Kind::kState, "the state of block " + to_hex_prefixed(block.bytes) +
                                                            " is not kept: this chain began with the state of block " +
                                                            std::to_string(base->number)});
    }
    return Err(ChainError{ChainError::Kind::kState, "the state of block " + to_hex_prefixed(block.bytes) +
                                                        " is not kept: the database was made with --state-pruning " +
                                                        to_string(*impl_->options.state_pruning)});
}

bool Database::has_state(const Hash256& block) {
    const auto there = impl_->states->has(block);
    return there && *there;
}

Result<bool, ChainError> Database::can_grow(const BlockId& block) {
    TRY_ASSIGN(const BlockId base, impl_->state_base());
    if (block.number < base.number || (block.number == base.number && block != base)) return false;
    const auto grows = impl_->states->can_grow(block.hash);
    if (!grows) return Err(from(grows.error()));
    if (is_revertible()) return *grows;
    TRY_ASSIGN(const BlockId finalized, blocks().finalized());
    if (!*grows || finalized.number <= base.number) return *grows;
    // States of branches that lost may still be there.
    TreeWalk walk(blocks());
    if (!TRY(walk.find(block.hash))) return false;
    return walk.is_ancestor(finalized, block);
}

Result<std::vector<BlockId>, ChainError> Database::leaves() {
    TRY_ASSIGN(const BlockId root, impl_->root_of_branches());
    return leaves_above(blocks(), root);
}

const ExcludedBranches& Database::excluded() const noexcept { return impl_->excluded; }
const ForkChoice& Database::fork_choice() const noexcept { return *impl_->fork_choice; }
bool Database::is_revertible() const noexcept { return impl_->states->keeps_all(); }

Result<AddedBlock, ChainError> Database::add(const NewBlock& block, const BlockEffects& effects,
                                             std::span<const AuxChange> aux) {
    const BlockId id{block.hash, block.header.number};
    const Hash256& parent = block.header.parent_hash;
    auto batch = impl_->store->batch();
    const auto root =
        impl_->states->commit(*batch, id, parent, effects.changes, effects.version, block.header.state_root);
    if (!root) return Err(from(root.error()));
    if (*root != block.header.state_root && effects.root_is_claimed) return AddedBlock{.has_other_root = true};
    if (*root != block.header.state_root) {
        return Err(store_error("the state of block " + to_hex_prefixed(id.hash.bytes) +
                               " would be kept with the root " + to_hex_prefixed(root->bytes)));
    }
    blocks().put(*batch, block);
    TRY_ASSIGN(const BlockId best, blocks().best());
    TRY_ASSIGN(const uint64_t best_weight, blocks().weight(best.hash));
    AddedBlock added{.is_best = impl_->is_new_best({id, block.weight}, parent, {best, best_weight})};
    if (added.is_best) {
        TRY(blocks().set_best(*batch, id, parent));
        added.route.common = best;
        if (parent != best.hash) added.route = TRY(TreeWalk(blocks()).route(best, {parent, id.number - 1}));
        added.route.enacted.push_back(id);
    }
    for (const auto& [key, value] : effects.offchain) {
        if (!impl_->options.offchain_indexing) break;
        if (value) {
            batch->put(columns::kOffchain, key, *value);
        } else {
            batch->remove(columns::kOffchain, key);
        }
    }
    put(*batch, aux);
    TRY(impl_->commit(std::move(batch), impl_->options.durability));
    impl_->excluded.on_added(id.hash, parent);
    return added;
}

Result<std::optional<BestChange>, ChainError> Database::set_excluded(const Hash256& block, bool excluded) {
    auto batch = impl_->store->batch();
    TRY_ASSIGN(auto plan, impl_->plan_exclusion(*batch, block, excluded));
    if (!plan) return std::optional<BestChange>();
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    impl_->excluded.apply(std::move(plan->branches));
    return std::move(plan->change);
}

Result<HeadChange, ChainError> Database::set_head(const Hash256& block, bool is_final) {
    auto batch = impl_->store->batch();
    TRY_ASSIGN(auto plan, impl_->plan_head(*batch, block, is_final));
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    if (plan.branches) impl_->excluded.apply(*std::move(plan.branches));
    return std::move(plan.change);
}

Result<std::vector<Hash256>, ChainError> Database::advance_state_base() {
    if (is_revertible()) return std::vector<Hash256>();
    TRY_ASSIGN(const BlockId best, blocks().best());
    TRY_ASSIGN(const BlockId base, impl_->state_base());
    TRY_ASSIGN(const BlockId finalized, blocks().finalized());
    const uint32_t depth = impl_->options.canonical_depth;
    BlockNumber number = finalized.number;
    if (best.number >= base.number + uint64_t{depth} + kCanonicalStride) number = std::max(number, best.number - depth);
    number = static_cast<BlockNumber>(std::min<uint64_t>(number, base.number + kFinalityStride));
    if (number <= base.number) return std::vector<Hash256>();
    TRY_ASSIGN(const BlockId block, TreeWalk(blocks()).ancestor_at(best, number));
    TRY_ASSIGN(const auto path, impl_->path(base, block));
    if (!path) return Err(store_error("the database is damaged: the best chain left the last final state"));
    auto batch = impl_->store->batch();
    TRY(impl_->finalize_state(*batch, block));
    std::vector<Hash256> pruned;
    if (number > finalized.number) {
        const size_t final = finalized.number > base.number ? finalized.number - base.number : 0;
        const BlockId& last = final == 0 ? base : (*path)[final - 1];
        pruned = TRY(impl_->prune(blocks(), *batch, last, std::span(*path).subspan(final)));
    }
    TRY(impl_->commit(std::move(batch), impl_->options.durability));
    impl_->excluded.forget(pruned);
    return pruned;
}

Result<std::optional<FinalityChange>, ChainError> Database::finalize(
    const Hash256& hash, std::optional<primitives::Justification> justification, std::span<const AuxChange> aux) {
    using Change = std::optional<FinalityChange>;
    TreeWalk walk(blocks());
    TRY_ASSIGN(const auto block, walk.find(hash));
    if (!block)
        return Err(ChainError{ChainError::Kind::kUnknown, "block " + to_hex_prefixed(hash.bytes) + " is not known"});
    TRY_ASSIGN(const BlockId finalized, blocks().finalized());
    if (!TRY(walk.is_ancestor(finalized, *block))) return Change();
    TRY_ASSIGN(const bool is_canonical, walk.is_canonical(*block));
    if (!is_canonical && !TRY(can_grow(*block))) return Change();

    auto batch = impl_->store->batch();
    TRY_ASSIGN(auto plan, impl_->plan_finality(*batch, finalized, *block, is_canonical));
    if (justification) TRY(blocks().put_justification(*batch, hash, *std::move(justification)));
    put(*batch, aux);
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    if (plan.readmitted) impl_->excluded.apply(*std::move(plan.readmitted));
    impl_->excluded.forget(plan.change.pruned);
    return Change(std::move(plan.change));
}

Result<void, ChainError> Database::append_justification(const Hash256& block, primitives::Justification justification,
                                                        std::span<const AuxChange> aux) {
    auto batch = impl_->store->batch();
    TRY(blocks().put_justification(*batch, block, std::move(justification)));
    put(*batch, aux);
    return impl_->commit(std::move(batch), Durability::kSynced);
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
    std::vector<Hash256> removed;
    for (const Hash256& child : children) {
        TRY_ASSIGN(const auto branch, remove_branch(blocks, *batch, {child, number + 1}, *target));
        for (const BlockId& block : branch) removed.push_back(block.hash);
    }
    const auto reverted = impl_->states->revert(*batch, *target);
    if (!reverted) return Err(from(reverted.error()));
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    impl_->excluded.forget(removed);
    return best.number - number;
}

}  // namespace serinus::chain
