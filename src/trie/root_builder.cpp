#include "trie/root_builder.hpp"

#include "trie/trie.hpp"

namespace serinus::trie {

Hash256 empty_root(HashFunction hash) noexcept { return hash(kEmptyNode); }

const char* to_string(RootBuilderError error) noexcept {
    switch (error) {
        case RootBuilderError::kNotAscending:
            return "the keys do not ascend";
        case RootBuilderError::kTooLarge:
            return "a key or a value is too large";
    }
    return "unknown";
}

Result<void, RootBuilderError> RootBuilder::add(BytesView key, BytesView value) {
    ENSURE(key.size() <= kLargestSize && value.size() <= kLargestSize, RootBuilderError::kTooLarge);
    size_t common = 0;
    if (has_pending_) {
        const NibblesView last(key_);
        const NibblesView next(key);
        common = common_nibbles(last, next);
        ENSURE(common < next.size(), RootBuilderError::kNotAscending);
        if (common == last.size()) {  // the pending entry lies on the way to this one: a branch with a value
            open_.push_back({common, children_.size(), pending_, 0});
        } else {
            ENSURE(last[common] < next[common], RootBuilderError::kNotAscending);
            close_above(common);
        }
    }
    has_pending_ = true;
    key_.resize(common / 2);
    append(key_, key.subspan(common / 2));
    pending_ = push_value(value);
    return {};
}

RootBuilder::Value RootBuilder::push_value(BytesView value) {
    const size_t offset = values_.size();
    if (is_value_hashed(version_, value.size())) {
        append(values_, hash_(value));
        return {ValueKind::kHash, offset, Hash256::kSize};
    }
    append(values_, value);
    return {ValueKind::kInline, offset, value.size()};
}

/// Closes the pending leaf and every branch below `shared_nibbles`, and leaves a branch open at just that depth: the
/// one where the next key leaves the path of this one.
void RootBuilder::close_above(size_t shared_nibbles) {
    for (bool is_leaf = true;; is_leaf = false) {
        const size_t above = open_.size() - (is_leaf ? 0 : 1);
        const size_t parent_depth =
            above == 0 ? shared_nibbles : std::max(shared_nibbles, open_[above - 1].depth_nibbles);
        const BytesView encoding = is_leaf ? encode_leaf(parent_depth + 1) : encode_top_branch(parent_depth + 1);
        const MerkleValue merkle = MerkleValue::of(encoding, hash_);
        give_out(parent_depth + 1, merkle, encoding);
        attach(parent_depth, merkle);
        if (parent_depth == shared_nibbles) return;
    }
}

void RootBuilder::give_out(size_t position_nibbles, const MerkleValue& merkle, BytesView encoding) const {
    if (nodes_ == nullptr || !merkle.is_hash()) return;
    nodes_->write_node(NibblePath(NibblesView(key_).slice(0, position_nibbles)), *Hash256::from(merkle.view()),
                       encoding);
}

/// Adds the node just encoded to the branch at that depth of its path, which is the last open one or not there yet.
void RootBuilder::attach(size_t parent_depth_nibbles, const MerkleValue& child) {
    if (open_.empty() || open_.back().depth_nibbles < parent_depth_nibbles) {
        open_.push_back({parent_depth_nibbles, children_.size(), {}, 0});
    }
    OpenBranch& parent = open_.back();
    parent.children_bitmap =
        static_cast<uint16_t>(parent.children_bitmap | 1u << NibblesView(key_)[parent_depth_nibbles]);
    ByteArray<1 + Hash256::kSize> encoded;  // at most 32 bytes: the length takes one
    uint8_t* end = write_compact_length(encoded.data(), child.size());
    end = write_bytes(end, child.view());
    children_.insert(children_.end(), encoded.data(), end);
}

uint8_t* RootBuilder::write_value(uint8_t* out, const Value& value) const noexcept {
    if (value.kind == ValueKind::kInline) out = write_compact_length(out, value.size);
    return write_bytes(out, BytesView(values_).subspan(value.offset, value.size));
}

/// Encodes the pending entry as a leaf and forgets its value.
BytesView RootBuilder::encode_leaf(size_t partial_from) {
    const size_t end = 2 * key_.size();
    const size_t nibbles = end - partial_from;
    uint8_t* const begin =
        encoding_.reserve(header_bound(nibbles) + nibbles / 2 + 1 + kCompactLengthBound + pending_.size);
    uint8_t* out = write_header(begin, variant_for(false, pending_.kind), nibbles);
    out = write_nibbles(out, NibblesView(key_).slice(partial_from, end));
    out = write_value(out, pending_);
    values_.resize(pending_.offset);
    return {begin, out};
}

/// Encodes the last open branch and forgets it.
BytesView RootBuilder::encode_top_branch(size_t partial_from) {
    const OpenBranch branch = open_.back();
    open_.pop_back();
    const size_t nibbles = branch.depth_nibbles - partial_from;
    const BytesView children = BytesView(children_).subspan(branch.children_offset);
    uint8_t* const begin = encoding_.reserve(header_bound(nibbles) + nibbles / 2 + 1 + sizeof(uint16_t) +
                                             kCompactLengthBound + branch.value.size + children.size());
    const NodeVariant variant = variant_for(true, branch.value.kind);
    uint8_t* out = write_header(begin, variant, nibbles);
    out = write_nibbles(out, NibblesView(key_).slice(partial_from, branch.depth_nibbles));
    store_le(out, branch.children_bitmap);
    out += sizeof(uint16_t);
    if (branch.value.kind != ValueKind::kNone) {
        out = write_value(out, branch.value);
        values_.resize(branch.value.offset);
    }
    out = write_bytes(out, children);
    children_.resize(branch.children_offset);
    return {begin, out};
}

Hash256 RootBuilder::finish() {
    if (!has_pending_) return empty_root(hash_);
    has_pending_ = false;
    const auto finish_root = [this](BytesView encoding) {
        const Hash256 root = hash_(encoding);
        give_out(0, MerkleValue::of_hash(root), encoding);
        return root;
    };
    if (open_.empty()) return finish_root(encode_leaf(0));
    close_above(open_.front().depth_nibbles);
    SERINUS_ASSERT(open_.size() == 1);
    const Hash256 root = finish_root(encode_top_branch(0));
    SERINUS_ASSERT(children_.empty() && values_.empty());
    return root;
}

namespace {

template <class Item>
Hash256 ordered_root_of(std::span<const Item> items, StateVersion version, HashFunction hash) {
    // Compact integers are little-endian, so their bytes do not ascend with the indices. No encoding begins another, so
    // it is enough to compare them as numbers with the first byte on top.
    struct Entry {
        uint64_t order;
        uint32_t index;
        uint8_t key_size;
    };
    SERINUS_ASSERT(items.size() <= kLargestSize);
    std::vector<Entry> entries(items.size());
    for (size_t i = 0; i < items.size(); ++i) {
        ByteArray<8> key{};
        const uint8_t* end = write_compact_length(key.data(), i);
        entries[i] = {__builtin_bswap64(load_le<uint64_t>(key.data())), static_cast<uint32_t>(i),
                      static_cast<uint8_t>(end - key.data())};
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.order < b.order; });

    RootBuilder builder(version, hash);
    for (const Entry& entry : entries) {
        const uint64_t key = __builtin_bswap64(entry.order);
        const auto added = builder.add({reinterpret_cast<const uint8_t*>(&key), entry.key_size}, items[entry.index]);
        SERINUS_ASSERT(added.has_value());
    }
    return builder.finish();
}

}  // namespace

Hash256 ordered_root(std::span<const BytesView> items, StateVersion version, HashFunction hash) {
    return ordered_root_of(items, version, hash);
}

Hash256 ordered_root(std::span<const Bytes> items, StateVersion version, HashFunction hash) {
    return ordered_root_of(items, version, hash);
}

}  // namespace serinus::trie
