/// Calls into runtimes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "executor/runtime_version.hpp"
#include "state/overlay.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::crypto {
class AheadVerifier;  // crypto/ahead_verifier.hpp
class NodeKeys;
class VerdictCache;  // crypto/verdict_cache.hpp
}  // namespace serinus::crypto

namespace serinus::executor {

class HostCallCounts;    // executor/host_call_counts.hpp
class LogSink;           // executor/log_sink.hpp
class OffchainServices;  // executor/offchain.hpp: local storage, http, clock; what an offchain worker may use
class RuntimeCache;      // executor/runtime_cache.hpp

struct CallError {
    enum class Kind : uint8_t {
        kNoCode = 1,    ///< the state has no `:code`
        kBadCode,       ///< it cannot be decompressed, parsed, compiled or instantiated
        kNoSuchMethod,  ///< the runtime exports no function of that name
        kTrap,          ///< the runtime panicked or a host function failed
        kState,         ///< the state could not be read
        kBadResult,     ///< what the call returned lies outside the memory or cannot be decoded
        kInterrupted,   ///< a limit of the CallContext ended the call; says nothing about the runtime or the arguments
    } kind = Kind::kTrap;
    std::string reason;          ///< with the panic's message; fit for clients
    std::string backtrace = {};  ///< of kTrap and kInterrupted: a line for each Wasm frame; for the node's own log

    /// Which limit ended the call.
    enum class Interruption : uint8_t {
        kNone,      ///< the kind is not kInterrupted
        kDeadline,  ///< CallContext::max_duration_ms
        kStop,      ///< CallContext::stop, or the scheduler's
    } interruption = Interruption::kNone;

    /// The reason, and the backtrace if there is one.
    std::string to_string() const { return backtrace.empty() ? reason : reason + '\n' + backtrace; }
};

/// A compiled runtime. Immutable, shared, thread-safe.
class Runtime;

struct ExecutorOptions {
    std::string code_cache_directory = {};  ///< empty: none
    /// Compiles in the background and watches deadlines; its stop ends calls that name no other stop token. nullptr:
    /// code is compiled before a runtime is returned, and CallContext::max_duration_ms is ignored. Must outlive the
    /// executor and its runtimes.
    platform::Scheduler* scheduler = nullptr;
    uint32_t max_cached_runtimes = 4;  ///< by code and heap pages
    uint32_t max_idle_instances = 8;   ///< of each runtime
    bool interpret = false;
    /// Verdicts on signatures that are remembered, for all runtimes together. 0, or no scheduler to draw a random key
    /// from: none.
    size_t max_signature_verdicts = 65'536;
    LogSink* log = nullptr;  ///< hears what runtimes say; must outlive the executor
    HostCallCounts* host_calls = nullptr;  ///< counts them; must outlive the executor and its runtimes
    /// Compiled runtimes that several executors of one process share; all of them have the same options otherwise.
    /// nullptr: a cache of its own, for `max_cached_runtimes`.
    std::shared_ptr<RuntimeCache> shared_runtimes = {};
};

std::shared_ptr<RuntimeCache> make_runtime_cache(uint32_t max_cached_runtimes);

/// What a call may do beyond its storage.
struct CallContext {
    OffchainServices* offchain = nullptr;  ///< nullptr: offchain functions trap, as in block execution
    crypto::NodeKeys* keys = nullptr;      ///< nullptr: functions that need the node's keys trap
    bool is_block_import = false;
    /// Signatures that the call is expected to verify, on their way; nullptr: none. Needs the executor's verdicts.
    crypto::AheadVerifier* signatures = nullptr;
    std::function<uint64_t()> proof_size = {};  ///< bytes of the storage proof so far; empty: none is recorded

    /// Limits: the call ends with kInterrupted within microseconds of compiled code, or when a host function that
    /// sleeps or waits for the network has been woken. No duration by default: the execution of blocks depends on no
    /// clock.
    std::stop_token stop = {};  ///< one that cannot be stopped stands for that of the executor's scheduler
    std::optional<uint64_t> max_duration_ms = {};
};

/// Holds compiled runtimes and their instances. Thread-safe. Runtimes may outlive it, calls may not.
class Executor {
  public:
    explicit Executor(ExecutorOptions options = {});
    ~Executor();

    /// The runtime of a state: `:code` and `:heappages` as the overlay shows them.
    Result<std::shared_ptr<const Runtime>, CallError> runtime_of(state::Overlay& state);
    /// The runtime of code that may be compressed, e.g. a code substitute.
    Result<std::shared_ptr<const Runtime>, CallError> runtime_of_code(BytesView code,
                                                                      std::optional<uint64_t> heap_pages);

    /// From the custom section if there is one, otherwise by `Core_version`.
    Result<RuntimeVersion, CallError> version(const Runtime& runtime);
    /// What `Core_version` returns on an empty state, as it is.
    Result<Bytes, CallError> raw_version(const Runtime& runtime, const CallContext& context = {});

    /// Calls `method` with SCALE-encoded arguments; changes go to `state`. After an error `state` has what was changed
    /// before it: callers open a transaction first if they care.
    Result<Bytes, CallError> call(const Runtime& runtime, std::string_view method, BytesView arguments,
                                  state::Overlay& state, const CallContext& context = {});

    /// What runtimes found out about signatures; nullptr: nothing is remembered.
    const std::shared_ptr<crypto::VerdictCache>& verdicts() noexcept;
    platform::Scheduler* scheduler() noexcept;  ///< of the options

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::executor
