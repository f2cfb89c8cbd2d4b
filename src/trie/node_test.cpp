#include "trie/node.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::trie {
namespace {

using namespace serinus::literals;

NodeError error_of(BytesView encoding) {
    const auto node = decode_node(encoding);
    EXPECT_FALSE(node.has_value()) << to_hex(encoding);
    return node ? NodeError{} : node.error();
}

std::string partial_key_of(BytesView encoding) { return NibblePath((*decode_node(encoding)).partial_key).to_string(); }

Bytes header(NodeVariant variant, size_t nibbles) {
    Bytes out(header_bound(nibbles));
    out.resize(static_cast<size_t>(write_header(out.data(), variant, nibbles) - out.data()));
    return out;
}

// Spec: defn-node-header
TEST(NodeHeader, FirstBitsSayTheVariant) {
    EXPECT_EQ(decode_node("4004aa"_hex)->variant, NodeVariant::kLeaf);  // 01
    EXPECT_EQ(decode_node("800100"
                          "0400"_hex)
                  ->variant,
              NodeVariant::kBranch);  // 10
    EXPECT_EQ(decode_node("c00100"
                          "04aa"
                          "0400"_hex)
                  ->variant,
              NodeVariant::kBranchWithValue);                                                   // 11
    EXPECT_EQ(decode_node(concat("20"_hex, Bytes(32, 1)))->variant, NodeVariant::kHashedLeaf);  // 001
    EXPECT_EQ(decode_node(concat("100100"_hex, Bytes(32, 1), "0400"_hex))->variant,
              NodeVariant::kHashedBranch);  // 0001
    EXPECT_EQ(decode_node("00"_hex)->variant, NodeVariant::kEmpty);
}

// Spec: defn-node-header. Every other byte that begins with 0000 is kept for later; 01 escapes items of compact proofs.
TEST(NodeHeader, ReservedVariantsAreRefused) {
    for (uint8_t first = 0x01; first < 0x10; ++first) {
        const Bytes encoding = concat(Bytes{first}, Bytes(100, 0));
        EXPECT_EQ(error_of(encoding), NodeError::kUnknownVariant);
    }
}

// Spec: defn-node-header. A length that fills the bits of the first byte goes on: 63 = 63 + 0.
TEST(NodeHeader, LengthThatFillsTheFirstByteTakesASecond) {
    EXPECT_EQ(header(NodeVariant::kLeaf, 62), "7e"_hex);
    EXPECT_EQ(header(NodeVariant::kLeaf, 63), "7f00"_hex);
    EXPECT_EQ(header(NodeVariant::kBranch, 63), "bf00"_hex);
    EXPECT_EQ(header(NodeVariant::kBranchWithValue, 64), "ff01"_hex);
    EXPECT_EQ(header(NodeVariant::kHashedLeaf, 30), "3e"_hex);
    EXPECT_EQ(header(NodeVariant::kHashedLeaf, 31), "3f00"_hex);
    EXPECT_EQ(header(NodeVariant::kHashedBranch, 14), "1e"_hex);
    EXPECT_EQ(header(NodeVariant::kHashedBranch, 15), "1f00"_hex);
}

// Spec: defn-node-header. Likewise for each byte of 255: 317 = 63 + 254, 318 = 63 + 255 + 0, 574 = 63 + 255 + 255 + 1.
TEST(NodeHeader, LengthByteOf255IsFollowedByAnother) {
    EXPECT_EQ(header(NodeVariant::kLeaf, 317), "7ffe"_hex);
    EXPECT_EQ(header(NodeVariant::kLeaf, 318), "7fff00"_hex);
    EXPECT_EQ(header(NodeVariant::kLeaf, 574), "7fffff01"_hex);
    EXPECT_EQ(header(NodeVariant::kHashedBranch, 15 + 255), "1fff00"_hex);
}

TEST(NodeHeader, EveryLengthComesBack) {
    using enum NodeVariant;
    for (const NodeVariant variant : {kLeaf, kBranch, kBranchWithValue, kHashedLeaf, kHashedBranch}) {
        for (size_t nibbles = 0; nibbles < 1200; ++nibbles) {
            NodeView node;
            const Bytes key(600, 0x11);
            const Bytes value(32, 3);
            node.partial_key = NibblesView(key).slice(0, nibbles);
            node.value_kind = variant == kBranch                                   ? ValueKind::kNone
                              : variant == kHashedLeaf || variant == kHashedBranch ? ValueKind::kHash
                                                                                   : ValueKind::kInline;
            if (variant != kBranch) node.value = value;
            if (variant != kLeaf && variant != kHashedLeaf) node.children_bitmap = 1;
            const Bytes encoding = encode_node(node);
            const auto decoded = decode_node(encoding);
            ASSERT_TRUE(decoded.has_value());
            ASSERT_EQ(decoded->variant, variant);
            ASSERT_EQ(decoded->partial_key.size(), nibbles);
            ASSERT_EQ(decoded->size, encoding.size());
            ASSERT_TRUE(encoding.size() >= header(variant, nibbles).size());
        }
    }
}

// Spec: defn-node-key
TEST(Node, OddPartialKeyBeginsWithAZeroHalfByte) {
    EXPECT_EQ(partial_key_of("430abc04aa"_hex), "abc");
    EXPECT_EQ(partial_key_of("44abcd04aa"_hex), "abcd");
    EXPECT_EQ(error_of("431abc04aa"_hex), NodeError::kBadPadding);
    EXPECT_EQ(error_of(concat("211a"_hex, Bytes(32, 1))), NodeError::kBadPadding);
    EXPECT_EQ(error_of("811a0100"
                       "0400"_hex),
              NodeError::kBadPadding);
}

// Spec: defn-node-value, defn-node-subvalue
TEST(Node, LeafHoldsItsValueBehindItsLength) {
    const Bytes encoding = "42ab0cc0ffee"_hex;
    const auto leaf = decode_node(encoding);
    ASSERT_TRUE(leaf.has_value());
    EXPECT_EQ(leaf->value_kind, ValueKind::kInline);
    EXPECT_EQ(to_bytes(leaf->value), "c0ffee"_hex);
    EXPECT_EQ(leaf->children_bitmap, 0);
    EXPECT_EQ(to_bytes(decode_node("42ab00"_hex)->value), ""_hex);  // an empty value is a value
    EXPECT_EQ(decode_node("42ab00"_hex)->value_kind, ValueKind::kInline);
}

// Spec: defn-hashed-subvalue
TEST(Node, HashedValueHasNoLength) {
    const Bytes encoding = concat("22ab"_hex, Bytes(32, 7));
    EXPECT_EQ(decode_node(encoding)->value_kind, ValueKind::kHash);
    EXPECT_EQ(to_bytes(decode_node(encoding)->value), Bytes(32, 7));
    EXPECT_EQ(error_of(BytesView(encoding).first(33)), NodeError::kTruncated);
}

// Spec: defn-children-bitmap. Bit i of the little-endian number stands for child i.
TEST(Node, BitmapSaysWhichChildrenFollow) {
    const Bytes encoding = concat(
        "810a"
        "0280"
        "0c414243"
        "80"_hex,
        Bytes(32, 9));
    const auto branch = decode_node(encoding);
    ASSERT_TRUE(branch.has_value());
    EXPECT_EQ(branch->children_bitmap, 1 << 1 | 1 << 15);
    EXPECT_EQ(to_bytes(branch->children[1]), "414243"_hex);
    EXPECT_EQ(to_bytes(branch->children[15]), Bytes(32, 9));
    EXPECT_EQ(branch->value_kind, ValueKind::kNone);
    EXPECT_EQ(encode_node(*branch), encoding);
    EXPECT_EQ(error_of("810a"
                       "0000"_hex),
              NodeError::kNoChildren);
}

TEST(Node, BranchMayHaveAValueOrItsHash) {
    const Bytes with_value =
        "c00100"
        "08aabb"
        "0400"_hex;
    EXPECT_EQ(to_bytes(decode_node(with_value)->value), "aabb"_hex);
    EXPECT_EQ(encode_node(*decode_node(with_value)), with_value);
    const Bytes with_hash = concat("100100"_hex, Bytes(32, 5), "0400"_hex);
    EXPECT_EQ(decode_node(with_hash)->value_kind, ValueKind::kHash);
    EXPECT_EQ(encode_node(*decode_node(with_hash)), with_hash);
}

TEST(Node, EveryTruncationIsRefused) {
    const Bytes encodings[] = {"430abc0cc0ffee"_hex, concat("22ab"_hex, Bytes(32, 7)),
                               concat("810a"
                                      "0280"
                                      "0c414243"
                                      "80"_hex,
                                      Bytes(32, 9)),
                               concat("1f00"_hex, Bytes(8), "0100"_hex, Bytes(32, 5), "0400"_hex),
                               concat("7fff00"_hex, Bytes(159), "04aa"_hex)};
    for (const Bytes& encoding : encodings) {
        ASSERT_TRUE(decode_node(encoding).has_value()) << to_hex(encoding);
        for (size_t size = 0; size < encoding.size(); ++size) {
            EXPECT_EQ(error_of(BytesView(encoding).first(size)), NodeError::kTruncated) << to_hex(encoding) << size;
        }
    }
}

TEST(Node, LengthsMustBeShortest) {
    EXPECT_EQ(error_of(concat("40"
                              "0500"_hex,
                              Bytes(80))),
              NodeError::kNonCanonicalLength);  // 1 in two bytes
    EXPECT_EQ(error_of(concat("40"
                              "06000000"_hex,
                              Bytes(80))),
              NodeError::kNonCanonicalLength);  // 1 in four
    EXPECT_EQ(error_of(concat("40"
                              "0301000000"_hex,
                              Bytes(80))),
              NodeError::kNonCanonicalLength);  // 1 in five
    EXPECT_EQ(error_of(concat("40"
                              "070000000001"_hex,
                              Bytes(80))),
              NodeError::kNonCanonicalLength);  // 2^32
    EXPECT_EQ(error_of("40"
                       "0300000040"_hex),
              NodeError::kTruncated);  // 2^30 bytes, not here
    EXPECT_TRUE(decode_node(concat("40"
                                   "0101"_hex,
                                   Bytes(64)))
                    .has_value());
}

// Observed: polkadot-stable2407: the reference decoder does not ask whether the node ends where its encoding does.
TEST(Node, WhatFollowsANodeIsIgnored) {
    EXPECT_EQ(decode_node("4004aaffff"_hex)->size, 3u);
    EXPECT_EQ(decode_node("00ff"_hex)->size, 1u);
}

// Observed: polkadot-stable2407: nor how large a Merkle value is; that matters to readers below it.
TEST(Node, MerkleValuesOfAnySizeAreRead) {
    const Bytes encoding = concat(
        "800300"
        "00"
        "84"_hex,
        Bytes(33, 1));
    ASSERT_TRUE(decode_node(encoding).has_value());
    EXPECT_EQ(decode_node(encoding)->children[0].size(), 0u);
    EXPECT_EQ(decode_node(encoding)->children[1].size(), 33u);
    EXPECT_EQ(encode_node(*decode_node(encoding)), encoding);
}

TEST(Node, RandomBytesAreRefusedOrComeBackAsTheyWere) {
    auto random = serinus::test::seeded_random();
    size_t accepted = 0;
    for (int i = 0; i < 200000; ++i) {
        const Bytes input = serinus::test::random_bytes(random, serinus::test::random_between(random, 0, 60));
        const auto node = decode_node(input);
        if (!node) continue;
        ++accepted;
        ASSERT_EQ(encode_node(*node), to_bytes(BytesView(input).first(node->size)));
    }
    EXPECT_GT(accepted, 100u);
}

// Spec: defn-merkle-value
TEST(MerkleValue, EncodingsOf32BytesAndMoreAreHashed) {
    EXPECT_EQ(to_bytes(MerkleValue::of(Bytes(31, 1)).view()), Bytes(31, 1));
    EXPECT_FALSE(MerkleValue::of(Bytes(31, 1)).is_hash());
    EXPECT_TRUE(MerkleValue::of(Bytes(32, 1)).is_hash());
    EXPECT_NE(to_bytes(MerkleValue::of(Bytes(32, 1)).view()), Bytes(32, 1));
}

}  // namespace
}  // namespace serinus::trie
