/// Where the nodes of a trie come from when they are not in memory: a database, a proof, a peer.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "trie/nibbles.hpp"

namespace serinus::trie {

enum class SourceError : uint8_t {
    kMissing = 1,  ///< not there: the proof is incomplete, or the database lost it
    kFailed,       ///< could not be read
};

/// Gives out encoded nodes and hashed values.
///
/// A node is named twice. Its *position* is the path from the root to the step that leads into it, without its own
/// partial key: the root's is empty, and a node keeps its position when a database overwrites it in place. Its *hash*
/// is that in its parent. A source over trusted storage may go by the position alone; a source over a proof goes by
/// the hash and thereby proves each node. The trie does not hash a node again. A returned view stays
/// valid until the next call to the same source.
class NodeSource {
  public:
    virtual ~NodeSource() = default;

    virtual Result<BytesView, SourceError> node_at(const NibblePath& position, const Hash256& hash) = 0;

    /// The value that a node replaced by its hash; `path` is that of the entry, partial key included.
    virtual Result<BytesView, SourceError> value_at(const NibblePath& path, const Hash256& hash) = 0;
};

}  // namespace serinus::trie
