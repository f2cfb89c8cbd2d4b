/// The call into a runtime, as a host function that serves it sees it.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "executor/executor.hpp"
#include "executor/host/key_hashes.hpp"
#include "executor/log_sink.hpp"
#include "state/overlay.hpp"
#include "wasm/engine.hpp"

namespace serinus::executor {

class Allocator;

namespace host {

class SignatureBatch;  // host/signature_batch.hpp, of the functions that verify in batches

/// Why a host function cannot answer: the call traps with this reason. `return Err("…")` makes one.
struct HostError {
    std::string reason;
    bool is_state = false;        ///< the state could not be read: our failure, not the runtime's
    bool is_interrupted = false;  ///< a limit of the call was reached while the function waited

    HostError() = default;
    HostError(std::string why) : reason(std::move(why)) {}
    HostError(const char* why) : reason(why) {}
    HostError(const state::StateError& error) : reason("state: " + error.reason), is_state(true) {}
    static HostError interrupted() {
        HostError out("interrupted");
        out.is_interrupted = true;
        return out;
    }
};

template <class T = void>
using HostResult = Result<T, HostError>;

/// One call into a runtime. It lives from its first instruction to its last, so it may carry state that functions keep
/// between them. Functions reach memory through their parameters and results only, never by the allocator.
struct HostCall {
    state::Overlay& overlay;
    const CallContext& context;
    Executor& executor;
    LogSink* log = nullptr;  ///< nullptr: nobody listens

    /// Requested when a limit of the call is reached: a host function that waits or computes for long then returns
    /// HostError::interrupted().
    std::stop_token stop = {};

    /// How `ext_misc_runtime_version` looks at code: the encoded version, nullopt if the code is no runtime.
    std::optional<Bytes> (*version_of_code)(HostCall&, BytesView code) = nullptr;

    std::shared_ptr<SignatureBatch> batch = {};  ///< open while a batch of signatures is collected

    /// The last words that the runtime logged or printed at error level; they explain the trap that follows.
    std::string last_words = {};
    bool state_failed = false;     ///< a HostError::is_state ended the call
    bool was_interrupted = false;  ///< a HostError::is_interrupted ended the call

    /// Only for the glue and the allocator's own two functions.
    Allocator* allocator = nullptr;
    /// The instance's memory as it was when it was last looked at: it may have grown since, but does not move.
    MutableBytesView memory = {};
    KeyHashes key_hashes = {};
};

}  // namespace host
}  // namespace serinus::executor
