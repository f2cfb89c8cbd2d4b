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
    std::string refusal = {};            ///< why it is bad: "its state root is …"
    std::string bad_justification = {};  ///< the block is good, but not what came with it to make it final

    /// "block 1 (0x…) is refused: its …"
    std::string to_string() const;
};

}  // namespace serinus::chain
