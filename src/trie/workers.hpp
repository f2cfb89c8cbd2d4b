/// Threads that others own: this folder may use them, but never starts any.
#pragma once

#include <cstddef>
#include <functional>

namespace serinus::trie {

/// Does things at the same time.
class Workers {
  public:
    virtual ~Workers() = default;

    virtual size_t count() const noexcept = 0;

    /// Calls `task(worker, i)` once for each `i` below `tasks`, in any order, `worker` below `count()` and each of them
    /// in one call at a time. Returns when all calls are done, which then have happened before.
    virtual void run(size_t tasks, const std::function<void(size_t worker, size_t task)>& task) = 0;
};

}  // namespace serinus::trie
