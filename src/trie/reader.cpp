#include "trie/reader.hpp"

#include "base/assert.hpp"
#include "trie/root_builder.hpp"

namespace serinus::trie {
namespace {

ReadError read_error(SourceError error) noexcept {
    return error == SourceError::kMissing ? ReadError::kMissing : ReadError::kSourceFailed;
}

Result<BytesView, ReadError> node_from(NodeSource& source, const NibblePath& position, const Hash256& hash) {
    if (position.empty() && hash == empty_root()) return BytesView(kEmptyNode);
    const auto node = source.node_at(position, hash);
    ENSURE(node.has_value(), read_error(node.error()));
    return *node;
}

Result<BytesView, ReadError> value_of(NodeSource& source, const NibblePath& path, const NodeView& node) {
    if (node.value_kind != ValueKind::kHash) return node.value;
    const auto value = source.value_at(path, *Hash256::from(node.value));
    ENSURE(value.has_value(), read_error(value.error()));
    return *value;
}

Result<NodeView, ReadError> decode(BytesView encoding) noexcept {
    const auto node = decode_node(encoding);
    ENSURE(node.has_value(), ReadError::kMalformedNode);
    return *node;
}

}  // namespace

const char* to_string(ReadError error) noexcept {
    switch (error) {
        case ReadError::kMissing:
            return "a node or a value is missing";
        case ReadError::kSourceFailed:
            return "the source of nodes failed";
        case ReadError::kMalformedNode:
            return "a node is malformed";
        case ReadError::kProofTooLarge:
            return "the proof has too many bytes";
    }
    return "unknown";
}

/// The node at the end of `key` if it has a value; `position` becomes the path of the entry.
Result<std::optional<NodeView>, ReadError> TrieReader::find(BytesView key, NibblePath& position) const {
    const NibblesView nibbles(key);
    Hash256 hash = root_;
    BytesView encoding = TRY(node_from(*source_, position, hash));
    for (size_t at = 0;;) {
        TRY_ASSIGN(const NodeView node, decode(encoding));
        const NibblesView rest = nibbles.from(at);
        const size_t partial_size = node.partial_key.size();
        if (common_nibbles(node.partial_key, rest) != partial_size) return std::optional<NodeView>();
        if (partial_size == rest.size()) {
            if (node.value_kind == ValueKind::kNone) return std::optional<NodeView>();
            position.append(node.partial_key);
            return std::optional<NodeView>(node);
        }
        const uint8_t step = rest[partial_size];
        if (!node.has_child(step)) return std::optional<NodeView>();
        position.append(rest.slice(0, partial_size + 1));
        at += partial_size + 1;

        const BytesView child = node.children[step];
        ENSURE(child.size() <= Hash256::kSize, ReadError::kMalformedNode);
        if (child.size() == Hash256::kSize) {
            hash = *Hash256::from(child);  // a copy: the source's view ends with the next question
            encoding = TRY(node_from(*source_, position, hash));
        } else {
            encoding = child;
        }
    }
}

Result<std::optional<BytesView>, ReadError> TrieReader::get(BytesView key) const {
    NibblePath path;
    TRY_ASSIGN(const auto node, find(key, path));
    if (!node) return std::optional<BytesView>();
    return std::optional<BytesView>(TRY(value_of(*source_, path, *node)));
}

Result<bool, ReadError> TrieReader::contains(BytesView key) const {
    NibblePath path;
    return TRY(find(key, path)).has_value();
}

Result<std::optional<Bytes>, ReadError> TrieReader::closest_merkle_value(BytesView key) const {
    const NibblesView nibbles(key);
    NibblePath position;
    Bytes merkle_value = to_bytes(root_.bytes);
    BytesView encoding = TRY(node_from(*source_, position, root_));
    for (size_t at = 0;;) {
        TRY_ASSIGN(const NodeView node, decode(encoding));
        if (node.variant == NodeVariant::kEmpty) return std::optional<Bytes>();
        const NibblesView rest = nibbles.from(at);
        const size_t common = common_nibbles(node.partial_key, rest);
        if (common == rest.size()) return std::optional(std::move(merkle_value));
        if (common != node.partial_key.size() || !node.has_child(rest[common])) return std::optional<Bytes>();
        const BytesView child = node.children[rest[common]];
        ENSURE(child.size() <= Hash256::kSize, ReadError::kMalformedNode);
        position.append(rest.slice(0, common + 1));
        at += common + 1;
        merkle_value = to_bytes(child);  // a copy first: the source's view ends with the next question
        encoding = child;
        if (child.size() == Hash256::kSize) {
            encoding = TRY(node_from(*source_, position, *Hash256::from(merkle_value)));
        }
    }
}

Result<std::optional<Bytes>, ReadError> TrieReader::next_key(BytesView key) const {
    TrieCursor at = cursor();
    TRY(at.seek(key));
    bool found = TRY(at.next());
    if (found && equal(at.key(), key)) found = TRY(at.next());
    if (!found) return std::optional<Bytes>();
    return std::optional<Bytes>(to_bytes(at.key()));
}

Result<void, ReadError> TrieCursor::seek(BytesView key) {
    TRY(start());
    const NibblesView nibbles(key);
    for (size_t at = 0;;) {
        const NibblesView rest = nibbles.from(at);
        const NibblesView partial = top_.partial_key;
        const size_t common = common_nibbles(partial, rest);
        if (common == rest.size()) return {};
        if (common < partial.size()) {
            if (partial[common] < rest[common]) pop();  // all of it is before the key
            return {};
        }
        const uint8_t step = rest[common];
        levels_.back().value_passed = true;
        levels_.back().next_child = step;
        if (!top_.has_child(step)) return {};
        ++levels_.back().next_child;
        path_.push(step);
        at += common + 1;
        TRY(enter(top_.children[step]));
    }
}

Result<void, ReadError> TrieCursor::seek_prefix(BytesView prefix) {
    TRY(start());
    const NibblesView nibbles(prefix);
    for (size_t at = 0;;) {
        const NibblesView rest = nibbles.from(at);
        const NibblesView partial = top_.partial_key;
        const size_t common = common_nibbles(partial, rest);
        if (common == rest.size()) {  // the walk must not go above this node
            Level bottom = std::move(levels_.back());
            if (bottom.owned.empty()) {
                bottom.owned = to_bytes(bottom.encoding);
                bottom.encoding = bottom.owned;
                top_ = *decode_node(bottom.encoding);
            }
            levels_.clear();
            levels_.push_back(std::move(bottom));
            return {};
        }
        if (common < partial.size() || !top_.has_child(rest[common])) {
            levels_.clear();
            return {};
        }
        const uint8_t step = rest[common];
        path_.push(step);
        at += common + 1;
        if (const auto entered = enter(top_.children[step]); !entered) {
            levels_.clear();
            return entered;
        }
    }
}

Result<bool, ReadError> TrieCursor::next() {
    if (!started_) TRY(start());
    while (!levels_.empty()) {
        Level& level = levels_.back();
        if (!level.value_passed) {
            level.value_passed = true;
            // Below the root, the node without anything is accepted where a key leads to it, but nothing writes it, and
            // a walk over many of them could take long without finding an entry.
            ENSURE(top_.variant != NodeVariant::kEmpty || path_.empty(), ReadError::kMalformedNode);
            if (top_.value_kind != ValueKind::kNone) {
                ENSURE(path_.is_key(), ReadError::kMalformedNode);
                path_.write_key(key_);
                return true;
            }
        }
        const auto children_left = static_cast<uint16_t>(top_.children_bitmap & ~((1u << level.next_child) - 1));
        if (children_left == 0) {
            pop();
            continue;
        }
        const auto step = static_cast<uint8_t>(std::countr_zero(children_left));
        level.next_child = step + 1;
        path_.push(step);
        TRY(enter(top_.children[step]));
    }
    return false;
}

Result<BytesView, ReadError> TrieCursor::value() {
    SERINUS_ASSERT(!levels_.empty() && levels_.back().value_passed && top_.value_kind != ValueKind::kNone);
    return value_of(*source_, path_, top_);
}

Result<void, ReadError> TrieCursor::start() {
    started_ = true;
    levels_.clear();
    path_ = NibblePath();
    const BytesView encoding = TRY(node_from(*source_, path_, root_));
    return push(to_bytes(encoding), {});
}

/// Goes into the child at `path_`; after an error back at its parent.
Result<void, ReadError> TrieCursor::enter(BytesView merkle_value) {
    const auto entered = [&]() -> Result<void, ReadError> {
        ENSURE(merkle_value.size() <= Hash256::kSize, ReadError::kMalformedNode);
        if (merkle_value.size() < Hash256::kSize) return push({}, merkle_value);
        const BytesView encoding = TRY(node_from(*source_, path_, *Hash256::from(merkle_value)));
        return push(to_bytes(encoding), {});
    }();
    if (!entered) path_.resize_down(levels_.back().path_size);
    return entered;
}

/// `owned` is empty for a node that stands in its parent. On an error nothing is pushed.
Result<void, ReadError> TrieCursor::push(Bytes owned, BytesView encoding) {
    if (!owned.empty()) encoding = owned;
    top_ = TRY(decode(encoding));
    ++visited_nodes_;
    path_.append(top_.partial_key);
    levels_.push_back({std::move(owned), encoding, path_.size()});
    return {};
}

void TrieCursor::pop() noexcept {
    levels_.pop_back();
    if (levels_.empty()) return;
    path_.resize_down(levels_.back().path_size);
    top_ = *decode_node(levels_.back().encoding);
}

}  // namespace serinus::trie
