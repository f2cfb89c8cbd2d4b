/// Execution of programs.
///
/// A program is weighed, a barrier decides whether it runs, and then its instructions change registers: an origin,
/// holding, fees, a topic, an error. What an instruction does to storage happens in a layer that a failure undoes; what
/// earlier ones did stays. After a failure the error handler runs, without one the appendix; in the end weight that was
/// not used is refunded, and what is left in holding is trapped.
/// Source: staging-xcm-executor 21, lib.rs
#pragma once

#include "runtime/xcm/config.hpp"

namespace serinus::xcm {

/// Programs inside of programs, by calls of Transact: one more fails with ExceedsStackLimit.
inline constexpr uint8_t kRecursionLimit = 10;

/// A program and what it weighs.
struct Prepared {
    Program program;
    Weight weight;
};

/// Weighs a program. Errors: those of the weigher, with the index of the outermost instruction.
Result<Prepared, InstructionError> prepare(const Config& config, Program program, Weight limit);

/// Runs a program that was weighed. `id`, by which the message is known, may be replaced by the topic that a barrier
/// finds. `weight_credit` is weight that is paid for already.
Outcome execute(const Config& config, const Location& origin, Prepared prepared, XcmHash& id, Weight weight_credit);

/// Both. If it cannot be weighed it is not begun.
Outcome prepare_and_execute(const Config& config, const Location& origin, Program program, XcmHash& id, Weight limit,
                            Weight weight_credit);

/// Takes `fees` from the account of `origin`, unless they are waived. Errors: those of the transactor; what was
/// withdrawn before is gone, so it belongs in a layer.
XcmResult charge_fees(const Config& config, const Location& origin, const Assets& fees);

}  // namespace serinus::xcm
