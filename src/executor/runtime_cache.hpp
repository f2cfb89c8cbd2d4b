/// The cache of compiled runtimes, by code and heap pages.
#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "executor/executor.hpp"

namespace serinus::executor {

/// Thread-safe. Several threads that want the same code wait for one compilation; different code compiles side by side.
class RuntimeCache {
  public:
    explicit RuntimeCache(uint32_t capacity) : capacity_(std::max(capacity, 1u)) {}

    using RuntimeResult = Result<std::shared_ptr<const Runtime>, CallError>;
    /// The runtime of this code, made by `make` if it is not there. A failure is not kept.
    template <class Make>
    RuntimeResult get(BytesView code, uint64_t heap_pages, Make make) {
        const std::shared_ptr<Entry> entry = entry_of(code, heap_pages);
        const std::lock_guard lock(entry->mutex);
        if (entry->runtime == nullptr) {
            RuntimeResult made = make();
            if (!made) {
                forget(entry);
                return made;
            }
            entry->runtime = std::move(*made);
        }
        return entry->runtime;
    }

  private:
    struct Entry {
        Bytes code;  ///< as given: to compare it is ten times faster than to hash it
        uint64_t heap_pages = 0;
        std::mutex mutex;  ///< held while compiling
        std::shared_ptr<const Runtime> runtime;
    };
    std::shared_ptr<Entry> entry_of(BytesView code, uint64_t heap_pages);
    void forget(const std::shared_ptr<Entry>& entry);

    std::mutex mutex_;
    std::list<std::shared_ptr<Entry>> entries_;  ///< most recently used first
    uint32_t capacity_;
};

}  // namespace serinus::executor
