/// The way of a block into the database.
#pragma once

#include "chain/chain_spec.hpp"
#include "chain/database.hpp"

namespace serinus::chain {

struct ImportOutcome {
    enum class Kind : uint8_t {
        kImported,
        kKnown,    ///< was there already; nothing was checked
        kRefused,  ///< is bad; nothing was written
    } kind = Kind::kImported;
    BlockId block;
    std::string refusal = {};  ///< why it is bad: "its state root is …"

    /// "block 1 (0x…) is refused: its …"
    std::string to_string() const;
};

/// Blocks that a specification knows beforehand.
struct KnownForks {
    std::vector<Hash256> bad;
    std::vector<ForkBlock> right;  ///< the only block of its number
};
KnownForks known_forks(const ChainSpec& spec);

/// Checks a block in the order of what it costs: its place, its seal, its body, its execution. Nothing is written
/// unless all is good; a failure of ours is an error and says nothing of the block.
/// Spec: algo-import-and-validate-block
class BlockImporter {
  public:
    /// All must outlive this. Without a verifier seals are not looked at.
    BlockImporter(Database& database, RuntimeSource& runtimes, HeaderVerifier* verifier, KnownForks forks = {});

    Result<ImportOutcome, ChainError> import(const primitives::SignedBlock& block);

    /// Does the same with a block that is there, on the state of its parent, and writes nothing. kRefused or kKnown.
    Result<ImportOutcome, ChainError> check(const primitives::Block& block);

  private:
    struct Checked;
    Result<Checked, ChainError> check_all(const BlockId& id, const primitives::Block& block);

    Database* database_;
    RuntimeSource* runtimes_;
    HeaderVerifier* verifier_;
    KnownForks forks_;
};

}  // namespace serinus::chain
