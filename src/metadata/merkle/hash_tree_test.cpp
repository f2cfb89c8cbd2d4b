// Spec: RFC-78
#include "metadata/merkle/hash_tree.hpp"

#include <gtest/gtest.h>

#include "hashing/blake3.hpp"

namespace serinus::metadata::merkle {
namespace {

std::vector<Bytes> leaves(size_t count) {
    std::vector<Bytes> out;
    for (size_t i = 0; i < count; ++i) out.push_back(Bytes(1, static_cast<uint8_t>(i)));
    return out;
}

Hash256 leaf(uint8_t i) { return hashing::blake3_256(Bytes{i}); }
Hash256 node(const Hash256& left, const Hash256& right) { return hashing::blake3_256(concat(left.bytes, right.bytes)); }

TEST(HashTree, HasTheShapesOfTheSpecification) {
    EXPECT_EQ(HashTree(leaves(0)).root(), Hash256{});
    EXPECT_EQ(HashTree(leaves(1)).root(), leaf(0));
    EXPECT_EQ(HashTree(leaves(2)).root(), node(leaf(0), leaf(1)));
    EXPECT_EQ(HashTree(leaves(5)).root(), node(node(node(leaf(3), leaf(4)), leaf(0)), node(leaf(1), leaf(2))));
    EXPECT_EQ(HashTree(leaves(6)).root(),
              node(node(node(leaf(2), leaf(3)), node(leaf(4), leaf(5))), node(leaf(0), leaf(1))));
}

// The order of leaves and nodes: Observed: merkleized-metadata 0.5, whose example is this one.
TEST(HashTree, ProofsHaveTheNodesFromTheRootToTheLeft) {
    const auto proof = HashTree(leaves(4)).prove({1, 3});
    EXPECT_EQ(proof.leaf_indices, (std::vector<uint32_t>{4, 6}));
    EXPECT_EQ(proof.nodes, (std::vector<Hash256>{leaf(0), leaf(2)}));
}

TEST(HashTree, LeavesOfTheLowestLevelComeFirst) {
    const auto proof = HashTree(leaves(5)).prove({0, 1, 4});
    EXPECT_EQ(proof.leaves, (std::vector<uint32_t>{4, 0, 1}));
    EXPECT_EQ(proof.leaf_indices, (std::vector<uint32_t>{8, 4, 5}));
    EXPECT_EQ(proof.nodes, (std::vector<Hash256>{leaf(3), leaf(2)}));
}

TEST(HashTree, EveryProofLeadsToTheRoot) {
    for (size_t count = 1; count <= 9; ++count) {
        const HashTree tree(leaves(count));
        for (uint32_t set = 0; set < 1u << count; ++set) {
            std::vector<uint32_t> wanted;
            for (uint32_t i = 0; i < count; ++i) {
                if ((set >> i & 1) != 0) wanted.push_back(i);
            }
            auto proof = tree.prove(wanted);
            std::vector<Hash256> hashes;
            for (const uint32_t i : proof.leaves) hashes.push_back(leaf(static_cast<uint8_t>(i)));
            EXPECT_EQ(HashTree::root_of(proof, hashes, count), tree.root()) << count << " " << set;
            if (hashes.empty()) continue;
            hashes[0].bytes[0] ^= 1;
            EXPECT_NE(HashTree::root_of(proof, hashes, count), tree.root());
            proof.nodes.emplace_back();
            EXPECT_EQ(HashTree::root_of(proof, hashes, count), std::nullopt) << "a node that nothing needs";
        }
    }
    EXPECT_EQ(HashTree::root_of({.leaves = {0}, .leaf_indices = {7}, .nodes = {}}, {Hash256{}}, 4), std::nullopt);
}

}  // namespace
}  // namespace serinus::metadata::merkle
