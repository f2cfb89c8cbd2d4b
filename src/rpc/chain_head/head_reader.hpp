/// Reads the head of the chain from the client.
#pragma once

#include "chain/client/client.hpp"
#include "rpc/chain_head/chain_head.hpp"

namespace serinus::rpc::chain_head {

/// A runtime as events show it: that of the state after a block.
SharedText read_runtime_text(chain::Client& client, const Hash256& block);

/// The chain as the client has it, as far as `limits` allow: the last finalized blocks, and those above them unless
/// they are too many, which `read.is_too_long` says. Blocks that are imported meanwhile may or may not be in it.
/// Cost: O(blocks in the result + leaves).
struct HeadWithHeaders {
    input::HeadRead read;
    std::map<Hash256, std::shared_ptr<const primitives::Header>> headers = {};  ///< of all blocks of the head
};
HeadWithHeaders read_head(chain::Client& client, const Limits& limits);

}  // namespace serinus::rpc::chain_head
