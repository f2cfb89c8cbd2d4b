#include "wasm/x64/traps.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <utility>

#include "platform/fault_handler.hpp"
#include "wasm/engine.hpp"
#include "wasm/x64/context.hpp"
#include "wasm/x64/entry.hpp"

namespace serinus::wasm::x64 {

namespace {

/// Ranges of addresses for a signal handler, which may not take locks: entries are used again, never freed.
class RangeList {
  public:
    struct Entry {
        std::atomic<uintptr_t> start{0};
        std::atomic<uintptr_t> end{0};  ///< 0: free
        std::atomic<bool> is_open{false};
        Entry* next = nullptr;
    };

    Entry* add(const void* start, size_t bytes) {
        const std::lock_guard lock(mutex_);
        Entry* entry = first_.load(std::memory_order_relaxed);
        while (entry != nullptr && entry->end.load(std::memory_order_relaxed) != 0) entry = entry->next;
        if (entry == nullptr) {
            entry = new Entry;
            entry->next = first_.load(std::memory_order_relaxed);
            first_.store(entry, std::memory_order_release);
        }
        entry->is_open.store(false, std::memory_order_relaxed);
        entry->start.store(reinterpret_cast<uintptr_t>(start), std::memory_order_release);
        entry->end.store(reinterpret_cast<uintptr_t>(start) + bytes, std::memory_order_release);
        return entry;
    }

    void remove(Entry& entry) {
        const std::lock_guard lock(mutex_);
        entry.end.store(0, std::memory_order_release);
    }

    Entry* find(uintptr_t place) const noexcept {
        for (Entry* entry = first_.load(std::memory_order_acquire); entry != nullptr; entry = entry->next) {
            if (place < entry->end.load(std::memory_order_acquire) &&
                place >= entry->start.load(std::memory_order_acquire)) {
                return entry;
            }
        }
        return nullptr;
    }

  private:
    std::atomic<Entry*> first_{nullptr};
    std::mutex mutex_;  ///< held by those who change the list
};

RangeList code_ranges, guarded_ranges;

struct sigaction previous;

/// Whether compiled code with this memory has touched what is beyond the memory's present size. A fault within it would
/// be a failure of the machine, and no verdict on the code.
bool is_out_of_bounds(uintptr_t memory, uintptr_t address) noexcept {
    if (address < memory || address - memory >= kMemoryReservation) return false;
    const Context& context = reinterpret_cast<const Context*>(memory)[-1];  // NOLINT(performance-no-int-to-ptr)
    return address - memory >= size_t{context.memory_pages} * kPageBytes;
}

/// Whether the fault was a write to pages of a WriteGuard, which now may be written.
bool open_guard(uintptr_t address, uint64_t error_code) noexcept {
    constexpr uint64_t kWrite = 2;
    if ((error_code & kWrite) == 0) return false;
    RangeList::Entry* const guard = guarded_ranges.find(address);
    if (guard == nullptr) return false;
    const uintptr_t start = guard->start.load(std::memory_order_relaxed);
    const size_t bytes = guard->end.load(std::memory_order_relaxed) - start;
    const int error = errno;
    const bool done = mprotect(reinterpret_cast<void*>(start), bytes, PROT_READ | PROT_WRITE) ==
                      0;  // NOLINT(performance-no-int-to-ptr)
    errno = error;
    if (done) guard->is_open.store(true, std::memory_order_release);
    return done;
}

void handle(int signal, siginfo_t* info, void* context) {
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const auto place = static_cast<uintptr_t>(registers[REG_RIP]);
    const auto memory = static_cast<uintptr_t>(registers[REG_R13]);
    const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
    if (open_guard(address, static_cast<uint64_t>(registers[REG_ERR]))) return;
    if (code_ranges.find(place) == nullptr || !is_out_of_bounds(memory, address)) {
        return platform::pass_fault_on(previous, signal, info, context);
    }
    registers[REG_RAX] = static_cast<greg_t>(TrapCode::kMemoryOutOfBounds);
    registers[REG_RDX] = static_cast<greg_t>(place) + 1;
    registers[REG_RIP] = reinterpret_cast<greg_t>(&serinus_wasm_trap_exit_at);
}

}  // namespace

void install_trap_handler() noexcept {
    static std::once_flag once;
    std::call_once(once, [] {
        // No alternate stack is needed, since compiled code never runs out of stack (wasm_stack.hpp).
        platform::install_fault_handler(SIGSEGV, handle, previous);
    });
}

KnownCode::KnownCode(const void* start, size_t bytes) : entry_(code_ranges.add(start, bytes)) {}

KnownCode::~KnownCode() {
    if (entry_ != nullptr) code_ranges.remove(*static_cast<RangeList::Entry*>(entry_));
}

KnownCode::KnownCode(KnownCode&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}

KnownCode& KnownCode::operator=(KnownCode&& other) noexcept {
    std::swap(entry_, other.entry_);
    return *this;
}

std::optional<WriteGuard> WriteGuard::create(uint8_t* start, size_t bytes) {
    if (mprotect(start, bytes, PROT_READ) != 0) return std::nullopt;
    WriteGuard guard;
    guard.entry_ = guarded_ranges.add(start, bytes);
    return guard;
}

WriteGuard::~WriteGuard() {
    if (entry_ != nullptr) guarded_ranges.remove(*static_cast<RangeList::Entry*>(entry_));
}

bool WriteGuard::is_open() const noexcept {
    return static_cast<RangeList::Entry*>(entry_)->is_open.load(std::memory_order_acquire);
}

WriteGuard::WriteGuard(WriteGuard&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}

WriteGuard& WriteGuard::operator=(WriteGuard&& other) noexcept {
    std::swap(entry_, other.entry_);
    return *this;
}

}  // namespace serinus::wasm::x64
