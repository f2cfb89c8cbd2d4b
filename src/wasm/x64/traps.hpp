/// Page faults of compiled code become traps.
#pragma once

#include <cstddef>
#include <cstdint>

namespace serinus::wasm::x64 {

/// Installs the handler of SIGSEGV, once in a process. A fault is ours if the instruction is in code that KnownCode
/// names and the address beyond the memory that its register points to, in the reservation; then the thread goes on at
/// serinus_wasm_trap_exit_at. Everything else goes to the handler that was there before. SIGBUS stays what it is: a
/// page of the memory that the machine could not give.
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

}  // namespace serinus::wasm::x64
