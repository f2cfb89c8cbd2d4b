#include "executor/runtime_cache.hpp"

namespace serinus::executor {

std::shared_ptr<RuntimeCache> make_runtime_cache(uint32_t max_cached_runtimes) {
    return std::make_shared<RuntimeCache>(max_cached_runtimes);
}

std::shared_ptr<RuntimeCache::Entry> RuntimeCache::entry_of(BytesView code, uint64_t heap_pages) {
    const std::lock_guard lock(mutex_);
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        if ((*it)->heap_pages == heap_pages && equal((*it)->code, code)) {
            entries_.splice(entries_.begin(), entries_, it);
            return entries_.front();
        }
    }
    auto entry = std::make_shared<Entry>();
    entry->code = to_bytes(code);
    entry->heap_pages = heap_pages;
    entries_.push_front(entry);
    if (entries_.size() > capacity_) entries_.pop_back();
    return entry;
}

void RuntimeCache::forget(const std::shared_ptr<Entry>& entry) {
    const std::lock_guard lock(mutex_);
    entries_.remove(entry);
}

}  // namespace serinus::executor
