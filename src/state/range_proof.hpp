/// Ranges of a state, as the protocol state/2 gives them: entries behind a key, child tries where their roots stand.
#pragma once

#include "state/node_sources.hpp"
#include "trie/compact_proof.hpp"

namespace serinus::state {

class BlockState;

/// Where a range begins: nothing, for the first entry; the key of an entry of the top trie, behind which it begins; or
/// the key of a child trie's root in the top trie, and the key of an entry of the child.
using RangeStart = std::span<const Bytes>;

/// Observed: polkadot-stable2407: the nesting of child tries in state/2
inline constexpr size_t kMaxRangeLevels = 2;

struct RangeLimits {
    /// The range ends with the entry that brings the proof above it. Observed: polkadot-stable2407: MAX_RESPONSE_BYTES
    /// of the reference's state_request_handler.rs
    size_t max_bytes = size_t{2} << 20;
    /// No value brings it above this but the first of the range.
    size_t most_bytes = size_t{14} << 20;
};

/// The compact proof of the range, which has at least one entry if there is one. A child trie follows its root, unless
/// one with the same root was given before. Both sizes are those of the encoded proof: a node or value that stands at
/// several places counts at each.
/// Errors: kMissing for a start that no state can have: more than two levels, or a child trie that is not there.
/// Observed: polkadot-stable2407, prove_range_read_with_child_with_size
Result<trie::CompactProof, StateError> prove_range(NodeSources& nodes, const Hash256& root, RangeStart start,
                                                   const RangeLimits& limits);

/// The same range without a proof.
struct RangeEntries {
    struct Level {
        Bytes root;  ///< of the child trie; empty: the top trie, which comes first
        std::vector<std::pair<Bytes, Bytes>> entries;
        bool is_complete = false;  ///< there are no more behind them
    };
    std::vector<Level> levels;
};
/// Observed: polkadot-stable2407, storage_collection
Result<RangeEntries, StateError> collect_range(BlockState& state, RangeStart start, size_t max_bytes);

/// What a reader of light/2 wants to know of a key. RFC-9
struct KeyToProve {
    Bytes key;
    bool skips_value = false;       ///< a value that stands beside its node need not be there
    bool with_descendants = false;  ///< of all keys that begin with it
};
struct KeysToProve {
    std::vector<KeyToProve> keys;
    /// Only entries from this key on; none: all.
    std::optional<Bytes> from = {};
    bool excludes_from = true;  ///< the entry at `from` does not count
};
/// The proof of what the trie says of the keys. It ends early, behind at least one entry, above `max_bytes` (items with
/// their lengths). RFC-9
Result<trie::StorageProof, StateError> prove_keys(NodeSources& nodes, const Hash256& root, Area area,
                                                  const KeysToProve& wanted, size_t max_bytes);

}  // namespace serinus::state
