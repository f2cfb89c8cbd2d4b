#include "chain/database.hpp"

#include "base/hex.hpp"
#include "chain/columns.hpp"
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
constexpr uint32_t kCanonicalStride = 16;  ///< blocks that are made final together

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

std::string to_string(const Pruning& pruning) {
    switch (pruning.mode) {
        case Pruning::Mode::kArchive:
            return "archive";
        case Pruning::Mode::kArchiveCanonical:
            return "archive-canonical";
        case Pruning::Mode::kLast:
            break;
    }
    return std::to_string(pruning.count);
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
        if (options.folder.empty()) {
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
        auto opened = StateDatabase::open(*store, mode_of(pruning));
        if (!opened) return Err(from(opened.error()));
        states = *std::move(opened);
        return {};
    }

    /// Removes a block and all that were built on it, from the block store only.
    Result<void, ChainError> remove_branch(WriteBatch& batch, const BlockId& top, const Hash256& parent) {
        struct Removal {
            BlockId block;
            Hash256 parent;
        };
        std::vector<Removal> pending = {{top, parent}};
        while (!pending.empty()) {
            const Removal now = pending.back();
            pending.pop_back();
            TRY_ASSIGN(const auto children, blocks->children(now.block.hash));
            for (const Hash256& child : children) pending.push_back({{child, now.block.number + 1}, now.block.hash});
            blocks->remove(batch, now.block, now.parent);
        }
        return {};
    }

    /// What --blocks-pruning no longer keeps, once the blocks after `from` up to `to` of the best chain are final.
    Result<void, ChainError> prune_blocks(WriteBatch& batch, BlockNumber old_number, BlockNumber number) {
        const Pruning& pruning = options.blocks_pruning;
        if (pruning.mode == Pruning::Mode::kArchive) return {};
        for (BlockNumber n = old_number + 1; n <= number; ++n) {
            TRY_ASSIGN(const auto parent, blocks->find_hash(n - 1));
            TRY_ASSIGN(const auto canonical, blocks->find_hash(n));
            if (!parent) continue;
            TRY_ASSIGN(const auto children, blocks->children(*parent));
            for (const Hash256& child : children) {
                if (child != canonical) TRY(remove_branch(batch, {child, n}, *parent));
            }
            if (pruning.mode == Pruning::Mode::kLast && n > pruning.count) {
                TRY_ASSIGN(const auto old, blocks->find_hash(n - pruning.count));
                if (old) blocks->remove_body(batch, *old);
            }
        }
        return {};
    }

    /// Lets the state of an old enough block of the best chain count as final.
    Result<void, ChainError> settle(BlockNumber best) {
        const auto final = states->finalized();
        if (!final) return Err(from(final.error()));
        if (!*final || best < (*final)->number + kCanonicalDepth + kCanonicalStride) return {};
        const BlockNumber number = best - kCanonicalDepth;
        TRY_ASSIGN(const auto hash, blocks->find_hash(number));
        if (!hash) return Err(store_error("the database is damaged: no block " + std::to_string(number)));
        auto batch = store->batch();
        const auto finalized = states->finalize(*batch, *hash);
        if (!finalized) return Err(from(finalized.error()));
        TRY(prune_blocks(*batch, static_cast<BlockNumber>((*final)->number), number));
        return commit(std::move(batch), options.durability);
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

const BlockId& Database::genesis() const noexcept { return *impl_->genesis; }

Result<std::unique_ptr<state::BlockState>, ChainError> Database::state_of(const Hash256& block) {
    auto state = impl_->states->at(block);
    if (state) return *std::move(state);
    if (state.error().kind != state::StateError::Kind::kMissing) return Err(from(state.error()));
    return Err(ChainError{ChainError::Kind::kState, "the state of block " + hex(block) +
                                                        " is not kept: the database was made with --state-pruning " +
                                                        to_string(*impl_->options.state_pruning)});
}

Result<void, ChainError> Database::add(const NewBlock& block, const BlockEffects& effects) {
    const BlockId id{block.hash, block.header.number};
    const Hash256& parent = block.header.parent_hash;
    auto batch = impl_->store->batch();
    const auto root = impl_->states->commit(*batch, id.hash, parent, id.number, effects.changes, effects.version);
    if (!root) return Err(from(root.error()));
    if (*root != block.header.state_root) {
        return Err(store_error("the state of block " + hex(id.hash) + " would be kept with the root " + hex(*root)));
    }
    impl_->blocks->put(*batch, block);
    TRY_ASSIGN(const BlockId best, impl_->blocks->best());
    TRY_ASSIGN(const uint64_t best_weight, impl_->blocks->weight(best.hash));
    const bool is_best = std::pair(block.weight, id.number) > std::pair(best_weight, best.number);
    if (is_best) TRY(impl_->blocks->set_best(*batch, id, parent));
    for (const auto& [key, value] : effects.offchain) {
        if (value) {
            batch->put(columns::kOffchain, key, *value);
        } else {
            batch->remove(columns::kOffchain, key);
        }
    }
    TRY(impl_->commit(std::move(batch), impl_->options.durability));
    return is_best ? impl_->settle(id.number) : Result<void, ChainError>();
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
    for (const Hash256& child : children) TRY(impl_->remove_branch(*batch, {child, number + 1}, *target));
    const auto reverted = impl_->states->revert(*batch, *target);
    if (!reverted) return Err(from(reverted.error()));
    TRY(impl_->commit(std::move(batch), Durability::kSynced));
    return best.number - number;
}

}  // namespace serinus::chain
