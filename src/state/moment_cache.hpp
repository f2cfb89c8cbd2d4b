/// The layers of blocks whose states are read often: they need not be collected from record to record each time. For
/// this folder only.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "state/block_records.hpp"

namespace serinus::state {

/// By the base and the block's own layer, of which there never is another. Any thread.
class MomentCache {
  public:
    using Layers = std::vector<LayerNumber>;  ///< of the block and its unfinalized ancestors, ascending

    /// nullptr: not known.
    std::shared_ptr<const Layers> find(const Hash256& base, LayerNumber layer) {
        const std::lock_guard lock(mutex_);
        for (auto at = entries_.begin(); at != entries_.end(); ++at) {
            if (at->layers->back() != layer || at->base != base) continue;
            entries_.splice(entries_.begin(), entries_, at);
            return at->layers;
        }
        return nullptr;
    }

    void put(const Hash256& base, const Layers& layers) {
        const std::lock_guard lock(mutex_);
        entries_.push_front({base, std::make_shared<const Layers>(layers)});
        if (entries_.size() > kMaxBlocks) entries_.pop_back();
    }

  private:
    struct Entry {
        Hash256 base;
        std::shared_ptr<const Layers> layers;
    };

    /// The tips of a few branches, and who looks at older blocks. At a depth of 4096 each has 32 KiB.
    static constexpr size_t kMaxBlocks = 16;

    std::mutex mutex_;
    std::list<Entry> entries_;  ///< the last used first
};

}  // namespace serinus::state
