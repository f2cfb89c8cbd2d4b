/// A block of a living chain, executed again call by call, with all that it reads and writes.
#pragma once

#include <stop_token>

#include "executor/executor.hpp"
#include "metadata/metadata.hpp"
#include "primitives/block.hpp"
#include "state/origin.hpp"

namespace serinus::fork {

/// Reports show milliseconds; durations are nanoseconds, the time of weights is picoseconds.
inline constexpr double kNsPerMs = 1e6;
inline constexpr double kPsPerMs = 1e9;

/// An entry of a state: of the top trie, or of a child trie.
struct StateKey {
    std::optional<Bytes> child;
    Bytes key;
    friend auto operator<=>(const StateKey&, const StateKey&) = default;
};

struct Write {
    std::optional<Bytes> before, after;  ///< nullopt: absent
};

/// One call of the runtime.
struct Phase {
    std::string name;      ///< "initialize", "extrinsic 2", "finalize", or that of the function
    Bytes extrinsic = {};  ///< encoded, without its length; empty: the call is about none
    Bytes result = {};
    std::string error = {};  ///< not empty: the call failed, and the others were not made
    uint64_t duration_ns = 0;
    uint64_t ref_time_ps = 0, proof_size = 0;  ///< more in System.BlockWeight than before
    /// Entries that were read of the state before the call, with their sizes; nullopt: absent. What the call had
    /// written itself is not read there.
    std::map<StateKey, std::optional<size_t>> reads = {};
    std::map<StateKey, Write> writes = {};  ///< of entries that are another after the call
};

struct Replay {
    std::vector<Phase> phases;
    std::shared_ptr<const metadata::Metadata> metadata;  ///< nullptr: the runtime has none that we know
    /// Whether the runtime came to the block's own header, but for the state root, which a state without tries does not
    /// tell. nullopt: it did not come so far, or there is no block.
    std::optional<bool> is_same_header;
};

/// A call to make.
struct RuntimeCall {
    std::string name;      ///< of its phase
    std::string method;    ///< of the exported function
    Bytes arguments;       ///< encoded
    Bytes extrinsic = {};  ///< as Phase has it
};

/// Those that execute a block: Core_initialize_block, each extrinsic, BlockBuilder_finalize_block.
std::vector<RuntimeCall> calls_of(const primitives::Block& block);

/// Calls one after the other, each on the state that those before it left; the last phase is that of the first call
/// that fails. `now_ns`: a clock, for the durations. Errors are sentences: the state cannot be read, or has no runtime.
/// A call that fails is none: its phase says so.
Result<Replay, std::string> replay(executor::Executor& executor, const std::shared_ptr<state::Origin>& state,
                                   const std::vector<RuntimeCall>& calls, const std::function<uint64_t()>& now_ns);

/// The calls of a block on the state before it, and what comes of its header.
Result<Replay, std::string> replay_block(executor::Executor& executor, const std::shared_ptr<state::Origin>& parent,
                                         const primitives::Block& block, const std::function<uint64_t()>& now_ns);

/// A token that is stopped after a time from now on.
using InterruptAfter = std::function<std::stop_token(uint64_t duration_ns)>;
/// The stacks of the runtime at `samples` moments of the calls, which are made again for each moment and interrupted
/// then: lines as wasm::Trap::backtrace_text() has them, the innermost first, then the name of the phase. Fewer if a
/// call ends before its moment. Costs samples / 2 executions of the call that takes longest, and nothing of the engine:
/// code is interrupted where a loop or a function that calls others begins, and a host function's time counts to what
/// follows it.
Result<std::vector<std::string>, std::string> sample(executor::Executor& executor,
                                                     const std::shared_ptr<state::Origin>& state,
                                                     const std::vector<RuntimeCall>& calls, uint32_t samples,
                                                     const std::function<uint64_t()>& now_ns,
                                                     const InterruptAfter& interrupt_after);

/// The metadata of the runtime in a state; the error is a sentence.
Result<std::shared_ptr<const metadata::Metadata>, std::string> metadata_in(executor::Executor& executor,
                                                                           state::Backend& state);

/// The entries that the changes make another, with what `before` has for them.
Result<std::map<StateKey, Write>, std::string> writes_of(state::Backend& before, const state::StateChanges& changes);

}  // namespace serinus::fork
