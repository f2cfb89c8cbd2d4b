/// A state database beside its model, and what both must agree on. For the tests of this folder and the fuzzer, so it
/// speaks in assertions.
#pragma once

#include "state/database.hpp"
#include "state/database_test_model.hpp"
#include "trie/child_tries.hpp"
#include "trie/reader.hpp"

namespace serinus::test {

class CheckedDatabase {
  public:
    CheckedDatabase(storage::Store& store, state::PruningMode mode) : store_(&store), mode_(mode) {
        model.keep = mode.keep;
        model.keeps_forks = mode.keeps_forks;
        reopen();
    }

    Model model;

    state::StateDatabase& database() { return *database_; }

    /// What happens at a start.
    void reopen() { database_ = value_of(state::StateDatabase::open(*store_, mode_)); }

    static Hash256 hash_of(uint64_t number, uint64_t salt) {
        Hash256 hash;
        store_le(hash.data(), number);
        store_le(hash.data() + 8, salt);
        return hash;
    }

    void set_genesis(const ModelState& state, trie::StateVersion version) {
        std::vector<state::GenesisState::Entry> top;
        for (const auto& [key, value] : state.top) top.emplace_back(key, value.bytes);
        std::map<Bytes, std::vector<state::GenesisState::Entry>> children;
        state::GenesisState genesis{top, {}};
        for (const auto& [child, entries] : state.children) {
            for (const auto& [key, value] : entries) children[child].emplace_back(key, value.bytes);
            genesis.children.push_back({child, children[child]});
        }
        const Hash256 block = hash_of(0, ++salt_);
        auto batch = store_->batch();
        const Hash256 root = value_of(database_->set_genesis(*batch, block, 0, genesis, version));
        SERINUS_ASSERT(root == state.root());
        commit(std::move(batch));
        model.blocks[block] = {{}, 0, state, root, true};
        model.last_finalized = block;
    }

    Hash256 add_block(const Hash256& parent, const state::StateChanges& changes, trie::StateVersion version) {
        const ModelBlock& before = model.blocks.at(parent);
        ModelBlock block{parent, before.number + 1, before.state, {}, false};
        block.state.apply(changes, version);
        block.root = block.state.root();
        const Hash256 hash = hash_of(block.number, ++salt_);
        auto batch = store_->batch();
        SERINUS_ASSERT(value_of(value_of(database_->at(parent))->root_with(changes, version)) == block.root);
        const Hash256 root = value_of(database_->commit(*batch, hash, parent, block.number, changes, version));
        SERINUS_ASSERT(root == block.root);
        commit(std::move(batch));
        model.blocks[hash] = std::move(block);
        return hash;
    }

    void finalize(const Hash256& block) {
        auto batch = store_->batch();
        SERINUS_ASSERT(database_->finalize(*batch, block).has_value());
        commit(std::move(batch));
        model.finalize(block);
    }
    void revert(const Hash256& block) {
        auto batch = store_->batch();
        SERINUS_ASSERT(database_->revert(*batch, block).has_value());
        commit(std::move(batch));
        model.revert(block);
    }
    void discard(const Hash256& block) {
        auto batch = store_->batch();
        SERINUS_ASSERT(database_->discard(*batch, block).has_value());
        commit(std::move(batch));
        model.blocks.erase(block);
    }

    /// Everything that can be read of a block: entries by key and in order, proofs, roots.
    void check_block(const Hash256& hash, const Bytes& absent_key) {
        const ModelBlock& expected = model.blocks.at(hash);
        const auto state = value_of(database_->at(hash));
        SERINUS_ASSERT(state->root() == expected.root);
        SERINUS_ASSERT(value_of(database_->can_grow(hash)) == model.can_grow(hash));
        ModelState::Entries with_roots = expected.state.top;
        check_area(*state, state::Area::top(), with_roots, true, absent_key);
        for (const auto& [child, entries] : expected.state.children) {
            check_area(*state, state::Area::child(child), entries, false, absent_key);
        }
        std::vector<Bytes> keys{absent_key};
        for (const auto& [key, value] : expected.state.top) keys.push_back(key);
        const auto proof = value_of(state->prove(keys));
        const auto proven = trie::read_proof_check(expected.root, proof, keys);
        SERINUS_ASSERT(proven.has_value());
        for (size_t i = 0; i < keys.size(); ++i) {
            const auto entry = expected.state.top.find(keys[i]);
            SERINUS_ASSERT((*proven)[i] ==
                           (entry == expected.state.top.end() ? std::nullopt : std::optional(entry->second.bytes)));
        }
        // A Merkle value is that of the proof's trie, which knows these keys and their prefixes.
        trie::ProofSource nodes(proof);
        for (const Bytes& key : keys) {
            const Bytes prefix = to_bytes(BytesView(key).first(key.size() / 2));
            for (const Bytes& name : {key, prefix}) {
                const auto closest = trie::TrieReader(nodes, expected.root).closest_merkle_value(name);
                // Of the closest one to a key that is not there, a proof may lack the node.
                if (closest)
                    SERINUS_ASSERT(value_of(state->closest_merkle_value(state::Area::top(), name)) == *closest);
            }
        }
        for (const auto& [child, entries] : expected.state.children) {
            const auto top = value_of(state->get(state::Area::top(), trie::default_child_root_key(child)));
            const Bytes child_root = to_bytes(*top);
            SERINUS_ASSERT(value_of(state->closest_merkle_value(state::Area::child(child), {})) == child_root);
            keys = {absent_key, entries.begin()->first};
            const auto child_proof = value_of(state->prove_child(child, keys));
            const auto values = trie::read_child_proof_check(expected.root, child_proof, child, keys);
            SERINUS_ASSERT(values.has_value() && (*values)[1] == entries.begin()->second.bytes);
        }
    }

    void check_all(const Bytes& absent_key) {
        for (const auto& [hash, block] : model.blocks) check_block(hash, absent_key);
        SERINUS_ASSERT(value_of(database_->finalized())->block == model.last_finalized);
    }

    template <class T>
    static T value_of(Result<T, state::StateError> result) {
        if (!result) std::fprintf(stderr, "%s\n", result.error().reason.c_str());
        SERINUS_ASSERT(result.has_value());
        return *std::move(result);
    }

  private:
    void commit(std::unique_ptr<storage::WriteBatch> batch) {
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kBuffered).has_value());
    }

    static void check_area(state::BlockState& state, state::Area area, const ModelState::Entries& expected, bool is_top,
                           const Bytes& absent_key) {
        const auto is_child_root = [&](BytesView key) {
            const BytesView prefix = as_bytes(trie::kDefaultChildPrefix);
            return is_top && key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
        };
        auto at = expected.begin();
        const auto visited = state.visit(area, {}, [&](BytesView key, BytesView value) {
            if (is_child_root(key)) return true;
            SERINUS_ASSERT(at != expected.end() && equal(at->first, key) && equal(at->second.bytes, value));
            ++at;
            return true;
        });
        SERINUS_ASSERT(visited.has_value() && at == expected.end());
        for (const auto& [key, value] : expected) {
            const auto got = value_of(state.get(area, key));
            SERINUS_ASSERT(got && equal(*got, value.bytes));
        }
        if (!expected.contains(absent_key)) SERINUS_ASSERT(!value_of(state.get(area, absent_key)));
        // From key to key, and from a key that is not there.
        at = expected.begin();
        std::optional<Bytes> key = expected.contains({}) ? Bytes() : value_of(state.next_key(area, {}));
        for (; key; key = value_of(state.next_key(area, *key))) {
            if (is_child_root(*key)) continue;
            SERINUS_ASSERT(at != expected.end() && at->first == *key);
            ++at;
        }
        SERINUS_ASSERT(at == expected.end());
        const auto next = value_of(state.next_key(area, absent_key));
        const auto wanted = expected.upper_bound(absent_key);
        if (!is_top) SERINUS_ASSERT(wanted == expected.end() ? !next : next == wanted->first);
    }

    storage::Store* store_;
    state::PruningMode mode_;
    std::unique_ptr<state::StateDatabase> database_;
    uint64_t salt_ = 0;
};

}  // namespace serinus::test
