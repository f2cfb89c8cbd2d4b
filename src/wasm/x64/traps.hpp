/// Page faults of compiled code become traps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace serinus::wasm::x64 {

/// Installs the handler of SIGSEGV, once in a process. A fault is ours if the instruction is in code that KnownCode
/// names and the address beyond the memory that its register points to, in the reservation; then the thread goes on at
/// serinus_wasm_trap_exit_at. A write to pages of a WriteGuard, whoever makes it, opens the guard and goes on.
/// Everything else goes to the handler that was there before. SIGBUS stays what it is: a page of the memory that the
/// machine could not give.
void install_trap_handler() noexcept;

/// As long as this object exists, faults in [start, start + bytes) may be traps.
class KnownCode {
  public:
    KnownCode() = default;
    KnownCode(const void* start, size_t bytes);
    ~KnownCode();
    KnownCode(KnownCode&& other) noexcept;
    KnownCode& operator=(KnownCode&& other) noexcept;

  private:
    void* entry_ = nullptr;
};

/// Pages that may be read. The first write makes them writable, and is seen by is_open(). A call of the operating
/// system that is to write there fails instead.
class WriteGuard {
  public:
    /// Whole pages, which were writable. nullopt: the operating system would not protect them.
    static std::optional<WriteGuard> create(uint8_t* start, size_t bytes);
    /// Leaves the pages as they are.
    ~WriteGuard();
    WriteGuard(WriteGuard&& other) noexcept;
    WriteGuard& operator=(WriteGuard&& other) noexcept;

    bool is_open() const noexcept;

  private:
    WriteGuard() = default;
    void* entry_ = nullptr;
};

}  // namespace serinus::wasm::x64
