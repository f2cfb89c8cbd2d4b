/// Function bodies in the form that the interpreter runs: operators as 32-bit words, branches with places instead of
/// depths, dead code left out.
#pragma once

#include <memory>
#include <vector>

#include "wasm/module.hpp"
#include "wasm/opcodes.hpp"

namespace serinus::wasm::interpreter {

/// The words that follow an operator's own:
///
///     local.*, global.*      index
///     i32/f32.const          bits
///     i64/f64.const          low word, high word
///     loads and stores       offset
///     call                   function
///     call_indirect          canonical type
///     br, br_if              target
///     br_table               count, then a target for each and for the default
///     loop                   (where its branches go: looks for an interruption)
///     if                     place: go there when the operand is zero
///     else                   place: go there (ends the first arm)
///     return                 1 if there is a result (the last `end` becomes one)
///
/// where a target is a place and the height to which the frame shrinks, with kKeepsTop set if the top value goes along.
/// A place is an index into `words`, a height a number of slots from the first local.
struct Code {
    std::vector<uint32_t> words;
    uint32_t function = 0;  ///< index in the function index space
    uint32_t param_count = 0;
    uint32_t local_count = 0;  ///< with parameters
    uint32_t cost = 0;         ///< of logical stack
    bool calls = false;        ///< whether the body calls anything or grows the memory
};

inline constexpr uint32_t kKeepsTop = 1u << 31;

/// Time and memory O(bytes of the body).
std::unique_ptr<const Code> make_code(const Module& module, uint32_t function);

}  // namespace serinus::wasm::interpreter
