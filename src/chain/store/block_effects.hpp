/// What a block makes of its parent's state.
#pragma once

#include "state/overlay.hpp"

namespace serinus::chain {

/// What a good block changes.
struct BlockEffects {
    state::StateChanges changes;
    state::OffchainIndex offchain;
    trie::StateVersion version = trie::StateVersion::kV1;  ///< how entries that were written are hashed
    /// Nobody has computed the root of the header: the changes count only if committing them gives that root.
    bool root_is_claimed = false;
};

}  // namespace serinus::chain
