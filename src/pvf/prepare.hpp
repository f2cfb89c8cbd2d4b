/// Preparing code of a parachain: from what the relay chain keeps to a file that is executed.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pvf/executor_params.hpp"
#include "wasm/engine.hpp"

namespace serinus::pvf {

/// Why code could not be prepared.
enum class PrepareFault : uint8_t {
    kCompression = 1,  ///< the compressed form is damaged, or too large once decompressed
    kInvalid,          ///< no module, or one that is not allowed
    kConstruction,     ///< it asks for imports that no host has; only pre-checking looks
    kOutOfMemory,      ///< more than the session allows
    kTimedOut,         ///< more time than the session allows
    kDied,             ///< the worker died; of the code, or of the machine
    kOurs,             ///< no worker, no disk: nothing is known of the code
};

const char* to_string(PrepareFault fault) noexcept;

/// Whether every validator finds the same. Observed: `PrepareError::is_deterministic` of
/// polkadot-node-core-pvf-common 29.0.0
bool is_deterministic(PrepareFault fault) noexcept;

struct PrepareError {
    PrepareFault fault = PrepareFault::kInvalid;
    std::string reason;
};

struct PrepareOptions {
    /// Bytes that compressed code may become. Observed: `validation_code_bomb_limit` of polkadot 1.25.1, 20 MiB where
    /// no runtime says more
    uint32_t bomb_limit = 20u << 20;
    /// Of pre-checking: the limits whose host functions its imports must fit.
    std::optional<ExecutorLimits> precheck = {};
    bool interruptible = false;  ///< for code that is executed in this process: wasm/engine.hpp
};

/// `code`: maybe compressed. `engine`: that which will execute the file. The first three faults. Time and memory
/// O(bytes of the code); in a worker it is limited, here it is not.
/// Observed: `prepare_artifact` of polkadot-node-core-pvf-prepare-worker 29.0.0
Result<Bytes, PrepareError> prepare(BytesView code, wasm::Engine& engine, const PrepareOptions& options);

/// The module of code, with metered frames; what `prepare` compiles.
Result<std::shared_ptr<const wasm::Module>, PrepareError> module_of_code(BytesView code, uint32_t bomb_limit);

/// What the reference asks of imports before it makes an instance: functions of "env" alone, of the types that the host
/// functions have. A function that is not there is not missed until it is called.
Result<void, PrepareError> check_imports(const wasm::Module& module, const ExecutorLimits& limits);

}  // namespace serinus::pvf
