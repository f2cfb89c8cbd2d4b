// Storage over a proof beside the same state in memory, and what a proof that lacks something does.
#include "runtime/sdk/host/proof/proof_storage.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/host/native/session.hpp"
#include "tests/support/random.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::sdk {
namespace {

using native::State;

struct ProvenState {
    trie::StorageProof proof;
    Hash256 root;
};

/// All nodes of a state, and its root.
ProvenState proof_of(const State& state, std::span<const Bytes> children) {
    trie::test::NodeSet nodes;
    State::Entries top = state.entries();
    for (const Bytes& child : children) {
        if (state.child(child).empty()) continue;
        const Hash256 root = nodes.build(state.child(child), trie::StateVersion::kV1);
        top[trie::default_child_root_key(child)] = to_bytes(root.bytes);
    }
    const Hash256 root = nodes.build(top, trie::StateVersion::kV1);
    return {trie::StorageProof(nodes.items()), root};
}

/// The state in memory has the roots of child tries in its own root alone.
bool is_child_root(BytesView key) { return key[0] == ':'; }

const Bytes kChildren[] = {{1}, {1, 2}, {9}};

class ProofStorageTest : public testing::Test {
  protected:
    void SetUp() override {
        for (uint8_t i = 0; i < 100; ++i) {
            const Bytes key{static_cast<uint8_t>(i % 7), static_cast<uint8_t>(i % 11), i};
            const Bytes value(i % 50, i);  // some values are longer than 32 bytes: nodes name those by their hashes
            memory.set(key, value);
            if (i % 3 == 0) memory.child_set(kChildren[i % 2], key, value);
        }
        start = proof_of(memory, kChildren);
    }

    State memory;
    ProvenState start;
};

TEST_F(ProofStorageTest, HasTheRootOfTheProof) {
    ProofStorage storage(start.proof, start.root);
    EXPECT_EQ(storage.storage_root(1), start.root);
    EXPECT_EQ(memory.storage_root(1), start.root);
    EXPECT_EQ(storage.child_root(kChildren[0], 1), memory.child_root(kChildren[0], 1));
    EXPECT_EQ(storage.child_root(kChildren[2], 1), trie::empty_root());
}

// Whatever is done, its answers and roots are those of the state in memory.
TEST_F(ProofStorageTest, AnswersAsTheStateInMemory) {
    ProofStorage proven(start.proof, start.root);
    auto random = serinus::test::seeded_random();
    const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
    for (int step = 0; step < 20'000; ++step) {
        Bytes key{static_cast<uint8_t>(below(7)), static_cast<uint8_t>(below(11)), static_cast<uint8_t>(below(100))};
        key.resize(1 + below(3));
        const Bytes value(below(50), static_cast<uint8_t>(below(9)));
        const BytesView prefix = BytesView(key).first(1 + below(static_cast<uint32_t>(key.size())));
        const Bytes& child = kChildren[below(3)];
        const auto same = [&](auto&& f) { ASSERT_EQ(f(proven), f(memory)) << "step " << step; };
        switch (below(20)) {
            case 0:
            case 1:
                same([&](StorageBackend& s) { return s.set(key, value), 0; });
                break;
            case 2:
                same([&](StorageBackend& s) { return s.clear(key), 0; });
                break;
            case 3:
                same([&](StorageBackend& s) { return s.append(key, value), 0; });
                break;
            case 4:
            case 5:
                same([&](StorageBackend& s) {
                    const auto found = s.get(key);
                    return found ? std::optional(to_bytes(*found)) : std::nullopt;
                });
                break;
            case 6:
                same([&](StorageBackend& s) {
                    Bytes part(7);
                    const auto size = s.read(key, part, 3);
                    return std::pair(part, size);
                });
                break;
            case 7:
                same([&](StorageBackend& s) { return std::pair(s.exists(key), s.child_exists(child, key)); });
                break;
            case 8:
            case 9:
                same([&](StorageBackend& s) {
                    const auto next = s.next_key(key);
                    return next && !is_child_root(*next) ? next : std::nullopt;
                });
                break;
            case 10:
                if (below(20) == 0) same([&](StorageBackend& s) { return s.clear_prefix(prefix, {}).all_removed; });
                break;
            case 11:
            case 12:
                same([&](StorageBackend& s) { return s.child_set(child, key, value), 0; });
                break;
            case 13:
                same([&](StorageBackend& s) { return s.child_clear(child, key), s.child_get(child, key); });
                break;
            case 14:
                same([&](StorageBackend& s) {
                    return std::pair(s.child_get(child, key), s.child_next_key(child, key));
                });
                break;
            case 15:
                if (below(40) == 0) same([&](StorageBackend& s) { return s.child_kill(child, {}).all_removed; });
                if (below(20) == 0) {
                    same([&](StorageBackend& s) { return s.child_clear_prefix(child, prefix, {}).all_removed; });
                }
                break;
            case 16:
                if (memory.depth() < 5) same([&](StorageBackend& s) { return s.start_transaction(), 0; });
                break;
            case 17:
                if (memory.depth() > 0) same([&](StorageBackend& s) { return s.commit_transaction(), 0; });
                break;
            case 18:
                if (memory.depth() > 0) same([&](StorageBackend& s) { return s.rollback_transaction(), 0; });
                break;
            case 19:
                if (below(20) == 0) same([&](StorageBackend& s) { return s.storage_root(1); });
                if (below(20) == 0) same([&](StorageBackend& s) { return s.child_root(child, 1); });
                break;
        }
        if (HasFatalFailure()) return;
    }
    EXPECT_EQ(proven.storage_root(1), memory.storage_root(1));
}

// Source: sp_state_machine::ext (limit_remove_from_backend) of July 2023
TEST_F(ProofStorageTest, LimitCountsKeysOfTheProvenState) {
    State few;
    for (uint8_t i = 0; i < 4; ++i) few.set(Bytes{1, i}, Bytes{i});
    const auto [proof, root] = proof_of(few, {});
    ProofStorage storage(proof, root);
    storage.clear(Bytes{1, 0});
    storage.set(Bytes{1, 200}, Bytes{7});
    const host::Removal first = storage.clear_prefix(Bytes{1}, 2);
    EXPECT_FALSE(first.all_removed);
    EXPECT_EQ(first.count, 2u) << "the one that was removed before counts";
    EXPECT_FALSE(storage.exists(Bytes{1, 200})) << "what was written since goes without being counted";
    EXPECT_FALSE(storage.exists(Bytes{1, 1}));
    EXPECT_TRUE(storage.exists(Bytes{1, 2}));
    const host::Removal rest = storage.clear_prefix(Bytes{1}, 4);
    EXPECT_TRUE(rest.all_removed);
    EXPECT_EQ(rest.count, 4u);
    EXPECT_FALSE(storage.next_key(Bytes{}));
}

// Observed: polkadot-stable2407: the host refuses to write the roots of child tries, without an error.
TEST_F(ProofStorageTest, RootsOfChildTriesAreNotWritten) {
    ProofStorage storage(start.proof, start.root);
    const Bytes key = trie::default_child_root_key(kChildren[0]);
    storage.set(key, Bytes{1});
    storage.clear(key);
    EXPECT_TRUE(storage.clear_prefix(as_bytes(":child"), {}).all_removed);
    EXPECT_EQ(storage.storage_root(1), start.root);
    storage.child_set(kChildren[0], Bytes{1}, Bytes{2});
    const Hash256 child_root = storage.child_root(kChildren[0], 1);
    const auto entered = storage.get(key);
    ASSERT_TRUE(entered);
    EXPECT_EQ(to_bytes(*entered), to_bytes(child_root.bytes));
}

TEST_F(ProofStorageTest, PanicsWhereTheProofLacksANode) {
    const Bytes known[] = {Bytes{0, 0, 0}};
    trie::ProofSource source(start.proof);
    const auto part = trie::generate_proof(start.root, source, known);
    ASSERT_TRUE(part);
    ProofStorage storage(*part, start.root);
    EXPECT_TRUE(storage.exists(known[0]));
    EXPECT_EQ(storage.unused_count(), 0u);
    EXPECT_THROW(storage.get(Bytes{6, 6, 6}), native::Panic);
    storage.set(Bytes{6, 6, 6}, Bytes{1});
    EXPECT_THROW(storage.storage_root(1), native::Panic) << "what stands beside the key is not known";
    EXPECT_THROW(ProofStorage(*part, Hash256{}).exists(known[0]), native::Panic);
}

// A program may execute over a proof while its own state stays as it is.
TEST_F(ProofStorageTest, TakesThePlaceOfTheState) {
    native::Session session;
    session.run([&] {
        host::set(as_bytes("key"), Bytes{1});
        ProofStorage storage(start.proof, start.root);
        {
            const StorageInUse in_use(storage);
            EXPECT_FALSE(host::exists(as_bytes("key")));
            EXPECT_EQ(host::storage_root(1), start.root);
            host::set(as_bytes("key"), Bytes{2});
            memory.set(as_bytes("key"), Bytes{2});
            EXPECT_EQ(host::storage_root(1), memory.storage_root(1));
            host::index_offchain(as_bytes("key"), Bytes{3});
        }
        EXPECT_EQ(host::get(as_bytes("key")), Bytes{1});
        EXPECT_TRUE(native::state().offchain_index().empty());
    });
}

}  // namespace
}  // namespace serinus::sdk
