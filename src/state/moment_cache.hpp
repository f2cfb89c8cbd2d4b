/// The layers of blocks whose states are read often: they need not be collected from record to record each time. For
/// this folder only.
#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "state/layer_set.hpp"

namespace serinus::state {

/// By the base and the block's own layer, of which there never is another. Any thread.
class MomentCache {
  public:
    /// nullptr: not known.
    std::shared_ptr<const LayerSet> find(const Hash256& base, LayerNumber layer) {
        const std::lock_guard lock(mutex_);
        for (auto at = entries_.begin(); at != entries_.end(); ++at) {
            if (at->layers->back() != layer || at->base != base) continue;
            entries_.splice(entries_.begin(), entries_, at);
            return at->layers;
        }
        return nullptr;
    }

    void put(const Hash256& base, const LayerSet& layers) {
        const std::lock_guard lock(mutex_);
        entries_.push_front({base, std::make_shared<const LayerSet>(layers)});
        if (entries_.size() > kMaxBlocks) entries_.pop_back();
    }

    /// The block `base` with this layer will be the base in the place of `before`. What is known for that stays: the
    /// change may fail, and others read the state as it was.
    void add_base(const Hash256& before, const Hash256& base, LayerNumber layer) {
        const std::lock_guard lock(mutex_);
        const auto end = entries_.begin();
        for (auto at = entries_.begin(); at != entries_.end(); ++at) {
            if (at->base != before || !at->layers->contains(layer)) continue;
            LayerSet above = at->layers->after(layer);
            if (!above.empty()) entries_.insert(end, {base, std::make_shared<const LayerSet>(std::move(above))});
        }
        while (entries_.size() > kMaxBlocks) entries_.pop_back();
    }

  private:
    struct Entry {
        Hash256 base;
        std::shared_ptr<const LayerSet> layers;  ///< of the block and its unfinalized ancestors
    };

    /// The tips of a few branches, and those who look at older blocks, each by two bases.
    static constexpr size_t kMaxBlocks = 32;

    std::mutex mutex_;
    std::list<Entry> entries_;  ///< the last used first
};

}  // namespace serinus::state
