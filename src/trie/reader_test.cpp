#include "trie/reader.hpp"

#include <gtest/gtest.h>

#include "hashing/hashing.hpp"
#include "trie/trie_test_data.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::trie {
namespace {

using namespace serinus::literals;

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Entries;
using test::NodeSet;

constexpr StateVersion kVersions[] = {StateVersion::kV0, StateVersion::kV1};

Entries random_entries(std::mt19937_64& random, size_t max_count) {
    Entries out;
    for (size_t left = random_between(random, 0, max_count); left > 0; --left) {
        out[test::random_key(random)] = test::random_value(random);
    }
    return out;
}

Bytes key_of(const std::optional<Bytes>& key) { return key ? *key : Bytes{0xee}; }

/// Everything from the cursor's place on.
Entries rest_of(TrieCursor& cursor) {
    Entries out;
    for (;;) {
        const auto found = cursor.next();
        EXPECT_TRUE(found.has_value());
        if (!found || !*found) return out;
        const Bytes key = to_bytes(cursor.key());
        EXPECT_TRUE(out.empty() || out.rbegin()->first < key);
        const auto value = cursor.value();
        EXPECT_TRUE(value.has_value());
        if (value) out[key] = to_bytes(*value);
    }
}

Bytes branch_to(uint8_t step, BytesView child) {
    NodeView node;
    node.children_bitmap = static_cast<uint16_t>(1u << step);
    node.children[step] = child;
    return encode_node(node);
}

TEST(TrieReader, FindsEveryEntryAndNoOther) {
    auto random = seeded_random();
    for (int round = 0; round < 200; ++round) {
        for (const StateVersion version : kVersions) {
            const Entries entries = random_entries(random, 60);
            NodeSet nodes;
            const TrieReader reader(nodes, nodes.build(entries, version));
            for (const auto& [key, value] : entries) {
                const auto found = reader.get(key);
                ASSERT_TRUE(found.has_value() && found->has_value());
                EXPECT_TRUE(equal(**found, value));
            }
            for (int i = 0; i < 50; ++i) {
                const Bytes key = test::random_key(random, 7);
                const auto found = reader.get(key);
                ASSERT_TRUE(found.has_value());
                EXPECT_EQ(found->has_value(), entries.contains(key));
            }
        }
    }
}

TEST(TrieReader, NextKeyIsTheFirstGreaterOne) {
    auto random = seeded_random();
    for (int round = 0; round < 200; ++round) {
        const Entries entries = random_entries(random, 40);
        NodeSet nodes;
        const TrieReader reader(nodes, nodes.build(entries, StateVersion::kV1));
        for (int i = 0; i < 60; ++i) {
            const Bytes key = test::random_key(random, 7);
            const auto next = reader.next_key(key);
            ASSERT_TRUE(next.has_value());
            const auto expected = entries.upper_bound(key);
            EXPECT_EQ(next->has_value(), expected != entries.end());
            if (expected != entries.end()) EXPECT_EQ(key_of(*next), expected->first);
        }
    }
}

// Spec: defn-merkle-value. Two entries whose keys part after the third nibble, by hand.
TEST(TrieReader, TheClosestMerkleValueIsThatOfTheFirstNodeAtOrBelowAKey) {
    NodeSet nodes;
    const Entries entries{{"1234"_hex, Bytes(40, 1)}, {"1235"_hex, "02"_hex}};
    const TrieReader reader(nodes, nodes.build(entries, StateVersion::kV0));
    const auto closest = [&](const char* key) { return *reader.closest_merkle_value(*from_hex(key)); };

    // The root is a branch with the partial key 123.
    const Hash256 root = test::root_of(entries, StateVersion::kV0);
    for (const char* key : {"", "12"}) EXPECT_EQ(closest(key), to_bytes(root.bytes));
    // Leaves without a partial key (0x40), then the length of the value: the long one by its hash, the short one
    // itself.
    const Bytes long_leaf = concat("40a0"_hex, Bytes(40, 1));
    EXPECT_EQ(closest("1234"), to_bytes(hashing::blake2b_256(long_leaf).bytes));
    EXPECT_EQ(closest("1235"), "400402"_hex);
    for (const char* key : {"1236", "13", "123400", "00"}) EXPECT_EQ(closest(key), std::nullopt);

    NodeSet nothing;
    EXPECT_EQ(*TrieReader(nothing, empty_root()).closest_merkle_value({}), std::nullopt);
}

// The purpose of the Merkle value: it changes with any entry under a prefix.
TEST(TrieReader, ClosestMerkleValuesChangeWithTheEntriesUnderAKey) {
    auto random = seeded_random();
    for (int round = 0; round < 100; ++round) {
        const Entries before = random_entries(random, 30);
        Entries after = before;
        after[test::random_key(random)] = test::random_value(random);
        NodeSet nodes;
        const TrieReader reader(nodes, nodes.build(before, StateVersion::kV1));
        const TrieReader changed(nodes, nodes.build(after, StateVersion::kV1));
        for (int i = 0; i < 30; ++i) {
            const Bytes key = test::random_key(random, 4);
            const auto under = [&](const Entries& entries) {
                Entries out;
                for (const auto& [name, value] : entries) {
                    if (name.size() >= key.size() && equal(BytesView(name).first(key.size()), key)) out[name] = value;
                }
                return out;
            };
            const auto value = *reader.closest_merkle_value(key);
            EXPECT_EQ(value.has_value(), !under(before).empty());
            if (under(before) != under(after)) EXPECT_NE(value, *changed.closest_merkle_value(key));
        }
    }
}

TEST(TrieCursor, WalksInOrderFromAnyKeyAndUnderAnyPrefix) {
    auto random = seeded_random();
    for (int round = 0; round < 200; ++round) {
        for (const StateVersion version : kVersions) {
            const Entries entries = random_entries(random, 40);
            NodeSet nodes;
            const Hash256 root = nodes.build(entries, version);
            TrieCursor all(nodes, root);
            EXPECT_EQ(rest_of(all), entries);
            for (int i = 0; i < 20; ++i) {
                const Bytes key = test::random_key(random, 4);
                TrieCursor cursor(nodes, root);
                ASSERT_TRUE(cursor.seek(key).has_value());
                EXPECT_EQ(rest_of(cursor), Entries(entries.lower_bound(key), entries.end()));

                Entries with_prefix;
                for (const auto& entry : entries) {
                    if (entry.first.size() >= key.size() && equal(BytesView(entry.first).first(key.size()), key)) {
                        with_prefix.insert(entry);
                    }
                }
                ASSERT_TRUE(cursor.seek_prefix(key).has_value());
                EXPECT_EQ(rest_of(cursor), with_prefix);
            }
        }
    }
}

TEST(TrieReader, TheEmptyTrieNeedsNoNode) {
    NodeSet nothing;
    const TrieReader reader(nothing, empty_root());
    EXPECT_FALSE(reader.get(Bytes{1})->has_value());
    EXPECT_FALSE(reader.next_key({})->has_value());
    EXPECT_EQ(nothing.requests, 0u);
}

TEST(TrieReader, AMissingNodeIsAnErrorOnlyForTheKeysBehindIt) {
    auto random = seeded_random();
    for (int round = 0; round < 100; ++round) {
        const Entries entries = random_entries(random, 30);
        NodeSet nodes;
        const Hash256 root = nodes.build(entries, StateVersion::kV1);
        const NodeSet whole = nodes;
        for (const auto& [hash, bytes] : whole.nodes) {
            nodes = whole;
            nodes.nodes.erase(hash);
            const TrieReader reader(nodes, root);
            for (const auto& [key, value] : entries) {
                const auto found = reader.get(key);
                if (found) {
                    ASSERT_TRUE(found->has_value());
                    EXPECT_TRUE(equal(**found, value));
                } else {
                    EXPECT_EQ(found.error(), ReadError::kMissing);
                }
            }
        }
    }
}

TEST(TrieCursor, GoesOnBehindWhatIsMissing) {
    const Bytes long_value(40, 7);
    const Entries entries = {{{0x11, 1}, long_value}, {{0x22, 2}, long_value}, {{0x33, 3}, long_value}};
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV0);
    const TrieReader whole(nodes, root);
    std::erase_if(nodes.nodes, [&](const auto& node) {
        const auto decoded = decode_node(node.second);
        return decoded->children_bitmap == 0 && decoded->partial_key[0] == 2;
    });
    TrieCursor cursor(nodes, root);
    EXPECT_TRUE(*cursor.next());
    EXPECT_EQ(cursor.key()[0], 0x11);
    EXPECT_EQ(cursor.next().error(), ReadError::kMissing);
    EXPECT_TRUE(*cursor.next());
    EXPECT_EQ(cursor.key()[0], 0x33);
    EXPECT_FALSE(*cursor.next());
    EXPECT_EQ(whole.next_key(Bytes{0x11, 1}).error(), ReadError::kMissing);
}

TEST(TrieReader, WhatIsNoNodeIsMalformed) {
    NodeSet nodes;
    for (const Bytes& bytes : {Bytes{}, Bytes{0x01}, Bytes{0x41, 0x11, 0x00}, Bytes{0x80, 0x00, 0x00}}) {
        const TrieReader reader(nodes, nodes.add(bytes));
        EXPECT_EQ(reader.get(Bytes{0x11}).error(), ReadError::kMalformedNode);
        EXPECT_EQ(reader.next_key({}).error(), ReadError::kMalformedNode);
    }
}

TEST(TrieReader, AMerkleValueOfNoByteOrOfMoreThan32IsMalformed) {
    NodeSet nodes;
    for (const Bytes& child : {Bytes{}, Bytes(33, 0x40)}) {
        const TrieReader reader(nodes, nodes.add(branch_to(1, child)));
        EXPECT_EQ(reader.get(Bytes{0x11}).error(), ReadError::kMalformedNode);
        EXPECT_FALSE(reader.get(Bytes{0x21})->has_value());
        EXPECT_EQ(reader.next_key({}).error(), ReadError::kMalformedNode);
    }
}

TEST(TrieCursor, AnEntryBetweenTwoBytesIsMalformed) {
    NodeSet nodes;
    const TrieReader reader(nodes, nodes.add({0x41, 0x01, 0x04, 0xaa}));  // a leaf at the single nibble 1
    EXPECT_EQ(reader.next_key({}).error(), ReadError::kMalformedNode);
    EXPECT_FALSE(reader.get(Bytes{0x11})->has_value());
}

TEST(TrieReader, TheEmptyNodeBelowTheRootHasNoEntry) {
    NodeSet nodes;
    const TrieReader reader(nodes, nodes.add(branch_to(1, Bytes{0})));
    EXPECT_FALSE(reader.get(Bytes{0x11})->has_value());
    EXPECT_EQ(reader.next_key({}).error(), ReadError::kMalformedNode);
}

TEST(TrieReader, TheDeepestChainOfNodesIsWalkedWithoutRecursion) {
    constexpr size_t kDepth = 60'000;  // more than a stack of 8 MiB would take
    NodeSet nodes;
    Bytes node = {0x40, 0x04, 0xaa};
    node.resize(40);  // bytes behind a node are accepted: here they make it long enough for a hash
    for (size_t i = 0; i < kDepth; ++i) node = branch_to(0, nodes.add(node).bytes);
    const TrieReader reader(nodes, nodes.add(node));
    const Bytes deepest(kDepth / 2, 0);
    EXPECT_EQ(key_of(*reader.next_key({})), deepest);
    EXPECT_TRUE(equal(**reader.get(deepest), Bytes{0xaa}));
    EXPECT_FALSE(reader.next_key(deepest)->has_value());
}

TEST(TrieReader, ErrorsHaveNames) {
    for (const ReadError error : {ReadError::kMissing, ReadError::kSourceFailed, ReadError::kMalformedNode}) {
        EXPECT_STRNE(to_string(error), "unknown");
    }
}

TEST(TrieReader, ASourceThatFailsIsNotTakenForOneThatLacksANode) {
    struct : NodeSource {
        Result<BytesView, SourceError> node_at(const NibblePath&, const Hash256&) override {
            return SourceError::kFailed;
        }
        Result<BytesView, SourceError> value_at(const NibblePath&, const Hash256&) override {
            return SourceError::kFailed;
        }
    } broken;
    EXPECT_EQ(TrieReader(broken, Hash256{}).get(Bytes{1}).error(), ReadError::kSourceFailed);
}

}  // namespace
}  // namespace serinus::trie
