/// The borders between C++ and compiled code: written in assembly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wasm/types.hpp"

namespace serinus::wasm {
enum class TrapCode : uint8_t;
}

namespace serinus::wasm::x64 {

extern "C" {

/// Calls compiled code on the present stack. `slots` has at least six values; the first six go to registers, and
/// `stack_arguments` further ones to the stack. Returns the result, which is valid unless Context::trapped is set.
uint64_t serinus_wasm_enter(uint8_t* memory, const void* code, const Raw* slots, uint64_t stack_arguments);

/// For compiled code only: ends the innermost call by a trap. Called with the code in eax; the return address shows in
/// which function.
void serinus_wasm_trap_exit();

/// As above, but jumped to, with the place (one past the instruction) in rdx.
void serinus_wasm_trap_exit_at();

/// For stubs of functions that are not compiled yet: jumped to with the index in eax, arguments where they belong.
void serinus_wasm_lazy_entry();

/// Calls `function(argument)` on the stack that ends at `top`.
void serinus_wasm_switch_stack(void* top, void (*function)(void*), void* argument);

/// Called by serinus_wasm_trap_exit: frames of the code that failed are still there to be looked at.
void serinus_wasm_note_trap(uint8_t* memory, uint32_t code, const uint8_t* place, const uint64_t* frame) noexcept;

/// Called by serinus_wasm_lazy_entry; where the code is.
const void* serinus_wasm_compile_function(uint8_t* memory, uint32_t function) noexcept;
}

}  // namespace serinus::wasm::x64
