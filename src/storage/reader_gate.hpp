/// Counts readers, and finds moments without any.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace serinus::storage {

/// Readers of a file's map: while somebody reads, the map stays where it is. Thread-safe; one closer at a time.
class ReaderGate {
  public:
    /// Waits while the gate is closed. A thread that reads already may enter again; it then waits for the closer's
    /// timeout at most.
    void enter() {
        for (;;) {
            readers_.fetch_add(1);
            if (!is_closed_.load()) return;
            leave();
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !is_closed_.load(); });
        }
    }
    void leave() {
        if (readers_.fetch_sub(1) != 1 || !is_closed_.load()) return;
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
    }

    /// True: nobody reads, and nobody will until open(). False: readers stayed for longer than `timeout`; the gate is
    /// open again.
    bool close(std::chrono::milliseconds timeout) {
        is_closed_ = true;
        {
            std::unique_lock lock(mutex_);
            if (changed_.wait_for(lock, timeout, [this] { return readers_.load() == 0; })) return true;
        }
        open();
        return false;
    }
    void open() {
        const std::lock_guard lock(mutex_);
        is_closed_ = false;
        changed_.notify_all();
    }

  private:
    std::atomic<size_t> readers_ = 0;
    std::atomic<bool> is_closed_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
};

}  // namespace serinus::storage
