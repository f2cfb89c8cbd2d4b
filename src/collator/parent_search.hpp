/// The block of the parachain on which the next one is made.
/// Observed: cumulus-client-consensus-common 0.36.0, `find_parent_for_building`; `find_parent` of
/// cumulus-client-consensus-aura 0.36.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "collator/digests.hpp"

namespace serinus::collator {

/// The parachain's blocks that this node has.
class ParachainBlocks {
  public:
    virtual ~ParachainBlocks() = default;
    virtual std::optional<primitives::Header> find_header(const Hash256& hash) = 0;
    virtual std::vector<Hash256> children_of(const Hash256& hash) = 0;
};

/// A block of the relay chain that candidates may still be made on.
struct AllowedRelayParent {
    Hash256 hash;
    Hash256 state_root;
};

/// What of these headers, the relay parent first and each the child of the next, candidates may still be made on: at
/// most `lookback` blocks behind the first, none of an earlier session, and not the genesis.
std::vector<AllowedRelayParent> allowed_relay_parents(std::span<const primitives::Header> headers, size_t lookback);

struct ParentSearch {
    Bytes included_head;  ///< encoded: as if what is pending at the relay parent were to time out
    Bytes pending_head;   ///< as if it were included; the same one if nothing is pending
    std::vector<AllowedRelayParent> allowed;
    /// Of a relay parent that is none of these, whether candidates may be made on it too. Not set: they may not.
    std::function<bool(const RelayParentOfBlock&)> allows = {};
};

struct FoundParent {
    primitives::Header included;
    primitives::Header parent;
    friend bool operator==(const FoundParent&, const FoundParent&) = default;
};

/// The deepest block above what is pending, or included, each of whose ancestors down to there was made on an allowed
/// relay parent; or, as nothing may be built in the middle of a bundle, the last end of a bundle below it. nullopt:
/// this node lacks the included or the pending block. Time O(blocks above these).
std::optional<FoundParent> find_parent(ParachainBlocks& blocks, const ParentSearch& search);

}  // namespace serinus::collator
