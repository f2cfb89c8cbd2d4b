/// The way of a block into the database.
#pragma once

#include "chain/block_checks.hpp"

namespace serinus::chain {

struct ImportOutcome {
    enum class Kind : uint8_t {
        kImported,
        kKnown,    ///< was there already; nothing was checked
        kRefused,  ///< is bad; nothing was written
    } kind = Kind::kImported;
    BlockId block;
    std::string refusal = {};            ///< why it is bad: "its state root is …"
    std::string bad_justification = {};  ///< the block is good, but not what came with it to make it final

    /// "block 1 (0x…) is refused: its …"
    std::string to_string() const;
};

/// Checks blocks in the order of what it costs: its place, its seal, its body, its execution. Nothing is written
/// unless all is good; a failure of ours is an error and says nothing of the block. Nobody hears of it: for the
/// commands that work on a chain which is not alive (`Client` is for the others). One thread at a time. Spec:
/// algo-import-and-validate-block
class BlockImporter {
  public:
    /// All must outlive this. Without a verifier seals are not looked at.
    BlockImporter(Database& database, BlockRuntimes& runtimes, HeaderVerifier* verifier, KnownForks forks = {})
        : database_(&database), runtimes_(&runtimes), checks_(database, runtimes, verifier, std::move(forks)) {}

    Result<ImportOutcome, ChainError> import(const primitives::SignedBlock& block);

    /// Does the same with a block that is there, on the state of its parent, and writes nothing. kRefused or kKnown.
    Result<ImportOutcome, ChainError> check(const primitives::Block& block);

  private:
    Database* database_;
    BlockRuntimes* runtimes_;
    BlockChecks checks_;
};

}  // namespace serinus::chain
