/// What became of a block.
#pragma once

#include "chain/store/block_store.hpp"

namespace serinus::chain {

struct ImportOutcome {
    enum class Kind : uint8_t {
        kImported,
        kKnown,    ///< was there already; nothing was checked
        kRefused,  ///< is bad; nothing was written
    } kind = Kind::kImported;
    BlockId block;
    MaybeRefusal refusal = {};            ///< of the block, if it is kRefused
    MaybeRefusal bad_justification = {};  ///< the block is good, but not the justification that came with it

    bool needs_justification = false;  ///< see Client::needs_justification

    static ImportOutcome refused(const BlockId& block, Refusal refusal) {
        return {Kind::kRefused, block, std::move(refusal)};
    }

    /// "block 1 (0x…) is refused: its …"
    std::string to_string() const;
};

/// What became of a justification.
struct JustificationOutcome {
    enum class Kind : uint8_t {
        kFinalized,
        kTaken,    ///< a good proof of a gadget that finalizes nothing, which keeps it
        kKnown,    ///< the block was final already; nothing was checked
        kRefused,  ///< is bad, or comes at the wrong time; nothing was written
    } kind = Kind::kFinalized;
    BlockId block;
    MaybeRefusal refusal = {};

    static JustificationOutcome refused(const BlockId& block, Refusal refusal) {
        return {Kind::kRefused, block, std::move(refusal)};
    }
};

}  // namespace serinus::chain
