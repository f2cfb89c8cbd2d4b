/// What a block makes of its parent's state.
#pragma once

#include "state/overlay.hpp"

namespace serinus::chain {

/// What a good block changes.
struct BlockEffects {
    state::StateChanges changes;
    state::OffchainIndex offchain;
    trie::StateVersion version = trie::StateVersion::kV1;  ///< how entries that were written are hashed
};

}  // namespace serinus::chain
