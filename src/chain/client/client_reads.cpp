#include <algorithm>

#include "base/hex.hpp"
#include "chain/client/client_impl.hpp"
#include "crypto/verdict_cache.hpp"

namespace serinus::chain {

using executor::CallError;
using primitives::BlockNumber;

namespace {

ChainError unknown(const Hash256& hash) {
    return {ChainError::Kind::kUnknown, "block " + to_hex_prefixed(hash.bytes) + " is not known"};
}

CallError from_chain(const ChainError& error) {
    const bool runtime = error.kind == ChainError::Kind::kRuntime;
    return {runtime ? CallError::Kind::kBadCode : CallError::Kind::kState, error.reason};
}

/// The way of several reads that must agree with each other.
struct FrozenWalk {
    BlockStore blocks;
    TreeWalk walk{blocks};

    explicit FrozenWalk(BlockStore frozen) : blocks(std::move(frozen)) {}
    FrozenWalk(const FrozenWalk&) = delete;
    FrozenWalk& operator=(const FrozenWalk&) = delete;
};

}  // namespace

const ChainSpec& Client::spec() const noexcept { return impl_->spec; }
const primitives::EngineId& Client::engine() const noexcept { return impl_->chain.engine.id; }
BytesView Client::engine_configuration() const noexcept { return impl_->chain.engine.configuration; }

BlockId Client::genesis() const { return impl_->database().genesis(); }
BlockId Client::best() const { return impl_->heads.best(); }
BlockId Client::finalized() const { return impl_->heads.finalized(); }
std::vector<BlockId> Client::leaves() const { return impl_->heads.leaves(); }

Client::Read<std::shared_ptr<const primitives::Header>> Client::find_header(const Hash256& hash) {
    return impl_->headers.find(impl_->blocks(), hash);
}

Client::Read<std::optional<primitives::Body>> Client::find_body(const Hash256& hash) {
    return impl_->blocks().find_body(hash);
}

Client::Read<std::optional<primitives::Justifications>> Client::find_justifications(const Hash256& hash) {
    return impl_->blocks().find_justifications(hash);
}

Client::Read<std::optional<Bytes>> Client::find_record(const Hash256& hash) {
    return impl_->blocks().find_record(hash);
}

Client::Read<std::optional<Hash256>> Client::find_hash(BlockNumber number) { return impl_->blocks().find_hash(number); }

Client::Read<std::optional<BlockGap>> Client::gap() { return impl_->blocks().gap(); }

Result<BlockId, ChainError> Client::Impl::id_of(const Hash256& hash) {
    TRY_ASSIGN(const auto header, headers.find(blocks(), hash));
    if (header == nullptr) return Err(unknown(hash));
    return BlockId{hash, header->number.value};
}

Client::Read<std::vector<Hash256>> Client::hashes_at(BlockNumber number) {
    const auto leaves = impl_->heads.leaves();
    FrozenWalk frozen(TRY(impl_->blocks().frozen()));
    std::vector<Hash256> out;
    TRY_ASSIGN(const auto canonical, frozen.blocks.find_hash(number));
    if (canonical) out.push_back(*canonical);
    TRY_ASSIGN(const BlockId finalized, frozen.blocks.finalized());
    if (number <= finalized.number) return out;
    for (const BlockId& leaf : leaves) {
        if (leaf.number < number || !TRY(frozen.walk.find(leaf.hash))) continue;
        const Hash256 hash = TRY(frozen.walk.ancestor_at(leaf, number)).hash;
        if (std::find(out.begin(), out.end(), hash) == out.end()) out.push_back(hash);
    }
    return out;
}

Client::Read<TreeRoute> Client::route(const Hash256& from, const Hash256& to) {
    FrozenWalk frozen(TRY(impl_->blocks().frozen()));
    TRY_ASSIGN(const auto start, frozen.walk.find(from));
    if (!start) return Err(unknown(from));
    TRY_ASSIGN(const auto end, frozen.walk.find(to));
    if (!end) return Err(unknown(to));
    return frozen.walk.route(*start, *end);
}

Client::Read<bool> Client::is_ancestor(const Hash256& ancestor, const Hash256& block) {
    FrozenWalk frozen(TRY(impl_->blocks().frozen()));
    TRY_ASSIGN(const auto above, frozen.walk.find(block));
    if (!above) return Err(unknown(block));
    TRY_ASSIGN(const auto below, frozen.walk.find(ancestor));
    if (!below) return Err(unknown(ancestor));
    return frozen.walk.is_ancestor(*below, *above);
}

Client::Read<std::optional<BlockId>> Client::best_containing(const Hash256& block) {
    const auto leaves = impl_->heads.leaves();
    const BlockId best = impl_->heads.best();
    const ExcludedBranches& excluded = impl_->database().excluded();
    FrozenWalk frozen(TRY(impl_->blocks().frozen()));
    TRY_ASSIGN(const auto below, frozen.walk.find(block));
    if (!below || excluded.contains(block)) return std::optional<BlockId>();
    if (TRY(frozen.walk.find(best.hash)) && TRY(frozen.walk.is_ancestor(*below, best))) return std::optional(best);
    std::optional<ChainHead> out;
    for (const BlockId& leaf : leaves) {
        if (!TRY(frozen.walk.find(leaf.hash)) || !TRY(frozen.walk.is_ancestor(*below, leaf))) continue;
        BlockId head = leaf;  // an excluded branch ends before its first excluded block
        while (excluded.contains(head.hash)) {
            TRY_ASSIGN(const auto header, frozen.blocks.find_header(head.hash));
            head = {header->parent_hash, head.number - 1};
        }
        const ChainHead candidate{head, TRY(frozen.blocks.weight(head.hash))};
        if (!out || impl_->database().fork_choice().is_better(candidate, *out)) out = candidate;
    }
    return out ? std::optional(out->block) : std::nullopt;
}

Client::Read<std::shared_ptr<const primitives::Header>> Client::look_up_header(const Hash256& hash) {
    TRY_ASSIGN(auto own, find_header(hash));
    if (own != nullptr || impl_->older == nullptr) return own;
    return impl_->older->header(hash);
}

Client::Read<std::optional<primitives::Body>> Client::look_up_body(const Hash256& hash) {
    if (impl_->older == nullptr || TRY(find_header(hash)) != nullptr) return find_body(hash);
    return impl_->older->body(hash);
}

Client::Read<std::vector<std::optional<Hash256>>> Client::look_up_hashes(std::span<const BlockNumber> numbers) {
    std::vector<std::optional<Hash256>> out;
    std::vector<BlockNumber> missing;
    std::vector<size_t> places;
    for (const BlockNumber number : numbers) {
        out.push_back(TRY(find_hash(number)));
        if (out.back() || impl_->older == nullptr) continue;
        missing.push_back(number);
        places.push_back(out.size() - 1);
    }
    if (missing.empty()) return out;
    TRY_ASSIGN(const auto found, impl_->older->hashes(missing));
    SERINUS_ASSERT(found.size() == missing.size());
    for (size_t i = 0; i < places.size(); ++i) out[places[i]] = found[i];
    return out;
}

bool Client::has_or_finds_state(const Hash256& block) {
    if (has_state(block)) return true;
    if (impl_->older == nullptr) return false;
    const auto header = impl_->older->header(block);
    return header && *header != nullptr;
}

bool Client::is_at_hand(const Hash256& hash) {
    return impl_->older == nullptr || has_state(hash) || impl_->older->is_at_hand(hash);
}

bool Client::is_at_hand(BlockNumber number) {
    if (impl_->older == nullptr) return true;
    const auto own = find_hash(number);
    return !own || *own || impl_->older->is_at_hand(number);
}

bool Client::has_state(const Hash256& block) { return impl_->database().has_state(block); }

Client::Read<std::unique_ptr<state::BlockState>> Client::state_of(const Hash256& block) {
    if (impl_->older == nullptr || has_state(block)) return impl_->database().state_of(block);
    TRY_ASSIGN(auto older, impl_->older->state(block));
    if (older == nullptr) return impl_->database().state_of(block);
    return older;
}

Client::Read<LoadedRuntime> Client::runtime_of(const Hash256& block) {
    if (auto known = impl_->runtimes->find(block)) return *std::move(known);
    TRY_ASSIGN(const auto header, look_up_header(block));
    if (header == nullptr) return Err(unknown(block));
    TRY_ASSIGN(const auto state, state_of(block));
    if (impl_->older != nullptr) {
        // Other callers wait while a runtime is loaded: what another node has of it is fetched before.
        for (const std::string_view key : {":code", ":heappages"}) {
            if (const auto there = state->get(state::Area::top(), as_bytes(key)); !there)
                return Err(from(there.error()));
        }
    }
    state::Overlay overlay(*state);
    return impl_->runtimes->of({block, header->number}, overlay);
}

Result<Bytes, CallError> Client::call(const Hash256& block, std::string_view method, BytesView arguments,
                                      const executor::CallContext& context) {
    const auto state = state_of(block);
    if (!state) return Err(from_chain(state.error()));
    const auto loaded = runtime_of(block);
    if (!loaded) return Err(from_chain(loaded.error()));
    state::Overlay overlay(**state);
    return impl_->executor.call(*loaded->runtime, method, arguments, overlay, context);
}

runtime_api::OrCallError<Bytes> ClientExecutor::execute(const Hash256& block, std::string_view name,
                                                        BytesView arguments, const executor::CallContext& context) {
    return client_->call(block, name, arguments, context);
}

runtime_api::OrCallError<std::optional<uint32_t>> ClientExecutor::find_api(const Hash256& block, std::string_view api) {
    auto version = client_->api_version(block, api);
    if (!version) return Err(from_chain(version.error()));
    return *version;
}

runtime_api::BlockCalls& Client::calls() noexcept { return impl_->calls; }

Client::Read<std::optional<uint32_t>> Client::api_version(const Hash256& block, std::string_view api) {
    TRY_ASSIGN(const LoadedRuntime loaded, runtime_of(block));
    return loaded.find_api(api);
}

executor::Executor& Client::executor() noexcept { return impl_->executor; }
executor::LocalStorage& Client::offchain_storage() noexcept { return *impl_->offchain; }

Client::Read<std::optional<Bytes>> Client::find_aux(BytesView key) { return impl_->blocks().find_aux(key); }

std::vector<std::pair<std::string, uint64_t>> Client::memory_usage() const {
    const auto& verdicts = impl_->executor.verdicts();
    return {{"answers of runtimes", impl_->calls.cache().figures().bytes},
            {"headers", impl_->headers.bytes()},
            {"leaves", impl_->heads.bytes()},
            {"runtimes of blocks", impl_->runtimes->bytes()},
            {"verdicts on signatures", verdicts != nullptr ? verdicts->figures().bytes : 0}};
}

}  // namespace serinus::chain
