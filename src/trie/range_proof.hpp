/// Proofs of ranges: all entries of a trie behind a key, as far as the bytes allow, as a compact proof.
#pragma once

#include "trie/compact_proof.hpp"
#include "trie/reader.hpp"

namespace serinus::trie {

/// Walks the entries of a trie behind a key, and writes the nodes that it meets as items of a compact proof.
///
/// The walk goes by positions, so a node or value that stands at several positions counts at each of them, as it will
/// in the proof: size() is the size of the proof so far, not of the distinct nodes. Nodes on the way to the start are
/// part of the proof; subtries before it are not.
class RangeProver {
  public:
    /// Entries with keys greater than `after`; without one, all. Loads nothing. `source` must outlive the prover.
    /// An entry at `after` itself is not given, but its value is part of the proof. Observed: polkadot-stable2407:
    /// readers of the reference load it before they pass over it. A value that stands beside its node and would bring
    /// the proof above `max_bytes` ends the walk, unless it is the first and `gives_first`.
    RangeProver(NodeSource& source, const Hash256& root, std::optional<BytesView> after, size_t max_bytes = SIZE_MAX,
                bool gives_first = true);

    /// To the start: the nodes on the way there are part of the proof. next() does so as well.
    Result<void, ReadError> start();

    /// To the next entry, whose value is then part of the proof; false at the end. After an error the prover is of no
    /// more use.
    Result<bool, ReadError> next();
    /// Whether next() gave false because of `max_bytes`.
    bool is_full() const noexcept { return is_full_; }

    /// Of the current entry, until the next call. Precondition: next() gave true.
    BytesView key() const noexcept { return key_; }
    BytesView value() const noexcept { return value_; }

    /// Bytes of the items so far with their lengths, to within a few bytes for each item.
    size_t size() const noexcept { return size_; }

    /// The proof that ends behind the current entry. Precondition: start() or next() was called.
    CompactProof finish() &&;

  private:
    /// A node on the way. Its path without the step to a child are the first `path_size` nibbles of `path_`.
    struct Level {
        Bytes encoding;          ///< a copy: sources give views
        size_t item = SIZE_MAX;  ///< its place in `items_`; SIZE_MAX: it stands in its parent
        size_t path_size = 0;
        uint16_t given_bitmap = 0;  ///< children that follow in the proof
        uint8_t next_child = 0;
        bool value_passed = false;
        bool has_value_item = false;
    };

    Result<void, ReadError> enter(BytesView merkle_value);
    Result<void, ReadError> enter_child(Level& level, BytesView child, uint8_t step);
    Result<void, ReadError> push(Bytes encoding, bool has_item);
    Result<std::optional<BytesView>, ReadError> take_value(Level& level, const NodeView& node, size_t max_bytes);
    void close(const Level& level);

    NodeSource* source_;
    Hash256 root_;
    std::optional<NibblePath> after_;
    size_t max_bytes_;
    bool started_ = false;
    bool must_give_ = true;
    bool is_full_ = false;
    std::vector<Level> levels_;
    NibblePath path_;
    Bytes key_;
    Bytes value_;
    std::vector<Bytes> items_;
    size_t size_ = 0;
};

}  // namespace serinus::trie
