/// What is asked of a block before it is kept, in the order of what it costs.
#pragma once

#include "chain/import/block_execution.hpp"
#include "chain/import/block_runtimes.hpp"
#include "chain/import/import_outcome.hpp"
#include "chain/import/signature_forecast.hpp"
#include "chain/store/database.hpp"
#include "state/read_cache.hpp"

namespace serinus::chain {

/// Blocks that a specification knows beforehand.
struct KnownForks {
    std::vector<Hash256> bad;
    std::vector<ForkBlock> right;  ///< the only block of its number
};
KnownForks known_forks(const ChainSpec& spec);

/// A good block that is not in the database yet, as the parent of another.
struct PendingParent {
    BlockId id;
    LoadedRuntime runtime;                        ///< of its state
    Hash256 own_parent;                           ///< the block's
    std::unique_ptr<state::BlockState> state;     ///< of its own parent
    std::shared_ptr<const BlockEffects> effects;  ///< what it makes of that
};

/// Any thread; several blocks at once. All parts must outlive this.
/// Spec: algo-import-and-validate-block
class BlockChecks {
  public:
    /// Without a verifier seals are not looked at.
    BlockChecks(Database& database, BlockRuntimes& runtimes, HeaderVerifier* verifier, KnownForks forks);
    ~BlockChecks();

    /// Its place in the chain, what the specification says of it, its seal and claim.
    Result<HeaderVerdict, ChainError> check_header(const BlockId& id, const primitives::Header& header);
    /// The same with a parent that need not be in the database; what costs most may be left in the verdict's `rest`.
    Result<HeaderVerdict, ChainError> begin(const HeaderToCheck& header, Ancestry& ancestry);
    /// Its body, its inherents by what the header's verdict says of them, and what it makes of its parent's state.
    /// Precondition: the header is good, but for this.
    Result<ExecutionVerdict, ChainError> execute(const primitives::Block& block, BytesView inherents);
    /// The same for a block that is to be kept: its root is not computed but left to the commit (`root_is_claimed`)
    /// where this can make no difference.
    Result<ExecutionVerdict, ChainError> execute_to_keep(const primitives::Block& block, BytesView inherents);
    /// What is needed to execute a block on another that is executed and good, and not in the database yet; nullopt: it
    /// must be there first.
    std::optional<PendingParent> pending_parent(const BlockId& id, const primitives::Header& header,
                                                std::shared_ptr<const BlockEffects> effects);
    /// As execute_to_keep() on such a parent. nullopt: nothing is known until the parent is in the database; also of a
    /// block that is not good. `signatures`: from forecast(), of this block.
    std::optional<ExecutionVerdict> execute_ahead(PendingParent parent, const primitives::Block& block,
                                                  BytesView inherents, SignatureForecast::Run signatures = {});
    /// Lets the signatures of a block's transactions be verified while its parent is executed. `runtime`: that of an
    /// ancestor's state. `recent`: hashes of ancestors that the database may not have, the parent's first; no verdict
    /// depends on any of that.
    SignatureForecast::Run forecast(const LoadedRuntime& runtime, std::vector<Hash256> recent,
                                    const primitives::Block& block);
    /// Whether a block can be imported on top of this one.
    Result<MaybeRefusal, ChainError> check_can_append(const BlockId& parent);
    /// All of it again with a block that is there, on the state of its parent; nothing is written. kRefused or kKnown.
    Result<ImportOutcome, ChainError> check_again(const primitives::Block& block);

  private:
    Refusal other_genesis() const;
    using Values = std::unique_ptr<state::ReadValues>;

    /// `values`: what is known of the state, and afterwards what was read.
    Result<ExecutionVerdict, ChainError> execute_on(state::Backend& state, Values& values, const LoadedRuntime& loaded,
                                                    const BlockId& parent, const primitives::Block& block,
                                                    BytesView inherents, SignatureForecast::Run signatures = {});
    /// nullopt: the root must be computed before anything can be said.
    std::optional<Result<ExecutionVerdict, ChainError>> execute_with_claim(
        state::Backend& state, Values values, const LoadedRuntime& loaded, const BlockId& parent,
        const primitives::Block& block, BytesView inherents, SignatureForecast::Run signatures = {});
    /// What was read last, if it was of this block's state; nullptr: nothing is known.
    Values take_values(const Hash256& block);
    void keep_values(const Hash256& block, Values values);

    Database* database_;
    BlockRuntimes* runtimes_;
    HeaderVerifier* verifier_;
    std::mutex verifier_mutex_;
    KnownForks forks_;
    std::unique_ptr<SignatureForecast> forecast_;

    std::mutex values_mutex_;
    Hash256 values_of_;  ///< a block, whose state's they are
    Values values_;
};

}  // namespace serinus::chain
