/// Makes a block extrinsic by extrinsic, with the runtime of its parent.
#pragma once

#include "authorship/apply_result.hpp"
#include "authorship/inherents.hpp"
#include "chain/client/client.hpp"

namespace serinus::authorship {

/// A block without its seal.
struct UnsealedBlock {
    chain::BuiltBlock built;
    Hash256 hash;  ///< of the header as it is: what the author signs
};

/// One block, one thread. Spec: sect-block-building
class BlockBuilder {
  public:
    /// What can stop it: the runtime traps or answers what cannot be decoded, the state cannot be read, `stop` was
    /// requested.
    template <class T>
    using Attempt = Result<T, chain::ChainError>;

    /// Begins a block on `parent`: Core_initialize_block. `digest`: the items that the engine puts there before.
    /// `parent_state` must outlive the builder; if it records a proof, the proof counts towards size_bytes().
    /// `stop` interrupts the call of the runtime that runs, for a node that ends. `before`: see chain::ChangesBefore.
    static Attempt<std::unique_ptr<BlockBuilder>> start(executor::Executor& executor, chain::LoadedRuntime runtime,
                                                        state::Backend& parent_state, const chain::BlockId& parent,
                                                        primitives::Digest digest, std::stop_token stop = {},
                                                        const state::ChangeSet& before = {});
    virtual ~BlockBuilder() = default;

    /// The runtime wants no transactions in this block: it migrates. Observed: polkadot 1.25.1: ExtrinsicInclusionMode,
    /// since version 5 of the API Core.
    virtual bool inherents_only() const noexcept = 0;
    /// By the name of a runtime API.
    virtual bool has_api(std::string_view name) const noexcept = 0;

    /// What the runtime makes of the data; nothing is applied yet. Spec: defn-rt-builder-inherent-extrinsics
    virtual Attempt<primitives::Body> make_inherents(const InherentData& data) = 0;

    /// Applies the extrinsic; it is in the block if the result says so, otherwise nothing of it remains.
    /// After `max_duration_ms` it is interrupted, if the executor has a scheduler; nullopt: it may take as long as it
    /// takes. Spec: sect-rte-apply-extrinsic
    virtual Attempt<ApplyResult> push(primitives::Extrinsic extrinsic, std::optional<uint64_t> max_duration_ms) = 0;

    /// Of the encoded block so far, without what finishing adds; with the proof if one is recorded.
    virtual size_t size_bytes() const noexcept = 0;
    virtual size_t extrinsic_count() const noexcept = 0;

    /// What finish() makes in the state after the runtime's own changes: see DevelopmentBlock.
    virtual void change_after(const state::StateChanges& changes) = 0;

    /// The block with what it changes. Nothing else may be called afterwards.
    /// Spec: defn-rt-blockbuilder-finalize-block
    virtual Attempt<UnsealedBlock> finish() = 0;
};

}  // namespace serinus::authorship
