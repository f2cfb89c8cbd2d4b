#include "storage/file_map.hpp"

#include <signal.h>
#include <sys/mman.h>

#include <mutex>

#include "platform/fault_handler.hpp"

namespace serinus::storage {

/// A signal handler may not take locks, so ranges are used again, but never freed.
struct FileMap::Range {
    std::atomic<uintptr_t> start{0};
    std::atomic<uintptr_t> end{0};
    std::atomic<bool> failed{false};
    std::atomic<bool> in_use{true};
    Range* next = nullptr;
};

namespace {

constexpr uintptr_t kPage = 4096;

std::atomic<FileMap::Range*> ranges{nullptr};
std::mutex ranges_mutex;  ///< held by those who change the list
struct sigaction previous;

FileMap::Range* find(uintptr_t address) noexcept {
    for (auto* range = ranges.load(std::memory_order_acquire); range != nullptr; range = range->next) {
        if (address < range->end.load(std::memory_order_acquire) &&
            address >= range->start.load(std::memory_order_acquire)) {
            return range;
        }
    }
    return nullptr;
}

void handle(int signal, siginfo_t* info, void* context) {
    const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
    FileMap::Range* const range = find(address);
    if (range == nullptr) return platform::pass_fault_on(previous, signal, info, context);
    range->failed.store(true, std::memory_order_release);
    void* const page = reinterpret_cast<void*>(address / kPage * kPage);  // NOLINT(performance-no-int-to-ptr)
    if (mmap(page, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) {
        platform::pass_fault_on(previous, signal, info, context);
    }
}

void install_handler() {
    static std::once_flag once;
    std::call_once(once, [] { platform::install_fault_handler(SIGBUS, handle, previous); });
}

}  // namespace

FileMap::FileMap() {
    install_handler();
    const std::lock_guard lock(ranges_mutex);
    range_ = ranges.load(std::memory_order_relaxed);
    while (range_ != nullptr && range_->in_use.load(std::memory_order_relaxed)) range_ = range_->next;
    if (range_ == nullptr) {
        range_ = new Range;
        range_->next = ranges.load(std::memory_order_relaxed);
        ranges.store(range_, std::memory_order_release);
    }
    range_->failed = false;
    range_->in_use = true;
}

FileMap::~FileMap() {
    const std::lock_guard lock(ranges_mutex);
    range_->end = 0;
    range_->in_use = false;
}

void FileMap::set(const void* start, size_t bytes) noexcept {
    range_->end.store(0, std::memory_order_release);
    range_->start.store(reinterpret_cast<uintptr_t>(start), std::memory_order_release);
    range_->end.store(reinterpret_cast<uintptr_t>(start) + bytes, std::memory_order_release);
}

bool FileMap::has_failed() const noexcept { return range_->failed.load(std::memory_order_acquire); }

void FileMap::release() const noexcept {
    const uintptr_t start = range_->start.load(std::memory_order_acquire);
    const uintptr_t end = range_->end.load(std::memory_order_acquire);
    if (end > start) (void)madvise(reinterpret_cast<void*>(start), end - start, MADV_DONTNEED);  // NOLINT
}

void touch_pages(const void* start, size_t bytes) noexcept {
    const auto* const first = static_cast<const volatile uint8_t*>(start);
    for (size_t at = 0; at < bytes; at += kPage) (void)first[at];
    if (bytes > 0) (void)first[bytes - 1];
}

}  // namespace serinus::storage
