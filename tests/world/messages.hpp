/// The messages of simulated nodes: the same subjects as on the real network's protocols, without its layers.
#pragma once

#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace serinus::world {

/// A new block; a node that wants it requests it.
struct Announce {
    primitives::Header header;
};
/// This block and those before it.
struct BlockRequest {
    Hash256 block;
    uint32_t max_blocks = 0;
};
struct SentBlock {
    primitives::Header header;
    primitives::Body body;
    std::vector<primitives::Justification> justifications;
};
struct BlockResponse {
    std::vector<SentBlock> blocks;  ///< descending
};
/// Sent from time to time, so that lost messages are requested again.
struct Status {
    Hash256 best;
    uint32_t best_number = 0;
    Hash256 finalized;
    uint32_t finalized_number = 0;
};
struct JustificationRequest {
    Hash256 block;
};
/// Of a final block.
struct JustificationResponse {
    Hash256 block;
    Bytes justification;
};
struct Transactions {
    std::vector<Bytes> extrinsics;
};
/// Of the GRANDPA notification protocol.
struct Gossip {
    uint32_t life = 0;  ///< of the sender
    Bytes message;
};

using Message = scale::Enum<scale::At<0, Announce>, scale::At<1, BlockRequest>, scale::At<2, BlockResponse>,
                            scale::At<3, Status>, scale::At<5, JustificationRequest>,
                            scale::At<6, JustificationResponse>, scale::At<7, Transactions>, scale::At<8, Gossip>>;

/// Whether an encoded message is one of the GRANDPA notification protocol.
inline bool is_gossip(BytesView message) {
    constexpr uint8_t kGossip = 8;
    return !message.empty() && message[0] == kGossip;
}

}  // namespace serinus::world
