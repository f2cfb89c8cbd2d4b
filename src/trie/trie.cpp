#include "trie/trie.hpp"

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "trie/root_builder.hpp"
#include "trie/tree.hpp"

namespace serinus::trie {
namespace {

TrieError trie_error(SourceError error) noexcept {
    return error == SourceError::kMissing ? TrieError::kMissing : TrieError::kSourceFailed;
}

/// The value of `node`, asked for if only its hash is here.
Result<BytesView, TrieError> value_of(const Node& node, NodeSource* source, const auto& path) {
    const NodeValue value = node.value();
    if (value.here) return value.bytes;
    SERINUS_ASSERT(source != nullptr);
    const auto loaded = source->value_at(NibblePath(path), value.hash);
    ENSURE(loaded.has_value(), trie_error(loaded.error()));
    return *loaded;
}

}  // namespace

const char* to_string(TrieError error) noexcept {
    switch (error) {
        case TrieError::kMissing:
            return "a node or a value is missing";
        case TrieError::kSourceFailed:
            return "the source of nodes failed";
        case TrieError::kMalformedNode:
            return "a node is malformed";
        case TrieError::kTooLarge:
            return "a key or a value is too large";
    }
    return "unknown";
}

Trie::Trie() : root_(std::make_unique<Slot>()) {}
Trie::Trie(NodeSource& source, const Hash256& root) : source_(&source), root_(std::make_unique<Slot>()) {
    if (root != empty_root()) *root_ = Slot::stub(MerkleValue::of_hash(root));
}
Trie::Trie(Trie&&) noexcept = default;
Trie& Trie::operator=(Trie&&) noexcept = default;
Trie::~Trie() = default;

Result<Trie, TrieError> Trie::of(std::span<const Entry> entries, StateVersion version) {
    Trie trie;
    for (const auto& [key, value] : entries) TRY(trie.insert(key, value, version));
    return trie;
}

bool Trie::empty() const noexcept { return root_->is_empty(); }

Result<Node*, TrieError> Trie::load(Slot& slot, NibblesView position) {
    if (slot.node != nullptr) return slot.node.get();
    return load(slot, NibblePath(position));
}

Result<Node*, TrieError> Trie::load(Slot& slot, const NibblePath& position) {
    if (slot.node != nullptr) return slot.node.get();
    BytesView encoding = slot.merkle.view();
    if (slot.merkle.is_hash()) {
        SERINUS_ASSERT(source_ != nullptr);
        const auto loaded = source_->node_at(position, *Hash256::from(slot.merkle.view()));
        ENSURE(loaded.has_value(), trie_error(loaded.error()));
        encoding = *loaded;
    }
    const auto view = decode_node(encoding);
    ENSURE(view.has_value(), TrieError::kMalformedNode);
    const bool between_bytes = (position.size() + view->partial_key.size()) % 2 != 0;
    ENSURE(!between_bytes || view->value_kind == ValueKind::kNone, TrieError::kMalformedNode);
    auto node = Node::from_view(*view);
    ENSURE(node != nullptr, TrieError::kMalformedNode);
    slot.node = std::move(node);
    return slot.node.get();
}

/// Follows `key` as far as there are nodes; `steps_` are those it passed through, the last one is where it ended.
Result<Trie::Match, TrieError> Trie::walk(NibblesView key) {
    steps_.clear();
    if (root_->is_empty()) return Match::kEmptyTrie;
    return walk_from(root_.get(), base_depth_, key);
}

/// The same after a walk to a key that has its first `shared` nibbles in common with this one, after any changes
/// there: slots on the way stay valid.
Result<Trie::Match, TrieError> Trie::walk_on(NibblesView key, size_t shared) {
    while (!steps_.empty() && steps_.back().depth > shared) steps_.pop_back();
    if (steps_.empty()) return walk(key);
    const Step last = steps_.back();
    steps_.pop_back();
    return walk_from(last.slot, last.depth, key);
}

Result<Trie::Match, TrieError> Trie::walk_from(Slot* slot, size_t depth, NibblesView key) {
    for (;;) {
        TRY_ASSIGN(Node* const node, load(*slot, key.slice(0, depth)));
        const size_t partial_size = node->partial_key().size();
        const size_t common = common_nibbles(node->partial_key(), key.from(depth));
        steps_.push_back({slot, depth, common});
        if (common < partial_size) return Match::kDiverges;
        depth += common;
        if (depth == key.size()) return Match::kExact;
        slot = node->children.find(key[depth]);
        if (slot == nullptr) return Match::kNoChild;
        ++depth;
    }
}

void Trie::mark_path() noexcept {
    for (const Step& step : steps_) step.slot->mark_changed();
}

Result<std::optional<BytesView>, TrieError> Trie::get(BytesView key) {
    const NibblesView nibbles(key);
    TRY_ASSIGN(const Match match, walk(nibbles));
    if (match != Match::kExact || !steps_.back().slot->node->has_value()) return std::optional<BytesView>();
    return std::optional<BytesView>(TRY(value_of(*steps_.back().slot->node, source_, nibbles)));
}

Result<std::optional<Bytes>, TrieError> Trie::next_key(BytesView key) {
    Cursor at = cursor();
    TRY(at.seek(key));
    if (!TRY(at.next())) return std::optional<Bytes>();
    if (equal(at.key(), key) && !TRY(at.next())) return std::optional<Bytes>();
    return std::optional<Bytes>(to_bytes(at.key()));
}

Trie::Cursor Trie::cursor() noexcept { return Cursor(*this); }

Result<void, TrieError> Trie::insert(BytesView key, BytesView value, StateVersion version) {
    ENSURE(key.size() <= kLargestSize && value.size() <= kLargestSize, TrieError::kTooLarge);
    const NibblesView nibbles(key);
    TRY_ASSIGN(const Match match, walk(nibbles));
    insert_walked(nibbles, match, NodeValue::of(value, version));
    return {};
}

void Trie::insert_walked(NibblesView key, Match match, const NodeValue& value) {
    if (match == Match::kEmptyTrie) {
        root_->node = std::make_unique<Node>(key, value);
        root_->mark_changed();
        return;
    }
    const auto [slot, depth, common] = steps_.back();
    const size_t end = depth + common;
    Node& node = *slot->node;
    const auto add_leaf = [&](Node& parent) {
        parent.children.add(key[end]).node = std::make_unique<Node>(key.from(end + 1), value);
    };
    switch (match) {
        case Match::kExact:
            if (node.has_same_value(value)) return;
            forget_value(node, key);
            node.value_stored = false;
            node.set_value(value);
            break;
        case Match::kNoChild:
            add_leaf(node);
            break;
        default: {  // the new branch takes the place of the node, which goes one down
            const NibblesView partial_key = node.partial_key();
            const bool ends_here = end == key.size();
            auto branch = std::make_unique<Node>(partial_key.slice(0, common), ends_here ? value : NodeValue{});
            Slot& below = branch->children.add(partial_key[common]);
            node.drop_partial_key(common + 1);
            below.node = std::move(slot->node);
            if (!ends_here) add_leaf(*branch);
            slot->node = std::move(branch);
        }
    }
    mark_path();
}

Result<bool, TrieError> Trie::remove(BytesView key) {
    const NibblesView nibbles(key);
    TRY_ASSIGN(const Match match, walk(nibbles));
    return remove_walked(nibbles, match);
}

Result<bool, TrieError> Trie::remove_walked(NibblesView key, Match match) {
    if (match != Match::kExact || !steps_.back().slot->node->has_value()) return false;
    const Step last = steps_.back();
    Node& node = *last.slot->node;
    const size_t child_count = node.children.count();
    if (child_count == 0) {
        TRY(load_last_sibling(key, steps_.size() - 1));
        forget_value(node, key);
        remove_last_step(key);
        return true;
    }
    if (child_count == 1) {
        const uint8_t step = node.children.next_from(0);
        NibblePath position(key);
        position.push(step);
        TRY(load(*node.children.find(step), position));
    }
    forget_value(node, key);
    node.value_stored = false;
    node.set_value({});
    mark_path();
    if (child_count == 1) merge_with_child(last, key);
    return true;
}

/// If the node at `level` goes and leaves its parent with one child and no value, loads that child, with which the
/// parent will be merged.
Result<void, TrieError> Trie::load_last_sibling(NibblesView key, size_t level) {
    if (level == 0) return {};
    const Step& parent = steps_[level - 1];
    Node& node = *parent.slot->node;
    if (node.has_value() || node.children.count() != 2) return {};
    const size_t end = parent.depth + parent.common;
    uint8_t other = node.children.next_from(0);
    if (other == key[end]) other = node.children.next_from(static_cast<uint8_t>(other + 1));
    NibblePath position(key.slice(0, end));
    position.push(other);
    TRY(load(*node.children.find(other), position));
    return {};
}

/// Takes the last node of `steps_` out of the trie, with all below it. The nodes that the store has there must be
/// noted before, except for the position of that node; the sibling that is merged must be loaded.
void Trie::remove_last_step(NibblesView key) {
    const Step last = steps_.back();
    if (last.slot->stored) vacated_.insert(NibblePath(key.slice(0, last.depth)));
    steps_.pop_back();
    if (steps_.empty()) {
        *root_ = Slot();
        return;
    }
    const Step parent = steps_.back();
    Node& node = *parent.slot->node;
    node.children.remove(key[parent.depth + parent.common]);
    mark_path();
    if (!node.has_value() && node.children.count() == 1) merge_with_child(parent, key);
}

/// A node with no value and one child becomes one with that child, which must be loaded.
void Trie::merge_with_child(const Step& step, NibblesView key) {
    std::unique_ptr<Node> node = std::move(step.slot->node);
    const uint8_t nibble = node->children.next_from(0);
    Slot& below = *node->children.find(nibble);
    if (below.stored) {
        NibblePath position(key.slice(0, step.depth + step.common));
        position.push(nibble);
        vacated_.insert(std::move(position));
    }
    below.node->prepend_partial_key(node->partial_key(), nibble);
    step.slot->node = std::move(below.node);
}

void Trie::forget_value(const Node& node, NibblesView path) {
    if (node.value_stored) vacated_values_.insert(NibblePath(path));
}

/// Notes all that the store has below and in the node at `slot`, whose nodes are all loaded; not its own position.
void Trie::forget_subtrie(Slot& slot, const NibblePath& position) {
    struct Level {
        Node* node;
        size_t path_size;
        uint8_t next_child;
    };
    NibblePath path = position;
    std::vector<Level> levels;
    const auto enter = [&](Node& node) {
        path.append(node.partial_key());
        if (node.value_stored) vacated_values_.insert(path);
        levels.push_back({&node, path.size(), 0});
    };
    enter(*slot.node);
    while (!levels.empty()) {
        Level& level = levels.back();
        path.resize_down(level.path_size);
        const uint8_t nibble = level.node->children.next_from(level.next_child);
        if (nibble == 16) {
            levels.pop_back();
            continue;
        }
        level.next_child = static_cast<uint8_t>(nibble + 1);
        Slot& child = *level.node->children.find(nibble);
        path.push(nibble);
        if (child.stored) vacated_.insert(path);
        enter(*child.node);
    }
}

Result<Trie::PrefixRemoval, TrieError> Trie::remove_prefix(BytesView prefix, std::optional<uint64_t> limit) {
    // First all steps that may fail: everything that will be read or merged is loaded before the first change.
    PrefixRemoval out;
    std::vector<Bytes> keys;
    Cursor at = cursor();
    TRY(at.seek_prefix(prefix));
    while (TRY(at.next())) {
        if (out.removed == limit) {
            out.all = false;
            break;
        }
        ++out.removed;
        if (limit) keys.push_back(to_bytes(at.key()));
    }
    if (out.removed == 0) return out;

    const NibblesView nibbles(prefix);
    if (out.all) {
        TRY(walk(nibbles));
        // The walk ends at the node or inside its partial key: the prefix has entries, and they are all below it.
        TRY(load_last_sibling(nibbles, steps_.size() - 1));
        const Step last = steps_.back();
        forget_subtrie(*last.slot, NibblePath(nibbles.slice(0, last.depth)));
        remove_last_step(nibbles);
        return out;
    }
    TRY(load_right_siblings(keys.back(), nibbles.size()));
    for (const Bytes& key : keys) {
        const auto removed = remove(key);
        SERINUS_ASSERT(removed.has_value() && *removed);
    }
    return out;
}

/// Loads nodes that may be merged when all entries up to `key` with its first `prefix_nibbles` go, and others stay: at
/// each node on the path the only child behind it.
Result<void, TrieError> Trie::load_right_siblings(BytesView key, size_t prefix_nibbles) {
    const NibblesView nibbles(key);
    TRY(walk(nibbles));
    for (const Step& step : steps_) {
        const size_t end = step.depth + step.common;
        if (end < prefix_nibbles) continue;
        Children& children = step.slot->node->children;
        const uint8_t first = end == nibbles.size() ? 0 : static_cast<uint8_t>(nibbles[end] + 1);
        const uint8_t right = children.next_from(first);
        if (right == 16 || children.next_from(static_cast<uint8_t>(right + 1)) != 16) continue;
        NibblePath position(nibbles.slice(0, end));
        position.push(right);
        TRY(load(*children.find(right), position));
    }
    return {};
}

Hash256 Trie::root() {
    if (empty()) return empty_root();
    if (!root_->merkle_known) update(*root_, nullptr, encoding_);
    return *Hash256::from(root_->merkle.view());
}

Hash256 Trie::commit(ChangeSink& sink) {
    if (!empty() && !root_->saved) update(*root_, &sink, encoding_);
    for (const NibblePath& position : vacated_) sink.remove_node(position);
    for (const NibblePath& path : vacated_values_) sink.remove_value(path);
    vacated_.clear();
    vacated_values_.clear();
    return root();
}

/// Brings the Merkle values of a node and of all below up to date, children first; with a sink, also unsaved nodes:
/// then `top` is the root.
void Trie::update(Slot& top, ChangeSink* sink, Scratch& scratch) {
    struct Level {
        Slot* slot;
        size_t position_size;
        uint8_t next_child;
    };
    NibblePath path;
    std::vector<Level> levels{{&top, 0, 0}};
    const auto is_due = [&](const Slot& slot) { return !slot.merkle_known || (sink != nullptr && !slot.saved); };
    while (!levels.empty()) {
        Level& level = levels.back();
        Slot& slot = *level.slot;
        Node& node = *slot.node;
        Children& children = node.children;
        uint8_t nibble = children.next_from(level.next_child);
        while (nibble != 16 && !is_due(*children.find(nibble))) {
            nibble = children.next_from(static_cast<uint8_t>(nibble + 1));
        }
        if (nibble != 16) {
            level.next_child = static_cast<uint8_t>(nibble + 1);
            if (sink != nullptr) {
                path.resize_down(level.position_size);
                path.append(node.partial_key());
                path.push(nibble);
            }
            levels.push_back({children.find(nibble), path.size(), 0});
            continue;
        }
        uint8_t* const begin = scratch.reserve(node.encoding_bound());
        const BytesView encoding(begin, node.encode(begin));
        if (!slot.merkle_known) {
            const bool is_root = &slot == root_.get();
            slot.merkle = is_root ? MerkleValue::of_hash(hashing::blake2b_256(encoding)) : MerkleValue::of(encoding);
            slot.merkle_known = true;
        }
        if (sink != nullptr) {
            path.resize_down(level.position_size);
            emit(*sink, slot, path, encoding);
        }
        levels.pop_back();
    }
}

/// Saves one node; `path` is its position, and is left longer.
void Trie::emit(ChangeSink& sink, Slot& slot, NibblePath& path, BytesView encoding) {
    Node& node = *slot.node;
    if (slot.merkle.is_hash()) {
        sink.write_node(path, *Hash256::from(slot.merkle.view()), encoding);
        if (!vacated_.empty()) vacated_.erase(path);
    } else if (slot.stored) {
        vacated_.insert(path);
    }
    slot.stored = slot.merkle.is_hash();
    slot.saved = true;
    const NodeValue value = node.value();
    if (value.kind != ValueKind::kHash || node.value_stored) return;
    path.append(node.partial_key());
    sink.write_value(path, value.hash, value.bytes);
    if (!vacated_values_.empty()) vacated_values_.erase(path);
    node.value_stored = true;
}

}  // namespace serinus::trie
