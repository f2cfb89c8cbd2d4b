/// What a block makes of its parent's state.
#pragma once

#include "chain/import/runtime_source.hpp"
#include "chain/store/block_effects.hpp"
#include "primitives/block.hpp"

namespace serinus::chain {

struct ExecutionVerdict {
    MaybeRefusal refusal = {};  ///< nullopt: the block is good, and `effects` count
    BlockEffects effects = {};

    bool good() const noexcept { return !refusal; }
};

/// The root that a header must have for these extrinsics. `system_version` is that of the runtime that executes them.
/// Spec: defn-block-header. Observed: polkadot 1.25.1: the trie is of state version 1 from system version 2 on.
Hash256 extrinsics_root(const primitives::Body& body, uint8_t system_version);

/// SCALE of the block as the runtime is to see it.
Bytes encode_without_seal(const primitives::Block& block);

/// Whether the body is the header's. `loaded` is the runtime of the parent's state.
MaybeRefusal check_body(const LoadedRuntime& loaded, const primitives::Block& block);

/// Checks the body of a block, executes it on the state of its parent and compares the roots. Nothing is written.
///
/// The runtime gets the header without its seal. A trap is the block's fault: what we cannot do is an error.
/// Spec: algo-import-and-validate-block
Result<ExecutionVerdict, ChainError> execute_block(RuntimeSource& runtimes, state::Backend& parent_state,
                                                   const primitives::Block& block);
/// With the runtime of the parent's state, of a block whose body was checked. `parent_state` is an overlay without
/// changes. `signatures`: those that it is expected to verify; they change no verdict.
Result<ExecutionVerdict, ChainError> execute_block(executor::Executor& executor, const LoadedRuntime& loaded,
                                                   state::Overlay& parent_state, const primitives::Block& block,
                                                   crypto::AheadVerifier* signatures = nullptr);

}  // namespace serinus::chain
