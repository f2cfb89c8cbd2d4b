/// Reading a trie that is not in memory: its root hash and a source of nodes are enough.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "trie/node.hpp"
#include "trie/node_source.hpp"

namespace serinus::trie {

enum class ReadError : uint8_t {
    kMissing = 1,    ///< a node or a hashed value is not there; the request has no answer without it
    kSourceFailed,   ///< the source could not be read
    kMalformedNode,  ///< bytes that are no node, or a node that no trie has at its place
    kProofTooLarge,  ///< a proof would have more bytes than the caller allows
};

const char* to_string(ReadError error) noexcept;

/// Walks the entries of a trie in key order, nodes loaded as they are needed.
///
///     TrieCursor cursor(source, root);
///     TRY(cursor.seek(key));
///     while (TRY(cursor.next())) use(cursor.key(), TRY(cursor.value()));
///
/// Works for both state versions. Holds a copy of the nodes from the root to its place, nothing else: memory and the
/// time of one step are O(bytes of these nodes) with any source, as no node can be below itself (the source
/// compares hashes, or is trusted). After an error the subtrie that could not be read counts as passed, and the walk
/// may go on behind it.
class TrieCursor {
  public:
    /// Loads nothing. `source` must outlive the cursor.
    TrieCursor(NodeSource& source, const Hash256& root) : source_(&source), root_(root) {}
    TrieCursor(TrieCursor&&) noexcept = default;  // a copy would look into the nodes of the first
    TrieCursor& operator=(TrieCursor&&) noexcept = default;

    /// Before the first entry whose key is `key` or greater.
    Result<void, ReadError> seek(BytesView key);

    /// Before the first entry whose key begins with `prefix`; the walk ends with the last one.
    Result<void, ReadError> seek_prefix(BytesView prefix);

    /// To the next entry; false at the end.
    Result<bool, ReadError> next();

    /// The key of the current entry; valid until the cursor moves. Precondition: `next()` gave true.
    BytesView key() const noexcept { return key_; }

    /// The value of the current entry; valid until the cursor moves or the source is asked again. Precondition: as
    /// above.
    Result<BytesView, ReadError> value();

    /// Nodes decoded so far: a measure of the work done.
    size_t visited_nodes() const noexcept { return visited_nodes_; }

  private:
    /// A node on the way. Its path without the children's step are the first `path_size` nibbles of `path_`.
    struct Level {
        Bytes owned;         ///< the node's encoding, unless it stands in its parent
        BytesView encoding;  ///< in `owned`, or in that of a level before
        size_t path_size;
        uint8_t next_child = 0;
        bool value_passed = false;
    };

    Result<void, ReadError> start();
    Result<void, ReadError> enter(BytesView merkle_value);
    Result<void, ReadError> push(Bytes owned, BytesView encoding);
    void pop() noexcept;

    NodeSource* source_;
    Hash256 root_;
    bool started_ = false;
    std::vector<Level> levels_;
    NodeView top_;     ///< the node of the last level
    NibblePath path_;  ///< of the last level
    Bytes key_;
    size_t visited_nodes_ = 0;
};

/// One trie, read only.
class TrieReader {
  public:
    /// Loads nothing. `source` must outlive the reader. The empty trie is known by its root alone.
    TrieReader(NodeSource& source, const Hash256& root) noexcept : source_(&source), root_(root) {}

    /// The value of `key`, nullopt if the trie has no such entry; valid until the source is asked again.
    /// At most one node for each nibble of the key.
    Result<std::optional<BytesView>, ReadError> get(BytesView key) const;

    /// Whether there is such an entry; does not ask for a value that its node replaced by its hash.
    Result<bool, ReadError> contains(BytesView key) const;

    /// The first key greater than `key`, nullopt if there is none.
    Result<std::optional<Bytes>, ReadError> next_key(BytesView key) const;

    /// The Merkle value of the node at `key`, or of the first below it: of all nodes whose path begins with `key`, the
    /// one closest to the root. nullopt if there are none. It changes when an entry under `key` does, and may when a
    /// neighbour comes or goes. The root's is its hash, however short it is. Spec: defn-merkle-value
    Result<std::optional<Bytes>, ReadError> closest_merkle_value(BytesView key) const;

    TrieCursor cursor() const { return TrieCursor(*source_, root_); }

  private:
    Result<std::optional<NodeView>, ReadError> find(BytesView key, NibblePath& position) const;

    NodeSource* source_;
    Hash256 root_;
};

}  // namespace serinus::trie
