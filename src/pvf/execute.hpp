/// Executing prepared code.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pvf/executor_params.hpp"
#include "wasm/engine.hpp"

namespace serinus::pvf {

struct ExecuteError {
    enum class Kind : uint8_t {
        kConstruction = 1,  ///< no instance can be made: the candidate is invalid, or the prepared code is damaged
        kInvalid,           ///< the candidate is invalid
        kInterrupted,       ///< by the stop token
        kOurs,              ///< this machine has no memory, or the file is not what it should be
    } kind = Kind::kInvalid;
    std::string reason;
    std::string backtrace = {};  ///< lines as wasm::Trap::backtrace_text() has them, of a trap or an interruption
};

/// A program ready to be executed: code that `prepare` made, within the limits of a session.
Result<std::shared_ptr<const wasm::Program>, ExecuteError> load(wasm::Engine& engine, int file,
                                                                const ExecutorLimits& limits,
                                                                bool interruptible = false);

struct Executed {
    Bytes output;               ///< of `validate_block`, not decoded
    uint32_t memory_pages = 0;  ///< of 64 KiB, that the memory had at the end
};

/// What becomes of the instance.
enum class Afterwards : uint8_t {
    kTidyUp,
    kLeave,  ///< as it is, for a process that ends: that takes no time, and no calls of the system
};

/// Makes an instance and calls `validate_block` with the bytes that encode_input() made. The time is not limited here.
/// Observed: `execute_artifact` of polkadot-node-core-pvf-common 29.0.0; the order of its checks
Result<Executed, ExecuteError> execute(wasm::Engine& engine, std::shared_ptr<const wasm::Program> program,
                                       const ExecutorLimits& limits, BytesView input, const std::stop_token& stop = {},
                                       Afterwards afterwards = Afterwards::kTidyUp);

/// Calls every host function that such code may call once, on memory of ones and zeros, so that what libraries make at
/// their first use is there: in a cage it could not be made. `program`: any that has a page of memory.
void warm_up_host_functions(wasm::Engine& engine, std::shared_ptr<const wasm::Program> program);

}  // namespace serinus::pvf
