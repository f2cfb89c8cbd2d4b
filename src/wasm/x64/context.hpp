/// What compiled code finds below the start of the memory, whose address it keeps in a register.
///
/// From low to high addresses, each part beginning on a page:
///
///     table        {function, type id} per entry     private mapping of the program's file
///     functions    address of the code of each       shared mapping: one store swaps code for all instances
///     imports      {function, data} of each          private
///     globals      8 bytes each                      private
///     Context      the last bytes of this page       private
///     memory       8 GiB and a guard, or less        private
///
/// All parts are at constant distances from the memory, so that code needs no other pointer. By the bounds of
/// ModuleLimits they take less than 200 MB together: every distance fits the 32 bits of a displacement.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wasm/engine.hpp"

namespace serinus::wasm::x64 {

inline constexpr size_t kHostPage = 4096;

/// Address of an access: zero-extended 32 bits plus an offset of 32 bits, up to 8 bytes long, so 8 GiB and 6 bytes.
/// Code that checks bounds accesses nothing beyond the memory, and needs only what the memory may grow to.
inline constexpr size_t kMemoryReservation = (size_t{8} << 30) + kPageBytes;

constexpr size_t round_up(size_t value, size_t unit) noexcept { return (value + unit - 1) / unit * unit; }

/// An entry of the table. `type_id` is the index of the canonical type plus one; 0 is a null entry.
struct TableEntry {
    uint32_t function = 0;
    uint32_t type_id = 0;
};

struct ImportEntry {
    HostFunction function = nullptr;
    void* data = nullptr;
};

/// Ends where the memory begins; the fields that each function touches come last, so that 8 bits reach them.
struct Context {
    Instance* instance = nullptr;
    /// What memory.grow returns: pages before, or -1.
    uint32_t (*grow_memory)(Instance* instance, uint32_t pages) = nullptr;
    /// Compiles the function whose index is in eax and jumps to it; see entry.hpp for both.
    const void* lazy_entry = nullptr;
    /// Ends the innermost call from the host; called with the TrapCode in eax.
    const void* trap_exit = nullptr;
    uint64_t entry_stack_pointer = 0;  ///< of the innermost call from the host
    uint32_t trapped = 0;              ///< whether that call ended by a trap
    uint32_t memory_pages = 0;
    uint64_t memory_bytes = 0;  ///< the same in bytes, for code that checks bounds
    /// The address of the memory; anything else interrupts the code, which compares it with its memory register.
    /// Written by other threads.
    uintptr_t uninterrupted = 0;
    uint64_t logical_stack_left = 0;
};

/// Distances from the memory.
inline constexpr int32_t kContextOffset = -static_cast<int32_t>(sizeof(Context));
#define SERINUS_CONTEXT_OFFSET(field) (kContextOffset + static_cast<int32_t>(offsetof(Context, field)))
inline constexpr int32_t kInstanceOffset = SERINUS_CONTEXT_OFFSET(instance);
inline constexpr int32_t kGrowMemoryOffset = SERINUS_CONTEXT_OFFSET(grow_memory);
inline constexpr int32_t kLazyEntryOffset = SERINUS_CONTEXT_OFFSET(lazy_entry);
inline constexpr int32_t kTrapExitOffset = SERINUS_CONTEXT_OFFSET(trap_exit);
inline constexpr int32_t kEntryStackPointerOffset = SERINUS_CONTEXT_OFFSET(entry_stack_pointer);
inline constexpr int32_t kTrappedOffset = SERINUS_CONTEXT_OFFSET(trapped);
inline constexpr int32_t kMemoryPagesOffset = SERINUS_CONTEXT_OFFSET(memory_pages);
inline constexpr int32_t kMemoryBytesOffset = SERINUS_CONTEXT_OFFSET(memory_bytes);
inline constexpr int32_t kUninterruptedOffset = SERINUS_CONTEXT_OFFSET(uninterrupted);
inline constexpr int32_t kLogicalStackLeftOffset = SERINUS_CONTEXT_OFFSET(logical_stack_left);
#undef SERINUS_CONTEXT_OFFSET
static_assert(kTrapExitOffset >= -128);

/// Where the parts of a module's context lie. A function of the module alone, so cached code stays valid.
struct ContextLayout {
    size_t globals_bytes = 0;  ///< of each part, without padding
    size_t imports_bytes = 0;
    size_t functions_bytes = 0;
    size_t table_bytes = 0;
    int32_t globals = 0;  ///< distances from the memory, negative
    int32_t imports = 0;
    int32_t functions = 0;
    int32_t table = 0;
    size_t total_bytes = 0;  ///< from the start of the table to the memory, whole pages

    explicit ContextLayout(const Module& module) noexcept
        : globals_bytes(module.global_types.size() * sizeof(Raw)),
          imports_bytes(module.imported_functions * sizeof(ImportEntry)),
          functions_bytes(module.function_types.size() * sizeof(void*)),
          table_bytes((module.table ? module.table->min : 0) * sizeof(TableEntry)) {
        size_t below = sizeof(Context);
        const auto place = [&below](size_t bytes, size_t alignment) {
            below = round_up(below + bytes, alignment);
            return static_cast<int32_t>(-static_cast<int64_t>(below));
        };
        globals = place(globals_bytes, alignof(Context));
        imports = place(imports_bytes, kHostPage);
        functions = place(functions_bytes, kHostPage);
        table = place(table_bytes, kHostPage);
        total_bytes = below;
    }

    size_t private_bytes() const noexcept { return static_cast<size_t>(-static_cast<int64_t>(imports)); }
};

}  // namespace serinus::wasm::x64
