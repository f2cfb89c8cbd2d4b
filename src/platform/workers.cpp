#include "platform/workers.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/log.hpp"
#include "platform/process.hpp"

namespace serinus::platform {

struct Workers::Impl {
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> ready;
    std::multimap<uint64_t, std::function<void()>> timed;  ///< by monotonic nanoseconds
    size_t max_waiting = 0;
    bool stopping = false;
    bool draining = false;
    std::vector<std::thread> threads;

    void run() {
        std::unique_lock lock(mutex);
        for (;;) {
            const uint64_t now = monotonic_ns();
            while (!timed.empty() && timed.begin()->first <= now) {
                ready.push_back(std::move(timed.begin()->second));
                timed.erase(timed.begin());
            }
            if (!ready.empty() && !stopping) {
                auto task = std::move(ready.front());
                ready.pop_front();
                lock.unlock();
                task();
                task = nullptr;
                lock.lock();
                continue;
            }
            if (stopping || draining) return;
            if (timed.empty()) {
                wake.wait(lock);
            } else {
                wake.wait_for(lock, std::chrono::nanoseconds(timed.begin()->first - now));
            }
        }
    }

    void join() {
        for (auto& thread : threads) {
            if (thread.joinable()) thread.join();
        }
    }
};

Workers::Workers(size_t threads, size_t max_waiting) : impl_(std::make_unique<Impl>()) {
    impl_->max_waiting = max_waiting;
    for (size_t i = 0; i < threads; ++i) {
        impl_->threads.emplace_back([impl = impl_.get(), i] {
            log::name_thread("worker-" + std::to_string(i));
            impl->run();
        });
    }
}

Workers::~Workers() {
    decltype(impl_->timed) dropped;  // what tasks own may post when it ends: without the lock
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->draining = true;
        dropped.swap(impl_->timed);
    }
    impl_->wake.notify_all();
    impl_->join();
    stop();
}

bool Workers::post(std::function<void()> task) {
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->stopping || impl_->ready.size() >= impl_->max_waiting) return false;
        impl_->ready.push_back(std::move(task));
    }
    impl_->wake.notify_one();
    return true;
}

void Workers::post_after(uint64_t delay_ms, std::function<void()> task) {
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->stopping || impl_->draining) return;
        impl_->timed.emplace(monotonic_ns() + delay_ms * 1'000'000, std::move(task));
    }
    impl_->wake.notify_one();
}

void Workers::stop() {
    decltype(impl_->timed) dropped;
    decltype(impl_->ready) dropped_ready;
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
        dropped.swap(impl_->timed);
    }
    impl_->wake.notify_all();
    impl_->join();
    const std::lock_guard lock(impl_->mutex);
    dropped_ready.swap(impl_->ready);
}

size_t Workers::waiting() const noexcept {
    const std::lock_guard lock(impl_->mutex);
    return impl_->ready.size();
}

}  // namespace serinus::platform
