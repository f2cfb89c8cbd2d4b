/// Blocks in log lines.
#pragma once

#include "base/hex.hpp"
#include "chain/store/block_store.hpp"

namespace serinus::chain {

/// "0x1234…abcd"
inline std::string short_hash(const Hash256& hash) {
    const std::string all = to_hex_prefixed(hash.bytes);
    return all.substr(0, 6) + "…" + all.substr(all.size() - 4);
}

/// "#5 (0x1234…abcd)"
inline std::string short_block(const BlockId& block) {
    return "#" + std::to_string(block.number) + " (" + short_hash(block.hash) + ")";
}

}  // namespace serinus::chain
