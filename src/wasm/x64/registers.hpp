/// Which register is for what in compiled code.
///
///     r13                    start of the memory, everywhere
///     rbp, rsp               frame and stack
///     rbx, r12, r14, r15     the most used integer locals of the function; a function saves those it uses
///     rsi, rdi, r8 - r11     operands; r10 and r11 are also locals, which are not saved, in a function without calls
///
///     rax, rcx, rdx          scratch: hold nothing from one instruction to the next
///
///     rax                    the result of a block at its end and of a function at its return; floats as their bits
///
///     xmm0 - xmm13           float operands
///     xmm14, xmm15           scratch
///
/// An i32 in a register has zeros in the upper half: addresses are made of the whole register.
/// Arguments: the first six, whatever their type, in rdi, rsi, rdx, rcx, r8, r9, floats as their bits; further ones on
/// the stack, 8 bytes each. Every register but r13, rbp, rsp and those of locals may change in a call.
#pragma once

#include <asmjit/x86.h>

#include "wasm/types.hpp"

namespace serinus::wasm::x64 {

namespace x86 = asmjit::x86;

using RegisterId = uint8_t;

inline constexpr RegisterId kRax = x86::Gp::kIdAx;
inline constexpr RegisterId kRcx = x86::Gp::kIdCx;
inline constexpr RegisterId kRdx = x86::Gp::kIdDx;
inline constexpr RegisterId kLocalRegisters[] = {x86::Gp::kIdBx, x86::Gp::kIdR12, x86::Gp::kIdR14, x86::Gp::kIdR15};
/// Only where nothing is called.
inline constexpr RegisterId kLeafLocalRegisters[] = {x86::Gp::kIdR10, x86::Gp::kIdR11};
inline constexpr RegisterId kArgumentRegisters[] = {x86::Gp::kIdDi, x86::Gp::kIdSi, x86::Gp::kIdDx,
                                                    x86::Gp::kIdCx, x86::Gp::kIdR8, x86::Gp::kIdR9};
inline constexpr size_t kRegisterArguments = std::size(kArgumentRegisters);

inline constexpr uint32_t kOperandRegisters = 1u << x86::Gp::kIdSi | 1u << x86::Gp::kIdDi | 1u << x86::Gp::kIdR8 |
                                              1u << x86::Gp::kIdR9 | 1u << x86::Gp::kIdR10 | 1u << x86::Gp::kIdR11;
inline constexpr uint32_t kFloatOperandRegisters = 0x3fff;

inline constexpr x86::Gp kMemoryBase = x86::r13;

constexpr bool is_float(ValueType type) noexcept { return type == ValueType::kF32 || type == ValueType::kF64; }
constexpr bool is_64_bit(ValueType type) noexcept { return type == ValueType::kI64 || type == ValueType::kF64; }
constexpr uint32_t size_of(ValueType type) noexcept { return is_64_bit(type) ? 8 : 4; }

inline x86::Gp gp32(RegisterId id) noexcept { return x86::gpd(id); }
inline x86::Gp gp64(RegisterId id) noexcept { return x86::gpq(id); }
/// As wide as a value of that type is in memory.
inline x86::Gp gp(RegisterId id, ValueType type) noexcept { return is_64_bit(type) ? gp64(id) : gp32(id); }
inline x86::Xmm xmm(RegisterId id) noexcept { return x86::Xmm(id); }

inline const x86::Xmm kFloatScratch = x86::xmm15;
inline const x86::Xmm kFloatScratch2 = x86::xmm14;

}  // namespace serinus::wasm::x64
