/// A naive model of a state database: for every block its whole state. For the tests of this folder and the fuzzer.
#pragma once

#include <map>
#include <set>

#include "base/assert.hpp"
#include "state/changes.hpp"
#include "trie/child_tries.hpp"

namespace serinus::test {

struct ModelState {
    struct Value {
        Bytes bytes;
        trie::StateVersion version;
        friend bool operator==(const Value&, const Value&) = default;
    };
    using Entries = std::map<Bytes, Value>;
    Entries top;  ///< without the roots of the children
    std::map<Bytes, Entries> children;

    void apply(const state::StateChanges& changes, trie::StateVersion version) {
        apply(top, changes.top, version);
        for (const auto& [child, child_changes] : changes.children) {
            apply(children[child], child_changes, version);
            if (children[child].empty()) children.erase(child);
        }
    }
    Hash256 root() const {
        trie::Trie trie = trie_of(top);
        for (const auto& [child, entries] : children) {
            SERINUS_ASSERT(trie::enter_child_root(trie, child, trie_of(entries).root()).has_value());
        }
        return trie.root();
    }

  private:
    static void apply(Entries& entries, const state::ChangeSet& changes, trie::StateVersion version) {
        for (const auto& [key, value] : changes) {
            if (value) {
                entries[key] = {*value, version};
            } else {
                entries.erase(key);
            }
        }
    }
    static trie::Trie trie_of(const Entries& entries) {
        trie::Trie out;
        for (const auto& [key, value] : entries) {
            SERINUS_ASSERT(out.insert(key, value.bytes, value.version).has_value());
        }
        return out;
    }
};

struct ModelBlock {
    Hash256 parent;
    uint64_t number;
    ModelState state;
    Hash256 root;
    bool finalized;
    bool lost = false;  ///< against a finalized block: it is kept, and nothing can be built on it
};

/// The blocks that must be kept.
struct Model {
    std::map<Hash256, ModelBlock> blocks;
    Hash256 last_finalized;
    std::optional<uint32_t> keep;
    bool keeps_forks = false;

    /// Whether a block can be built on this one.
    bool can_grow(const Hash256& hash) const {
        const ModelBlock& block = blocks.at(hash);
        return !block.lost && (!block.finalized || hash == last_finalized);
    }
    bool is_on(Hash256 block, const Hash256& ancestor) const {
        for (;;) {
            if (block == ancestor) return true;
            const auto found = blocks.find(block);
            if (found == blocks.end() || found->second.number == 0) return false;
            block = found->second.parent;
        }
    }
    void finalize(const Hash256& block) {
        for (Hash256 at = block; !blocks.at(at).finalized; at = blocks.at(at).parent) blocks.at(at).finalized = true;
        last_finalized = block;
        for (auto& [hash, one] : blocks) one.lost = !one.finalized && !is_on(hash, block);
        std::erase_if(blocks, [&](const auto& one) { return one.second.lost && !keeps_forks; });
        const uint64_t number = blocks.at(block).number;
        std::erase_if(blocks, [&](const auto& one) { return keep && one.second.number + *keep < number; });
    }
    void revert(const Hash256& block) {
        std::set<Hash256> staying;
        for (const auto& [hash, one] : blocks) {
            if (is_on(block, hash)) staying.insert(hash);
        }
        std::erase_if(blocks, [&](const auto& one) { return !staying.contains(one.first); });
        if (blocks.at(block).finalized) last_finalized = block;
    }
    bool has_child(const Hash256& block) const {
        return std::any_of(blocks.begin(), blocks.end(),
                           [&](const auto& one) { return one.second.parent == block && one.second.number != 0; });
    }
};

}  // namespace serinus::test
