/// What both engines must do alike, to the last bit: the bound on the stack, what a NaN looks like, what a trap lists.
///
/// Stack. An instance counts slots. Entering a function of the module adds frame_cost() of it, leaving it takes the
/// same away. If the sum would exceed CompileOptions::max_stack, the call traps with kStackExhausted, and nothing of
/// the function has happened: arguments are already taken off, locals not yet made. The first function, entered by
/// Instance::call, counts like any other. Host functions cost nothing; when one calls its own instance again, the count
/// goes on from where it stood, and more than kMaxNestedCalls such calls within each other are kStackExhausted too,
/// since they take native stack.
///
/// NaN. Every operator that computes a float and whose result is a NaN yields the canonical one (positive, quiet, no
/// payload): add, sub, mul, div, min, max, sqrt, ceil, floor, trunc, nearest, demote, promote. Operators that move bits
/// keep them: abs, neg, copysign, reinterpret, const, load, store, locals, globals, select, arguments, results.
///
/// Backtrace. The functions of the module that were entered and not left, innermost first, those of the innermost call
/// of the instance only; of imported functions none, they are in the message. A function that found the stack exhausted
/// is the first.
#pragma once

#include "wasm/engine.hpp"

namespace serinus::wasm {

inline constexpr uint32_t kMaxNestedCalls = 32;

inline constexpr uint32_t kCanonicalNan32 = 0x7fc0'0000;
inline constexpr uint64_t kCanonicalNan64 = 0x7ff8'0000'0000'0000;

/// In slots, or in the units of metered_frames.hpp. All terms are bounded by the module's limits, so the sum fits.
constexpr uint32_t frame_cost(const Function& function) noexcept {
    return function.metered_cost != 0 ? function.metered_cost
                                      : kFrameCost + function.local_count + function.max_operands;
}

/// Bytes of a native stack that frames take at most for each unit of their costs; see x64/wasm_stack.hpp.
inline constexpr size_t kUnitBytes = 16;
inline constexpr size_t kMeteredUnitBytes = 4096;

constexpr size_t unit_bytes(const Module& module) noexcept {
    return module.has_metered_frames ? kMeteredUnitBytes : kUnitBytes;
}

}  // namespace serinus::wasm
