#include "wasm/x64/traps.hpp"

#include <signal.h>
#include <ucontext.h>

#include <atomic>
#include <mutex>
#include <utility>

#include "platform/fault_handler.hpp"
#include "wasm/engine.hpp"
#include "wasm/x64/context.hpp"
#include "wasm/x64/entry.hpp"

namespace serinus::wasm::x64 {

namespace {

/// A signal handler may not take locks, so the list of code ranges only grows: entries are used again, never freed.
struct CodeRange {
    std::atomic<uintptr_t> start{0};
    std::atomic<uintptr_t> end{0};  ///< 0: free
    CodeRange* next = nullptr;
};

std::atomic<CodeRange*> ranges{nullptr};
std::mutex ranges_mutex;  ///< held by those who change the list

bool is_known_code(uintptr_t place) noexcept {
    for (const CodeRange* range = ranges.load(std::memory_order_acquire); range != nullptr; range = range->next) {
        if (place < range->end.load(std::memory_order_acquire) &&
            place >= range->start.load(std::memory_order_acquire)) {
            return true;
        }
    }
    return false;
}

struct sigaction previous;

/// Whether compiled code with this memory has touched what is beyond the memory's present size. A fault within it would
/// be a failure of the machine, and no verdict on the code.
bool is_out_of_bounds(uintptr_t memory, uintptr_t address) noexcept {
    if (address < memory || address - memory >= kMemoryReservation) return false;
    const Context& context = reinterpret_cast<const Context*>(memory)[-1];  // NOLINT(performance-no-int-to-ptr)
    return address - memory >= size_t{context.memory_pages} * kPageBytes;
}

void handle(int signal, siginfo_t* info, void* context) {
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const auto place = static_cast<uintptr_t>(registers[REG_RIP]);
    const auto memory = static_cast<uintptr_t>(registers[REG_R13]);
    if (!is_known_code(place) || !is_out_of_bounds(memory, reinterpret_cast<uintptr_t>(info->si_addr))) {
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

KnownCode::KnownCode(const void* start, size_t bytes) {
    const std::lock_guard lock(ranges_mutex);
    CodeRange* range = ranges.load(std::memory_order_relaxed);
    while (range != nullptr && range->end.load(std::memory_order_relaxed) != 0) range = range->next;
    if (range == nullptr) {
        range = new CodeRange;
        range->next = ranges.load(std::memory_order_relaxed);
        ranges.store(range, std::memory_order_release);
    }
    range->start.store(reinterpret_cast<uintptr_t>(start), std::memory_order_release);
    range->end.store(reinterpret_cast<uintptr_t>(start) + bytes, std::memory_order_release);
    entry_ = range;
}

KnownCode::~KnownCode() {
    if (entry_ == nullptr) return;
    const std::lock_guard lock(ranges_mutex);
    static_cast<CodeRange*>(entry_)->end.store(0, std::memory_order_release);
}

KnownCode::KnownCode(KnownCode&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}

KnownCode& KnownCode::operator=(KnownCode&& other) noexcept {
    std::swap(entry_, other.entry_);
    return *this;
}

}  // namespace serinus::wasm::x64
