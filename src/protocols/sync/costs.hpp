/// Costs of peers for their answers to the synchronisation.
/// Observed: the smaller values are those of sc-network-sync 0.59.0; what is proven costs more here, a ban at once.
#pragma once

#include "network/core/report.hpp"

namespace serinus::network::sync::costs {

inline constexpr Report kBadBlockAnswer{kMalicious, "Not the blocks that were asked for"};
inline constexpr Report kBadBlock{kMalicious, "Bad block"};
inline constexpr Report kBadJustification{kMalicious, "Bad justification"};
inline constexpr Report kBadStateAnswer{kMalicious, "Bad proof of a state"};
inline constexpr Report kBadWarpProof{kMalicious, "Bad warp proof"};
/// The peer claims to have the block.
inline constexpr Report kNoBlock{-(1 << 12), "No requested block data"};
/// By this node's clock, which may be late.
inline constexpr Report kBlockOfTheFuture{-(1 << 12), "Block of the future"};

}  // namespace serinus::network::sync::costs
