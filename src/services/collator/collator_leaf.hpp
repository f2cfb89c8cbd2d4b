/// What a collator needs to know of the relay chain at a leaf, and of what validators ask for.
#pragma once

#include "parachain/collation/collator_side.hpp"
#include "services/parachain/leaves/relay_state.hpp"
#include "services/parachain/part.hpp"

namespace serinus::services::paras {

/// The leaf's path with the groups that have the para's cores at each of its blocks. A block whose state cannot be read
/// stays in the path and has no groups.
/// Observed: polkadot-collator-protocol 36.0.0, collator_side: the group of a core is that of the block's own rotation
parachain::CollatorLeaf collator_leaf(RelayStates& states, const RelayState& leaf, ParaId para);

/// nullopt: no request of this kind.
std::optional<parachain::CollatorSide::Request> decode_collation_request(RequestKind kind, BytesView content);

}  // namespace serinus::services::paras
