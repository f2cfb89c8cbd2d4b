/// What frames cost where a chain prescribes it: parachain validation functions end at the same depth on all
/// validators.
///
/// Observed: wasm-instrument 0.4.0, which the reference applies to such code before it compiles it. A frame costs its
/// declared locals (not its parameters), 2, and the greatest height of its operand stack, as that program finds it:
/// - where code cannot be reached, heights do not count, but the stack is not cut either, and blocks that begin there
/// count;
/// - the second arm of an `if` begins with what the first one left, and does not count if the first one ended
/// unreachable. Calls of imports cost nothing.
///
/// It does not know the sign-extension operators, so code that has them is refused.
#pragma once

#include "wasm/module.hpp"

namespace serinus::wasm {

/// Sets the costs of all functions of a module that nobody else has yet: `frame_cost` then gives these. Time O(bytes).
///
/// A frame never costs less than one unit for each 4 KiB that it may take of a native stack, so that units bound memory
/// too. That only raises the cost of a function that hides hundreds of operands for each unit from that rule.
/// Errors: the module is one that the reference cannot prepare, since its rule does not understand the code.
Result<void, ModuleError> meter_frames(Module& module);

}  // namespace serinus::wasm
