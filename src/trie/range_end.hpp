/// Where the proof of a range ends, told without computing a hash.
#pragma once

#include "trie/compact_proof.hpp"

namespace serinus::trie {

/// The end of a range by its compact proof, unproven: a reader that requests the next range from there, while the proof
/// is still to be checked, loses a request to a peer that lies, and nothing else.
struct RangeEnd {
    /// The first node, or value that stands beside its node, behind all that the proof has: its position as nibbles,
    /// one a byte. nullopt: the trie ends with the proof.
    std::optional<Bytes> next;
    /// The place of which `tail_bytes` of the proof are about: the last prefix of `prefix_nibbles` that a node of the
    /// proof lies behind; empty if there is none.
    Bytes tail_prefix;
    size_t tail_bytes = 0;
};

/// `proof`: as encode_proof_items() writes it. `start`: the key behind which the range begins, as nibbles.
/// Errors: kTooLarge; kIncomplete for items that end early; kMalformedNode; kExtraneousItems for a proof that has child
/// tries too, of which this knows nothing.
/// Time O(bytes of the proof), no allocation for its items.
Result<RangeEnd, CompactProofError> find_range_end(BytesView proof, BytesView start, size_t prefix_nibbles);

}  // namespace serinus::trie
