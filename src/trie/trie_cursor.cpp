#include "base/assert.hpp"
#include "trie/tree.hpp"
#include "trie/trie.hpp"

namespace serinus::trie {

Result<void, TrieError> Trie::Cursor::seek(BytesView key) { return descend(NibblesView(key), false); }
Result<void, TrieError> Trie::Cursor::seek_prefix(BytesView prefix) { return descend(NibblesView(prefix), true); }

/// Enters the nodes on the way to `key` and leaves out keys before it; if `only_below`, also keys that do not begin
/// with it.
Result<void, TrieError> Trie::Cursor::descend(NibblesView key, bool only_below) {
    started_ = true;
    levels_.clear();
    path_ = NibblePath();
    if (trie_->empty()) return {};
    for (Slot* slot = trie_->root_.get(); slot != nullptr;) {
        const size_t depth = path_.size();
        TRY_ASSIGN(Node* const node, trie_->load(*slot, path_));
        const NibblesView partial_key = node->partial_key();
        const NibblesView rest = key.from(depth);
        const size_t common = common_nibbles(partial_key, rest);
        path_.append(partial_key);
        if (common == rest.size()) {  // the path begins with the key: all of it counts
            levels_.push_back({node, path_.size()});
            return {};
        }
        if (common < partial_key.size()) {
            if (!only_below && partial_key[common] > rest[common]) levels_.push_back({node, path_.size()});
            return {};
        }
        const uint8_t step = rest[common];
        if (!only_below) levels_.push_back({node, path_.size(), static_cast<uint8_t>(step + 1), true});
        slot = node->children.find(step);
        path_.push(step);
    }
    return {};
}

Result<bool, TrieError> Trie::Cursor::next() {
    if (!started_) TRY(seek({}));
    while (!levels_.empty()) {
        Level& level = levels_.back();
        path_.resize_down(level.path_size);
        if (!level.value_passed) {
            level.value_passed = true;
            if (level.node->has_value()) {
                path_.write_key(key_);
                return true;
            }
        }
        const uint8_t nibble = level.node->children.next_from(level.next_child);
        if (nibble == 16) {
            levels_.pop_back();
            continue;
        }
        level.next_child = static_cast<uint8_t>(nibble + 1);
        path_.push(nibble);
        TRY_ASSIGN(Node* const node, trie_->load(*level.node->children.find(nibble), path_));
        path_.append(node->partial_key());
        levels_.push_back({node, path_.size()});
    }
    return false;
}

Result<BytesView, TrieError> Trie::Cursor::value() {
    SERINUS_ASSERT(!levels_.empty());
    const NodeValue value = levels_.back().node->value();
    if (value.here) return value.bytes;
    SERINUS_ASSERT(trie_->source_ != nullptr);
    const auto loaded = trie_->source_->value_at(path_, value.hash);
    ENSURE(loaded.has_value(),
           loaded.error() == SourceError::kMissing ? TrieError::kMissing : TrieError::kSourceFailed);
    return *loaded;
}

}  // namespace serinus::trie
