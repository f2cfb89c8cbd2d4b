/// What is asked of a block before it is kept, in the order of what it costs.
#pragma once

#include "chain/import/block_execution.hpp"
#include "chain/import/block_runtimes.hpp"
#include "chain/import/import_outcome.hpp"
#include "chain/store/database.hpp"

namespace serinus::chain {

class SignatureForecast;  // chain/import/signature_forecast.hpp

/// Blocks that a specification knows beforehand.
struct KnownForks {
    std::vector<Hash256> bad;
    std::vector<ForkBlock> right;  ///< the only block of its number
};
KnownForks known_forks(const ChainSpec& spec);

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
    /// Whether a block can be imported on top of this one.
    Result<MaybeRefusal, ChainError> check_can_append(const BlockId& parent);
    /// All of it again with a block that is there, on the state of its parent; nothing is written. kRefused or kKnown.
    Result<ImportOutcome, ChainError> check_again(const primitives::Block& block);

  private:
    Refusal other_genesis() const;

    Database* database_;
    BlockRuntimes* runtimes_;
    HeaderVerifier* verifier_;
    std::mutex verifier_mutex_;
    KnownForks forks_;
    std::unique_ptr<SignatureForecast> forecast_;
};

}  // namespace serinus::chain
