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
class OffchainServices;  // executor/offchain.hpp: local storage, http, clock: the services of offchain workers
class RuntimeCache;      // executor/runtime_cache.hpp

struct CallError {
    enum class Kind : uint8_t {
        kNoCode = 1,    ///< the state has no `:code`
        kBadCode,       ///< the code cannot be decompressed, parsed, compiled or instantiated
        kNoSuchMethod,  ///< the runtime exports no function of that name
        kTrap,          ///< the runtime panicked or a host function failed
        kState,         ///< the state could not be read
        kBadResult,     ///< the returned bytes lie outside the memory or cannot be decoded
        kInterrupted,   ///< a limit of the CallContext ended the call; no verdict on the runtime or the arguments
    } kind = Kind::kTrap;
    std::string reason;          ///< for clients; includes the message of a panic
    std::string backtrace = {};  ///< for the node's log: a line for each Wasm frame, if kind is kTrap or kInterrupted

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
    uint32_t max_cached_runtimes = 4;  ///< distinct by code and heap pages
    uint32_t max_idle_instances = 8;   ///< for each runtime
    bool interpret = false;
    /// Number of signature verdicts that are cached, for all runtimes together. The cache needs random bytes of the
    /// scheduler; without one, or with 0, there is no cache.
    size_t max_signature_verdicts = 65'536;
    std::shared_ptr<crypto::VerdictCache> verdicts = {};  ///< the cache, in the place of one of the executor's own
    LogSink* log = nullptr;                ///< receives the log messages of runtimes; must outlive the executor
    HostCallCounts* host_calls = nullptr;  ///< counts host calls; must outlive the executor and its runtimes
    /// A cache of compiled runtimes that several executors of a process share; their other options must be equal.
    /// nullptr: the executor makes its own, for `max_cached_runtimes`.
    std::shared_ptr<RuntimeCache> shared_runtimes = {};
};

std::shared_ptr<RuntimeCache> make_runtime_cache(uint32_t max_cached_runtimes);

/// The services and limits of a call beyond its storage.
struct CallContext {
    OffchainServices* offchain = nullptr;  ///< nullptr: offchain functions trap, as in block execution
    crypto::NodeKeys* keys = nullptr;      ///< nullptr: functions that need the node's keys trap
    bool is_block_import = false;
    /// Verifies in the background the signatures that the call is expected to ask for; nullptr: none. Needs the
    /// executor's cache of verdicts.
    crypto::AheadVerifier* signatures = nullptr;
    std::function<uint64_t()> proof_size = {};  ///< bytes of the storage proof so far; empty: none is recorded

    /// A call that reaches a limit ends with kInterrupted: within microseconds in compiled code, and as soon as a host
    /// function that sleeps or waits for the network is woken. By default the duration is not limited, as the
    /// execution of blocks must not depend on a clock.
    std::stop_token stop = {};  ///< a token without a source stands for the token of the executor's scheduler
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

    /// The version in the custom section if there is one, otherwise the result of `Core_version`.
    Result<RuntimeVersion, CallError> version(const Runtime& runtime);
    /// The result of `Core_version` on an empty state, undecoded.
    Result<Bytes, CallError> raw_version(const Runtime& runtime, const CallContext& context = {});

    /// Calls `method` with SCALE-encoded arguments; changes go to `state`. After an error `state` keeps the changes
    /// made before it: a caller that does not want them opens a transaction first.
    Result<Bytes, CallError> call(const Runtime& runtime, std::string_view method, BytesView arguments,
                                  state::Overlay& state, const CallContext& context = {});

    /// The cache of signature verdicts; nullptr if there is none.
    const std::shared_ptr<crypto::VerdictCache>& verdicts() noexcept;
    platform::Scheduler* scheduler() noexcept;  ///< the scheduler of the options

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::executor
