/// Which runtime runs on the state of which block, remembered.
#pragma once

#include <mutex>

#include "chain/import/runtime_source.hpp"
#include "chain/store/block_store.hpp"
#include "chain/store/lru_cache.hpp"

namespace serinus::chain {

/// To compare the code in a state with what is compiled reads megabytes; so what was found is kept by block, and a
/// child has its parent's runtime unless it changed it. Any thread.
class BlockRuntimes {
  public:
    /// `source` must outlive this, and is used by nobody else. With `substitutes` nothing is inherited: they begin at a
    /// block.
    BlockRuntimes(RuntimeSource& source, bool substitutes) : source_(&source), inherits_(!substitutes) {}

    /// `state` is that of the block.
    Result<LoadedRuntime, ChainError> of(const BlockId& block, state::Overlay& state);
    /// The same if it is known already.
    std::optional<LoadedRuntime> find(const Hash256& block);

    /// That of a block that is not kept yet: its parent's, if that is known and certainly the same.
    std::optional<LoadedRuntime> inherited(const primitives::Header& header, const state::StateChanges& changes);
    /// Tells of a new block. Returns whether its state has another runtime than its parent's.
    bool learn(const Hash256& block, const primitives::Header& header, const state::StateChanges& changes);
    void forget(const Hash256& block);

    executor::Executor& executor() noexcept { return source_->executor(); }
    uint64_t bytes() const;

  private:
    /// Compiled code is large, and the executor bounds how many it keeps: entries keep none alive.
    struct Entry {
        std::weak_ptr<const executor::Runtime> runtime;
        std::shared_ptr<const executor::RuntimeVersion> version;
    };
    /// It was used: it is kept alive, because the executor does not hear of it.
    void keep(const std::shared_ptr<const executor::Runtime>& runtime);

    static constexpr size_t kMaxBlocks = 4096;
    static constexpr size_t kKeptRuntimes = 2;  ///< before and after an upgrade

    RuntimeSource* source_;
    bool inherits_;
    std::mutex source_mutex_;
    mutable std::mutex mutex_;
    LruCache<Entry> entries_{kMaxBlocks};
    std::vector<std::shared_ptr<const executor::Runtime>> kept_;  ///< the last used first
};

}  // namespace serinus::chain
