#include "chain/import/block_runtimes.hpp"

#include <algorithm>

namespace serinus::chain {
namespace {

bool changes_runtime(const primitives::Header& header, const state::StateChanges& changes) {
    using Updated = primitives::digest::RuntimeEnvironmentUpdated;
    return std::any_of(header.digest.begin(), header.digest.end(),
                       [](const auto& item) { return std::holds_alternative<Updated>(item); }) ||
           changes.top.contains(to_bytes(as_bytes(":code"))) || changes.top.contains(to_bytes(as_bytes(":heappages")));
}

}  // namespace

void BlockRuntimes::keep(const std::shared_ptr<const executor::Runtime>& runtime) {
    if (!kept_.empty() && kept_.front() == runtime) return;
    std::erase(kept_, runtime);
    kept_.insert(kept_.begin(), runtime);
    if (kept_.size() > kKeptRuntimes) kept_.pop_back();
}

std::optional<LoadedRuntime> BlockRuntimes::find(const Hash256& block) {
    std::shared_ptr<const executor::RuntimeVersion> version;
    std::shared_ptr<const executor::Runtime> runtime;
    {
        const std::lock_guard lock(mutex_);
        const Entry* found = entries_.find(block);
        if (found == nullptr) return std::nullopt;
        runtime = found->runtime.lock();
        if (runtime == nullptr) return std::nullopt;
        version = found->version;
        keep(runtime);
    }
    return LoadedRuntime{std::move(runtime), *version};
}

Result<LoadedRuntime, ChainError> BlockRuntimes::of(const BlockId& block, state::Overlay& state) {
    if (auto known = find(block.hash)) return *std::move(known);
    const std::lock_guard source_lock(source_mutex_);
    TRY_ASSIGN(LoadedRuntime loaded, source_->load(state, block.number));
    const std::lock_guard lock(mutex_);
    entries_.put(block.hash, {loaded.runtime, std::make_shared<executor::RuntimeVersion>(loaded.version)});
    keep(loaded.runtime);
    return loaded;
}

std::optional<LoadedRuntime> BlockRuntimes::inherited(const primitives::Header& header,
                                                      const state::StateChanges& changes) {
    if (!inherits_ || changes_runtime(header, changes)) return std::nullopt;
    return find(header.parent_hash);
}

bool BlockRuntimes::learn(const Hash256& block, const primitives::Header& header, const state::StateChanges& changes) {
    const bool changed = changes_runtime(header, changes);
    if (changed || !inherits_) return changed;
    const std::lock_guard lock(mutex_);
    const Entry* parent = entries_.find(header.parent_hash);
    if (parent != nullptr) entries_.put(block, Entry(*parent));
    return changed;
}

void BlockRuntimes::forget(const Hash256& block) {
    const std::lock_guard lock(mutex_);
    entries_.erase(block);
}

uint64_t BlockRuntimes::bytes() const {
    constexpr uint64_t kNodes = 64;  // of the list and the table
    const std::lock_guard lock(mutex_);
    return entries_.size() * (sizeof(std::pair<Hash256, Entry>) + kNodes);
}

}  // namespace serinus::chain
