#include "trie/range_proof.hpp"

#include "base/assert.hpp"
#include "trie/node.hpp"
#include "trie/root_builder.hpp"

namespace serinus::trie {
namespace {

constexpr size_t kLengthBytes = 4;  ///< of an item below 1 GiB, at most

ReadError from(SourceError error) noexcept {
    return error == SourceError::kMissing ? ReadError::kMissing : ReadError::kSourceFailed;
}

/// Whether all keys below `path` that are not before `bound` come behind it: then nothing more is left out.
bool is_behind(const NibblePath& path, const NibblePath& bound) noexcept {
    for (size_t i = 0; i < path.size() && i < bound.size(); ++i) {
        if (path[i] != bound[i]) return path[i] > bound[i];
    }
    return path.size() > bound.size();
}

bool is_prefix(const NibblePath& path, const NibblePath& of) noexcept {
    for (size_t i = 0; i < path.size(); ++i) {
        if (i >= of.size() || path[i] != of[i]) return false;
    }
    return true;
}

}  // namespace

RangeProver::RangeProver(NodeSource& source, const Hash256& root, std::optional<BytesView> after, size_t max_bytes,
                         bool gives_first)
    : source_(&source), root_(root), max_bytes_(max_bytes), must_give_(gives_first) {
    if (after) after_.emplace(NibblesView(*after));
}

/// Enters the nodes whose path the start begins with; push() passed over the entries that next() meets there.
Result<void, ReadError> RangeProver::start() {
    if (started_) return {};
    started_ = true;
    if (root_ == empty_root()) {
        items_.push_back(encode_node(NodeView()));
        size_ += items_.back().size() + kLengthBytes;
        return {};
    }
    const auto root = source_->node_at(path_, root_);
    ENSURE(root.has_value(), from(root.error()));
    TRY(push(to_bytes(*root), true));
    while (after_ && levels_.back().path_size < after_->size() && is_prefix(path_, *after_)) {
        Level& level = levels_.back();
        const NodeView node = *decode_node(level.encoding);
        const uint8_t step = (*after_)[level.path_size];
        if (!node.has_child(step)) break;
        TRY(enter_child(level, node.children[step], step));
    }
    return {};
}

Result<void, ReadError> RangeProver::enter_child(Level& level, BytesView child, uint8_t step) {
    level.next_child = static_cast<uint8_t>(step + 1);
    if (child.size() == Hash256::kSize) level.given_bitmap |= static_cast<uint16_t>(1u << step);
    path_.push(step);
    return enter(child);
}

Result<bool, ReadError> RangeProver::next() {
    TRY(start());
    while (!levels_.empty()) {
        Level& level = levels_.back();
        path_.resize_down(level.path_size);
        const NodeView node = *decode_node(level.encoding);
        if (!level.value_passed) {
            level.value_passed = true;
            if (node.value_kind != ValueKind::kNone) {
                ENSURE(path_.is_key(), ReadError::kMalformedNode);
                TRY_ASSIGN(const auto value, take_value(level, node, must_give_ ? SIZE_MAX : max_bytes_));
                if (!value) {
                    is_full_ = true;
                    return false;
                }
                must_give_ = false;
                value_.assign(value->begin(), value->end());
                path_.write_key(key_);
                return true;
            }
        }
        const uint32_t left = node.children_bitmap & ~((1u << level.next_child) - 1);
        if (left == 0) {
            close(level);
            levels_.pop_back();
            continue;
        }
        const auto step = static_cast<uint8_t>(std::countr_zero(left));
        TRY(enter_child(level, node.children[step], step));
    }
    return false;
}

Result<void, ReadError> RangeProver::enter(BytesView merkle_value) {
    if (merkle_value.size() < Hash256::kSize) return push(to_bytes(merkle_value), false);
    const auto hash = Hash256::from(merkle_value);
    ENSURE(hash.has_value(), ReadError::kMalformedNode);
    const auto node = source_->node_at(path_, *hash);
    ENSURE(node.has_value(), from(node.error()));
    size_ -= std::min(size_, Hash256::kSize);  // of the parent, which leaves the hash out
    return push(to_bytes(*node), true);
}

Result<void, ReadError> RangeProver::push(Bytes encoding, bool has_item) {
    Level level{.encoding = std::move(encoding)};
    const auto decoded = decode_node(level.encoding);
    ENSURE(decoded && decoded->variant != NodeVariant::kEmpty, ReadError::kMalformedNode);
    const NodeView& node = *decoded;
    if (has_item) {
        level.item = items_.size();
        items_.emplace_back();
        size_ += level.encoding.size() + kLengthBytes;
    }
    path_.append(node.partial_key);
    level.path_size = path_.size();
    if (after_) {
        if (is_behind(path_, *after_)) {
            if (!is_prefix(*after_, path_)) after_.reset();
        } else if (path_ == *after_) {
            level.value_passed = true;
            if (node.value_kind == ValueKind::kHash) TRY(take_value(level, node, SIZE_MAX));
        } else if (is_prefix(path_, *after_)) {
            level.value_passed = true;
            level.next_child = (*after_)[path_.size()];
        } else {  // all of it comes before the start
            level.value_passed = true;
            level.next_child = 16;
        }
    }
    levels_.push_back(std::move(level));
    return {};
}

/// The value of a node, which becomes part of the proof; nullopt if that would be above the bound.
Result<std::optional<BytesView>, ReadError> RangeProver::take_value(Level& level, const NodeView& node,
                                                                    size_t max_bytes) {
    if (node.value_kind != ValueKind::kHash) return std::optional(node.value);
    const auto value = source_->value_at(path_, *Hash256::from(node.value));
    ENSURE(value.has_value(), from(value.error()));
    if (max_bytes < size_ || value->size() > max_bytes - size_) return std::optional<BytesView>();
    // A node that stands in its parent has no room for a hash.
    ENSURE(level.item != SIZE_MAX, ReadError::kMalformedNode);
    SERINUS_ASSERT(items_.size() == level.item + 1);
    level.has_value_item = true;
    items_.push_back(to_bytes(*value));
    size_ += value->size() + kLengthBytes;
    return std::optional<BytesView>(items_.back());
}

/// Writes the item of a node whose children are known to follow or not.
void RangeProver::close(const Level& level) {
    if (level.item == SIZE_MAX) return;
    NodeView node = *decode_node(level.encoding);
    for (uint8_t i = 0; i < 16; ++i) {
        if ((level.given_bitmap >> i & 1) != 0) node.children[i] = {};
    }
    Bytes& item = items_[level.item];
    if (!level.has_value_item) {
        item = encode_node(node);
        return;
    }
    node.value_kind = ValueKind::kInline;
    node.value = {};
    item = concat(Bytes{kCompactValueFollows}, encode_node(node));
}

CompactProof RangeProver::finish() && {
    SERINUS_ASSERT(started_);
    for (; !levels_.empty(); levels_.pop_back()) close(levels_.back());
    return std::move(items_);
}

}  // namespace serinus::trie
