/// Blocks of a parachain and the proof by which validators of the relay chain check them: a PoV with what it commits
/// to. Observed: cumulus-client-collator 0.36.0, `build_multi_block_collation`
#pragma once

#include "authorship/proposer.hpp"
#include "collator/block_data.hpp"
#include "collator/bundle_states.hpp"
#include "parachain/wire/node_types.hpp"

namespace serinus::collator {

/// What a block is made of. The inherents and the digest's items are the caller's.
struct BlockToBuild {
    primitives::Digest digest;
    chain::InherentData inherents;
    std::vector<pool::ReadyTransaction> transactions = {};
    authorship::ProposalLimits limits = {};  ///< block_size counts the proof too
    /// Signs the hash of the finished header; the item is put behind the others.
    std::function<primitives::digest::Seal(const Hash256& unsealed_hash)> seal;
};

/// Complete, but for what the relay chain says of its place.
struct Collation {
    std::vector<chain::BuiltBlock> blocks;  ///< sealed, with what they change, to be imported in this order
    polkadot_primitives::v5::CandidateCommitments commitments;
    Bytes parent_head;
    parachain::PoV pov;          ///< compressed
    size_t block_data_size = 0;  ///< before that
    size_t proof_size = 0;       ///< of it, the compact proof
};

/// Makes the blocks of one PoV. One thread; nothing is imported. Errors are failures: the state cannot be read, the
/// runtime traps or has no collation info.
class CollationBuilder {
  public:
    template <class T>
    using Attempt = Result<T, chain::ChainError>;

    /// On a block whose header, seal included, this is. `runtime`: that of its state, whose nodes are `nodes`. All must
    /// outlive the builder.
    CollationBuilder(executor::Executor& executor, chain::LoadedRuntime runtime, state::NodeSources& nodes,
                     primitives::Header parent);

    /// Whether a PoV may hold several blocks.
    bool takes_bundles() const noexcept;
    /// The block on which the next one is built.
    const primitives::Header& head() const noexcept { return head_; }
    /// Of the last block: what limits what comes behind it. Nothing may follow a block that uses the full core or
    /// changes the runtime. Observed: cumulus-pallet-parachain-system 0.32.0: `validate_block` refuses more than one
    /// block with new code.
    bool may_continue() const noexcept { return may_continue_; }

    /// Precondition: may_continue(). After an error the builder is good for nothing.
    Attempt<authorship::Proposal> add_block(BlockToBuild block, const std::function<uint64_t()>& now_ms);

    /// Precondition: there is one.
    const chain::BuiltBlock& last_block() const { return blocks_.back(); }

    /// Precondition: at least one block, and one alone if not takes_bundles(). `scheduling_proof`: of a candidate of
    /// version 3.
    Attempt<Collation> finish(std::optional<SchedulingProof> scheduling_proof = std::nullopt);

  private:
    executor::Executor* executor_;
    chain::LoadedRuntime runtime_;
    BundleStates states_;
    primitives::Header parent_;
    primitives::Header head_;
    bool may_continue_ = true;
    std::vector<chain::BuiltBlock> blocks_;
    std::vector<polkadot_primitives::v5::CandidateCommitments> commitments_;  ///< of each block
};

/// What blocks commit to together: messages of all, signals behind them, the last head, messages to others by
/// recipient. nullopt: more messages than any candidate may have.
std::optional<polkadot_primitives::v5::CandidateCommitments> merge_commitments(
    std::span<const polkadot_primitives::v5::CandidateCommitments> blocks);

}  // namespace serinus::collator
