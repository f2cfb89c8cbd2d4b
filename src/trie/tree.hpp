/// The tree behind `Trie`: nodes in memory, some of them only known by their Merkle value. For this folder only.
#pragma once

#include <memory>

#include "base/bytes.hpp"
#include "trie/node.hpp"
#include "trie/state_version.hpp"

namespace serinus::trie {

class Node;

/// A place for a node: the root, or one child of a node. Its position never changes.
///
/// Holds the node itself, or only its Merkle value (a *stub*, loaded on need), or nothing (the root of an empty trie).
/// The parts of children that a parent's encoding needs stand here, side by side: encoding it touches no child.
struct Slot {
    std::unique_ptr<Node> node;
    MerkleValue merkle = MerkleValue::none();
    bool merkle_known = false;  ///< `merkle` is that of the node
    bool saved = false;         ///< neither the node nor any below it differs from the store
    bool stored = false;        ///< the store has a node at this position

    Slot() noexcept;
    ~Slot();
    Slot(Slot&&) noexcept;
    Slot& operator=(Slot&&) noexcept;

    static Slot stub(const MerkleValue& merkle) noexcept;

    bool is_empty() const noexcept { return node == nullptr && merkle.size() == 0; }
    void mark_changed() noexcept {
        merkle_known = false;
        saved = false;
    }
};

/// Up to sixteen children, in an array of just that many.
class Children {
  public:
    uint16_t bitmap() const noexcept { return bitmap_; }
    size_t count() const noexcept { return static_cast<size_t>(std::popcount(bitmap_)); }
    bool has(uint8_t nibble) const noexcept { return (bitmap_ >> nibble & 1) != 0; }

    Slot* find(uint8_t nibble) noexcept { return has(nibble) ? &slots_[rank(nibble)] : nullptr; }
    /// The first child at `nibble` or after; 16 if there is none.
    uint8_t next_from(uint8_t nibble) const noexcept;

    /// Precondition: no child there yet. Slots move; pointers to them become invalid. Likewise for `remove`.
    Slot& add(uint8_t nibble);
    void remove(uint8_t nibble);
    /// Makes places for all children of `bitmap` at once. Precondition: there is none yet.
    void make(uint16_t bitmap);

    std::span<Slot> slots() noexcept { return {slots_.get(), count()}; }

  private:
    size_t rank(uint8_t nibble) const noexcept {
        return static_cast<size_t>(std::popcount(static_cast<uint16_t>(bitmap_ & ((1u << nibble) - 1))));
    }

    std::unique_ptr<Slot[]> slots_;
    uint16_t bitmap_ = 0;
};

/// A value as a node holds it: nothing, itself, or its hash and perhaps itself.
struct NodeValue {
    ValueKind kind = ValueKind::kNone;
    BytesView bytes;    ///< the value, if it is here
    Hash256 hash;       ///< if `kind` is kHash
    bool here = false;  ///< whether `bytes` is the value; false if there is none or only its hash is known

    static NodeValue of(BytesView value, StateVersion version) noexcept;
};

/// A node. Partial key and value share one allocation.
class Node {
  public:
    Children children;
    bool value_stored = false;  ///< the store has this hashed value at the path of this node

    Node(NibblesView partial_key, const NodeValue& value) { set(partial_key, value); }
    ~Node();  ///< without recursion, at any depth

    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    /// From its encoding in the store, below the root. nullptr for a node no trie has: one without children and value,
    /// a branch without value and with one child, a Merkle value of no byte or more than 32.
    static std::unique_ptr<Node> from_view(const NodeView& view);

    NibblesView partial_key() const noexcept { return NibblesView::right_aligned(data_.get(), partial_nibbles_); }
    bool has_value() const noexcept { return value_kind_ != ValueKind::kNone; }
    /// A view into the node.
    NodeValue value() const noexcept;
    bool has_same_value(const NodeValue& value) const noexcept;

    /// The views may point into the node itself.
    void set(NibblesView partial_key, const NodeValue& value);
    void set_value(const NodeValue& value);
    /// Leaves out the first nibbles of the partial key.
    void drop_partial_key(size_t nibbles) { set(partial_key().from(nibbles), value()); }
    /// Puts other nibbles and one more before the partial key.
    void prepend_partial_key(NibblesView before, uint8_t step);

    /// An upper bound of the encoding's size.
    size_t encoding_bound() const noexcept;
    /// Writes the encoding; all children's Merkle values must be known. Returns the place after it.
    uint8_t* encode(uint8_t* out) noexcept;

  private:
    Node() = default;
    /// The value or its hash, as the encoding holds it.
    BytesView encoded_value() const noexcept;

    std::unique_ptr<uint8_t[]> data_;  ///< the partial key, right-aligned; the hash, if any; the value, if here
    uint32_t partial_nibbles_ = 0;
    uint32_t value_size_ = 0;  ///< of the value itself, 0 if it is not here
    ValueKind value_kind_ = ValueKind::kNone;
    bool value_here_ = false;
};

}  // namespace serinus::trie
