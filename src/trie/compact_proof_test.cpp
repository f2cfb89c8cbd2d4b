#include "trie/compact_proof.hpp"

#include <gtest/gtest.h>

#include "trie/trie_test_data.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::trie {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Entries;
using test::NodeSet;

constexpr StateVersion kVersions[] = {StateVersion::kV0, StateVersion::kV1};

Bytes text(std::string_view characters) { return to_bytes(as_bytes(characters)); }

Entries random_entries(std::mt19937_64& random, size_t max_count) {
    Entries out;
    for (size_t left = random_between(random, 1, max_count); left > 0; --left) {
        out[test::random_key(random)] = test::random_value(random);
    }
    return out;
}

std::vector<Bytes> random_keys(std::mt19937_64& random) {
    std::vector<Bytes> out(6);
    for (Bytes& key : out) key = test::random_key(random);
    return out;
}

/// A branch without partial key and value; an empty child is left out.
Bytes branch(std::initializer_list<std::pair<uint8_t, BytesView>> children) {
    NodeView node;
    for (const auto& [step, child] : children) {
        node.children_bitmap |= static_cast<uint16_t>(1u << step);
        node.children[step] = child;
    }
    return encode_node(node);
}

/// A leaf that is too long to stand in its parent.
Bytes long_leaf(uint8_t content) {
    Bytes out = {0x42, content, 40 << 2};
    out.resize(out.size() + 40, content);
    return out;
}

TEST(CompactProof, LosesNothing) {
    auto random = seeded_random();
    for (int round = 0; round < 300; ++round) {
        for (const StateVersion version : kVersions) {
            NodeSet nodes;
            const Hash256 root = nodes.build(random_entries(random, 60), version);
            const StorageProof proof = *generate_proof(root, nodes, random_keys(random));
            const auto compact = encode_compact(proof, root);
            ASSERT_TRUE(compact.has_value()) << to_string(compact.error());
            EXPECT_LE(encode_proof_items(*compact).size(), proof.encode().size() + compact->size());
            const auto decoded = decode_compact(*compact, root);
            ASSERT_TRUE(decoded.has_value()) << to_string(decoded.error());
            EXPECT_EQ(decoded->root, root);
            EXPECT_EQ(decoded->proof, proof);
        }
    }
}

// The format, item by item, as the reference implementation's trie_codec.rs describes it.
TEST(CompactProof, LeavesOutTheHashesOfChildrenThatFollow) {
    const Bytes first = long_leaf(0x11);
    const Bytes second = long_leaf(0x22);
    const Hash256 first_hash = hashing::blake2b_256(first);
    const Hash256 second_hash = hashing::blake2b_256(second);
    const Bytes inline_leaf = {0x42, 0x33, 0x04, 0xaa};
    const Bytes root_node = branch({{1, first_hash.bytes}, {5, inline_leaf}, {15, second_hash.bytes}});
    const Hash256 root = hashing::blake2b_256(root_node);

    // Header and no partial key, bitmap 2, 32, 32768, then the Merkle values, each behind its length.
    const Bytes opening = {0x80, 0x22, 0x80};
    const Bytes inline_part = concat(Bytes{0x10}, inline_leaf);
    EXPECT_EQ(encode_compact(StorageProof({root_node, first, second}), root).value(),
              (CompactProof{concat(opening, Bytes{0x00}, inline_part, Bytes{0x00}), first, second}));
    EXPECT_EQ(encode_compact(StorageProof({root_node, second}), root).value(),
              (CompactProof{concat(opening, Bytes{0x80}, first_hash.bytes, inline_part, Bytes{0x00}), second}));
    EXPECT_EQ(encode_compact(StorageProof({root_node}), root).value(), CompactProof{root_node});
}

TEST(CompactProof, PutsAHashedValueBehindItsNode) {
    const Bytes value(33, 0x77);
    const Hash256 hash = hashing::blake2b_256(value);
    const Bytes leaf = concat(Bytes{0x22, 0x12}, hash.bytes);
    const Hash256 leaf_root = hashing::blake2b_256(leaf);
    const CompactProof with_value = {{0x01, 0x42, 0x12, 0x00}, value};
    EXPECT_EQ(encode_compact(StorageProof({leaf, value}), leaf_root).value(), with_value);
    EXPECT_EQ(encode_compact(StorageProof({leaf}), leaf_root).value(), CompactProof{leaf});
    EXPECT_EQ(decode_compact(with_value, leaf_root)->proof, StorageProof({leaf, value}));

    const Bytes child = long_leaf(0x11);
    const Bytes parent =
        concat(Bytes{0x12, 0x12, 0x01, 0x00}, hash.bytes, Bytes{0x80}, hashing::blake2b_256(child).bytes);
    const Hash256 parent_root = hashing::blake2b_256(parent);
    const CompactProof expected = {{0x01, 0xc2, 0x12, 0x01, 0x00, 0x00, 0x00}, value, child};
    EXPECT_EQ(encode_compact(StorageProof({parent, value, child}), parent_root).value(), expected);
    EXPECT_EQ(decode_compact(expected, parent_root)->proof, StorageProof({parent, value, child}));
}

TEST(CompactProof, OfTheEmptyTrieIsItsOneByte) {
    EXPECT_EQ(encode_compact(StorageProof(), empty_root()).value(), CompactProof{{0x00}});
    EXPECT_EQ(decode_compact(CompactProof{{0x00}}, empty_root())->proof, StorageProof({{0x00}}));
}

TEST(CompactProof, ANodeWithTwoParentsComesTwice) {
    const Bytes leaf = long_leaf(0x11);
    const Hash256 hash = hashing::blake2b_256(leaf);
    const Bytes root_node = branch({{0, hash.bytes}, {1, hash.bytes}});
    const Hash256 root = hashing::blake2b_256(root_node);
    const CompactProof expected = {{0x80, 0x03, 0x00, 0x00, 0x00}, leaf, leaf};
    EXPECT_EQ(encode_compact(StorageProof({root_node, leaf}), root).value(), expected);
    EXPECT_EQ(decode_compact(expected, root)->proof, StorageProof({root_node, leaf}));
}

/// A top trie with child tries; each child's nodes, apart.
struct Family {
    NodeSet top;
    Hash256 root;
    std::vector<std::pair<Hash256, NodeSet>> children;  ///< in the order of their keys

    Family(std::mt19937_64& random, StateVersion version, size_t child_count) {
        Entries entries = random_entries(random, 30);
        for (size_t i = 0; i < child_count; ++i) {
            NodeSet nodes;
            const Hash256 child_root = nodes.build(random_entries(random, 20), version);
            entries[default_child_root_key(Bytes{static_cast<uint8_t>(i)})] = to_bytes(child_root.bytes);
            children.emplace_back(child_root, nodes);
        }
        root = top.build(entries, version);
    }

    StorageProof proof(const std::vector<size_t>& with_children) const {
        std::vector<Bytes> items = top.items();
        for (const size_t i : with_children) {
            for (const Bytes& item : children[i].second.items()) items.push_back(item);
        }
        return StorageProof(items);
    }
};

TEST(CompactProof, AppendsTheChildTriesThatTheProofHas) {
    auto random = seeded_random();
    for (int round = 0; round < 50; ++round) {
        for (const StateVersion version : kVersions) {
            const Family family(random, version, 4);
            for (const std::vector<size_t>& present : {std::vector<size_t>{}, {0, 1, 2, 3}, {1, 3}, {2}}) {
                const StorageProof proof = family.proof(present);
                const auto compact = encode_compact(proof, family.root);
                ASSERT_TRUE(compact.has_value());
                CompactProof expected = *encode_compact(family.proof({}), family.root);
                for (const size_t i : present) {
                    const auto& [root, nodes] = family.children[i];
                    for (const Bytes& item : *encode_compact(StorageProof(nodes.items()), root))
                        expected.push_back(item);
                }
                EXPECT_EQ(*compact, expected);
                const auto decoded = decode_compact(*compact, family.root);
                ASSERT_TRUE(decoded.has_value()) << to_string(decoded.error());
                EXPECT_EQ(decoded->proof, proof);
            }
        }
    }
}

TEST(CompactProof, AChildTrieWithoutItsRootIsRefused) {
    auto random = seeded_random();
    const Family family(random, StateVersion::kV1, 1);
    const CompactProof top = *encode_compact(family.proof({}), family.root);
    NodeSet stranger;
    const Hash256 stranger_root = stranger.build(Entries{{{1}, {2}}}, StateVersion::kV1);
    const Bytes strange_item = encode_compact(StorageProof(stranger.items()), stranger_root)->at(0);

    CompactProof proof = top;
    proof.push_back(strange_item);
    EXPECT_EQ(decode_compact(proof, std::nullopt).error(), CompactProofError::kExtraneousChild);

    proof = *encode_compact(family.proof({0}), family.root);
    proof.push_back(strange_item);
    EXPECT_EQ(decode_compact(proof, std::nullopt).error(), CompactProofError::kExtraneousItems);
}

TEST(CompactProof, AChildsRootThatIsNoHashIsRefused) {
    NodeSet nodes;
    const Hash256 root = nodes.build(Entries{{default_child_root_key(Bytes{1}), Bytes(31, 1)}}, StateVersion::kV1);
    EXPECT_EQ(encode_compact(StorageProof(nodes.items()), root).error(), CompactProofError::kInvalidChildRoot);
    EXPECT_EQ(decode_compact(nodes.items(), root).error(), CompactProofError::kInvalidChildRoot);
}

TEST(CompactProof, OfAnotherRootIsRefused) {
    auto random = seeded_random();
    NodeSet nodes;
    const Hash256 root = nodes.build(random_entries(random, 20), StateVersion::kV1);
    const CompactProof compact = *encode_compact(StorageProof(nodes.items()), root);
    EXPECT_EQ(decode_compact(compact, Hash256{}).error(), CompactProofError::kWrongRoot);
    EXPECT_EQ(encode_compact(StorageProof(nodes.items()), Hash256{}).error(), CompactProofError::kWrongRoot);
}

// The value in a node whose value follows as an item of its own is not looked at, so a few changes change nothing.
TEST(CompactProof, NoItemMayBeMissingOrAddedAndNoChangedBitChangesTheNodes) {
    auto random = seeded_random();
    for (int round = 0; round < 12; ++round) {
        NodeSet nodes;
        const Hash256 root = nodes.build(random_entries(random, 12), StateVersion::kV1);
        const StorageProof proof(nodes.items());
        const CompactProof compact = *encode_compact(proof, root);
        for (size_t i = 0; i < compact.size(); ++i) {
            EXPECT_EQ(decode_compact(std::span(compact).first(i), root).error(), CompactProofError::kIncomplete);
            CompactProof changed = compact;
            for (size_t bit = 0; bit < changed[i].size() * 8; ++bit) {
                changed[i][bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
                const auto decoded = decode_compact(changed, root);
                if (decoded) EXPECT_EQ(decoded->proof, proof);
                changed[i][bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
            }
        }
        CompactProof longer = compact;
        longer.push_back({0x00});
        EXPECT_EQ(decode_compact(longer, root).error(), CompactProofError::kExtraneousItems);
    }
}

// Observed: polkadot-stable2407: storage_proof.rs, invalid_compact_proof_does_not_panic_when_decoding.
TEST(CompactProof, ItemsThatAreNoNodesAreMalformed) {
    for (const Bytes& item : {Bytes{135}, Bytes{}, Bytes{0x01}, Bytes{0x01, 0x01, 0x42, 0x12, 0x00}, Bytes{0x02}}) {
        EXPECT_EQ(decode_compact(CompactProof{item, {}}, std::nullopt).error(), CompactProofError::kMalformedNode);
    }
    EXPECT_EQ(decode_compact({}, std::nullopt).error(), CompactProofError::kIncomplete);
    EXPECT_EQ(decode_compact(CompactProof{{0x01, 0x42, 0x12, 0x00}}, std::nullopt).error(),
              CompactProofError::kIncomplete);
    const Bytes too_long_child(33, 0x40);
    EXPECT_EQ(decode_compact(CompactProof{branch({{1, too_long_child}})}, std::nullopt).error(),
              CompactProofError::kMalformedNode);
}

TEST(CompactProof, ItemsThatAreNoNodesCannotBeEncoded) {
    const Bytes no_inline_node = {0x01, 0x02};
    for (const Bytes& bad :
         {Bytes{0x01}, branch({{1, no_inline_node}}), branch({{1, BytesView()}}), branch({{1, Bytes(33, 0x40)}})}) {
        EXPECT_EQ(encode_compact(StorageProof({bad}), hashing::blake2b_256(bad)).error(),
                  CompactProofError::kMalformedNode);
    }
}

TEST(CompactProof, TheDeepestChainIsCodedWithoutRecursion) {
    constexpr size_t kDepth = 200'000;
    std::vector<Bytes> items = {long_leaf(0x11)};
    for (size_t i = 0; i < kDepth; ++i) items.push_back(branch({{3, hashing::blake2b_256(items.back()).bytes}}));
    const Hash256 root = hashing::blake2b_256(items.back());
    const StorageProof proof(items);
    const auto compact = encode_compact(proof, root);
    ASSERT_TRUE(compact.has_value());
    EXPECT_EQ(compact->size(), kDepth + 1);
    EXPECT_EQ(decode_compact(*compact, root)->proof, proof);
}

TEST(CompactProof, AFewNodesThatStandForAnEndlessTrieAreTooLarge) {
    std::vector<Bytes> items = {long_leaf(0x11)};
    for (int i = 0; i < 30; ++i) {
        const Hash256 below = hashing::blake2b_256(items.back());
        items.push_back(branch({{0, below.bytes}, {1, below.bytes}, {2, below.bytes}}));
    }
    const Hash256 root = hashing::blake2b_256(items.back());
    EXPECT_EQ(encode_compact(StorageProof(items), root).error(), CompactProofError::kTooLarge);
}

TEST(CompactProof, TheSearchForChildTriesIsBoundedToo) {
    // The same, below the prefix of child tries; a compact proof can spell out one way and name the others by hash.
    CompactProof compact;
    Bytes node = {0x42, 0x11, 32 << 2};  // at some whole number of bytes, with a value that could be a root
    node.resize(node.size() + 32, 0x99);
    compact.push_back(node);
    for (int i = 0; i < 39; ++i) {
        const Hash256 below = hashing::blake2b_256(node);
        node = branch({{0, below.bytes}, {1, below.bytes}, {2, below.bytes}});
        compact.push_back(branch({{0, BytesView()}, {1, below.bytes}, {2, below.bytes}}));
    }
    const Bytes prefix = text(kDefaultChildPrefix);
    NodeView top;
    top.partial_key = NibblesView(prefix);
    top.children_bitmap = 1;
    top.children[0] = {};
    compact.push_back(encode_node(top));
    std::reverse(compact.begin(), compact.end());
    EXPECT_EQ(decode_compact(compact, std::nullopt).error(), CompactProofError::kTooLarge);
}

TEST(CompactProof, OfKusamasGenesis) {
    const auto entries = test::genesis_entries("kusama.json");
    if (!entries) GTEST_SKIP() << serinus::test::kNoSharedData;
    auto random = seeded_random();
    for (const StateVersion version : kVersions) {
        NodeSet nodes;
        const Hash256 root = nodes.build(*entries, version);
        std::vector<Bytes> keys(100);
        for (Bytes& key : keys) {
            key = std::next(entries->begin(), static_cast<ptrdiff_t>(random_between(random, 0, entries->size() - 1)))
                      ->first;
        }
        const StorageProof proof = *generate_proof(root, nodes, keys);
        const auto compact = encode_compact(proof, root);
        ASSERT_TRUE(compact.has_value());
        EXPECT_LT(encode_proof_items(*compact).size() + 30 * compact->size(), proof.encode().size());
        EXPECT_EQ(decode_compact(*compact, root)->proof, proof);
    }
}

TEST(CompactProof, ErrorsHaveNames) {
    for (uint8_t error = 1; error <= static_cast<uint8_t>(CompactProofError::kTooLarge); ++error) {
        EXPECT_STRNE(to_string(static_cast<CompactProofError>(error)), "unknown");
    }
}

}  // namespace
}  // namespace serinus::trie
