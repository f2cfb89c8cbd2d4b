#include "trie/tree.hpp"

#include "base/assert.hpp"
#include "hashing/hashing.hpp"

namespace serinus::trie {

Slot::Slot() noexcept = default;
Slot::~Slot() = default;
Slot::Slot(Slot&&) noexcept = default;
Slot& Slot::operator=(Slot&&) noexcept = default;

Slot Slot::stub(const MerkleValue& merkle) noexcept {
    Slot slot;
    slot.merkle = merkle;
    slot.merkle_known = true;
    slot.saved = true;
    slot.stored = merkle.is_hash();
    return slot;
}

uint8_t Children::next_from(uint8_t nibble) const noexcept {
    const unsigned rest = nibble < 16 ? bitmap_ & (0xffffu << nibble) : 0u;
    return rest == 0 ? 16 : static_cast<uint8_t>(std::countr_zero(rest));
}

Slot& Children::add(uint8_t nibble) {
    SERINUS_ASSERT(!has(nibble));
    const size_t old_count = count();
    const size_t at = rank(nibble);
    auto slots = std::make_unique<Slot[]>(old_count + 1);
    Slot* const old = slots_.get();
    std::move(old, old + at, slots.get());
    std::move(old + at, old + old_count, slots.get() + at + 1);
    slots_ = std::move(slots);
    bitmap_ = static_cast<uint16_t>(bitmap_ | 1u << nibble);
    return slots_[at];
}

void Children::make(uint16_t bitmap) {
    SERINUS_ASSERT(bitmap_ == 0);
    bitmap_ = bitmap;
    if (bitmap != 0) slots_ = std::make_unique<Slot[]>(count());
}

void Children::remove(uint8_t nibble) {
    SERINUS_ASSERT(has(nibble));
    const size_t last = count() - 1;
    const size_t at = rank(nibble);
    Slot* const slots = slots_.get();
    slots[at] = Slot();
    std::move(slots + at + 1, slots + last + 1, slots + at);
    slots[last] = Slot();  // the array keeps a place too many until it grows again
    bitmap_ = static_cast<uint16_t>(bitmap_ & ~(1u << nibble));
    if (bitmap_ == 0) slots_.reset();
}

NodeValue NodeValue::of(BytesView value, StateVersion version) noexcept {
    if (!is_value_hashed(version, value.size())) return {ValueKind::kInline, value, {}, true};
    return {ValueKind::kHash, value, hashing::blake2b_256(value), true};
}

std::unique_ptr<Node> Node::from_view(const NodeView& view) {
    const int child_count = std::popcount(view.children_bitmap);
    if (view.value_kind == ValueKind::kNone && child_count < 2) return nullptr;
    std::unique_ptr<Node> node(new Node);
    node->children.make(view.children_bitmap);
    Slot* slot = node->children.slots().data();
    for (uint8_t i = node->children.next_from(0); i < 16; i = node->children.next_from(static_cast<uint8_t>(i + 1))) {
        const auto merkle = MerkleValue::from(view.children[i]);
        if (!merkle) return nullptr;
        *slot++ = Slot::stub(*merkle);
    }
    NodeValue value{view.value_kind, {}, {}, view.value_kind == ValueKind::kInline};
    if (value.here) value.bytes = view.value;
    if (value.kind == ValueKind::kHash) value.hash = *Hash256::from(view.value);
    node->set(view.partial_key, value);
    node->value_stored = value.kind == ValueKind::kHash;
    return node;
}

Node::~Node() {
    std::vector<std::unique_ptr<Node>> rest;
    const auto take_children = [&](Node& node) {
        for (Slot& child : node.children.slots()) {
            if (child.node) rest.push_back(std::move(child.node));
        }
    };
    take_children(*this);
    while (!rest.empty()) {
        const std::unique_ptr<Node> node = std::move(rest.back());
        rest.pop_back();
        take_children(*node);
    }
}

NodeValue Node::value() const noexcept {
    const uint8_t* at = data_.get() + (partial_nibbles_ + 1) / 2;
    NodeValue out{value_kind_, {}, {}, value_here_};
    if (value_kind_ == ValueKind::kHash) {
        out.hash = *Hash256::from({at, Hash256::kSize});
        at += Hash256::kSize;
    }
    out.bytes = {at, value_size_};
    return out;
}

BytesView Node::encoded_value() const noexcept {
    return {data_.get() + (partial_nibbles_ + 1) / 2, value_kind_ == ValueKind::kHash ? Hash256::kSize : value_size_};
}

bool Node::has_same_value(const NodeValue& value) const noexcept {
    if (value_kind_ != value.kind) return false;
    return equal(encoded_value(), value.kind == ValueKind::kHash ? BytesView(value.hash) : value.bytes);
}

void Node::set_value(const NodeValue& value) {
    // A value of the same size and kind, as most new ones are, takes the place of the old one.
    if (value.kind != value_kind_ || value.here != value_here_ || value.bytes.size() != value_size_) {
        return set(partial_key(), value);
    }
    uint8_t* at = data_.get() + (partial_nibbles_ + 1) / 2;
    if (value.kind == ValueKind::kHash) at = write_bytes(at, value.hash);
    if (!value.bytes.empty()) std::memmove(at, value.bytes.data(), value.bytes.size());
}

void Node::set(NibblesView partial_key, const NodeValue& value) {
    const size_t hash_size = value.kind == ValueKind::kHash ? Hash256::kSize : 0;
    auto data =
        std::make_unique_for_overwrite<uint8_t[]>((partial_key.size() + 1) / 2 + hash_size + value.bytes.size());
    uint8_t* out = write_nibbles(data.get(), partial_key);
    if (hash_size != 0) out = write_bytes(out, value.hash);
    write_bytes(out, value.bytes);
    data_ = std::move(data);
    partial_nibbles_ = static_cast<uint32_t>(partial_key.size());
    value_size_ = static_cast<uint32_t>(value.bytes.size());
    value_kind_ = value.kind;
    value_here_ = value.here;
}

void Node::prepend_partial_key(NibblesView before, uint8_t step) {
    const NibblesView after = partial_key();
    const size_t size = before.size() + 1 + after.size();
    const size_t pad = size % 2;
    Bytes packed((size + 1) / 2);
    const auto put = [&](size_t i, uint8_t nibble) {
        uint8_t& byte = packed[(i + pad) / 2];
        byte = static_cast<uint8_t>(byte | nibble << ((i + pad) % 2 == 0 ? 4 : 0));
    };
    for (size_t i = 0; i < before.size(); ++i) put(i, before[i]);
    put(before.size(), step);
    for (size_t i = 0; i < after.size(); ++i) put(before.size() + 1 + i, after[i]);
    set(NibblesView::right_aligned(packed.data(), size), value());
}

size_t Node::encoding_bound() const noexcept {
    return header_bound(partial_nibbles_) + (partial_nibbles_ + 1) / 2 + sizeof(uint16_t) + kCompactLengthBound +
           encoded_value().size() + children.count() * (1 + Hash256::kSize);
}

uint8_t* Node::encode(uint8_t* out) noexcept {
    const bool is_branch = children.bitmap() != 0;
    SERINUS_ASSERT(is_branch || has_value());
    out = write_header(out, variant_for(is_branch, value_kind_), partial_nibbles_);
    out = write_bytes(out, {data_.get(), (partial_nibbles_ + 1) / 2});
    if (is_branch) {
        store_le(out, children.bitmap());
        out += sizeof(uint16_t);
    }
    if (value_kind_ == ValueKind::kInline) out = write_compact_length(out, value_size_);
    if (has_value()) out = write_bytes(out, encoded_value());
    for (const Slot& child : children.slots()) {
        SERINUS_ASSERT(child.merkle_known);
        out = write_compact_length(out, child.merkle.size());
        out = write_bytes(out, child.merkle.view());
    }
    return out;
}

}  // namespace serinus::trie
