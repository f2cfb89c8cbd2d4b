// Proofs of a Merkle mountain range that is built here, node by node.
#include "runtime/pallets/mmr/proof.hpp"

#include <gtest/gtest.h>

#include "primitives/mmr.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_mmr {
namespace {

using primitives::mmr::leaf_position;
using primitives::mmr::size_of;

Hash256 leaf(uint64_t index) { return sdk::host::keccak_256(scale::encode(index)); }

/// All nodes of a range, in order.
struct Range {
    std::vector<Node> nodes;
    uint64_t leaves = 0;

    explicit Range(uint64_t count) {
        while (leaves < count) append();
    }
    void append() {
        nodes.push_back({leaf(leaves++), true});
        while (nodes.size() < size_of(leaves)) {
            // The left child stands before the tree of the right one.
            const uint32_t height = primitives::mmr::height_of(nodes.size()) - 1;
            const size_t right = nodes.size() - 1;
            nodes.push_back({merge(nodes[right - primitives::mmr::sibling_offset(height)].hash, nodes[right].hash)});
        }
    }
    FindNode finder() const {
        return [this](uint64_t position) {
            return position < nodes.size() ? std::optional(nodes[position]) : std::nullopt;
        };
    }
    Node root() const { return root_of(nodes.size(), finder()).value(); }
    std::optional<Proof> proof_of(const std::vector<uint64_t>& indices) const {
        std::vector<uint64_t> positions;
        for (const uint64_t index : indices) positions.push_back(leaf_position(index));
        auto items = prove(nodes.size(), positions, finder());
        if (!items) return std::nullopt;
        return Proof{indices, leaves, *std::move(items)};
    }
};

std::optional<Node> root_by(const Proof& proof) {
    std::vector<Hash256> hashes;
    for (const uint64_t index : proof.leaf_indices) hashes.push_back(leaf(index));
    return calculate_root(proof, hashes);
}

TEST(MmrProof, RootOfThreeLeavesBagsThePeaksFromTheRight) {
    const Range range(3);
    EXPECT_EQ(range.root().hash, merge(leaf(2), merge(leaf(0), leaf(1))));
    EXPECT_EQ(Range(1).root(), (Node{leaf(0), true}));
}

TEST(MmrProof, EverySetOfLeavesOfASmallRangeIsProved) {
    for (uint64_t count = 1; count <= 9; ++count) {
        const Range range(count);
        for (uint32_t chosen = 1; chosen < (1u << count); ++chosen) {
            std::vector<uint64_t> indices;
            for (uint64_t i = 0; i < count; ++i) {
                if (chosen >> i & 1) indices.push_back(i);
            }
            const auto proof = range.proof_of(indices);
            ASSERT_TRUE(proof);
            EXPECT_EQ(root_by(*proof), range.root()) << count << " " << chosen;
            EXPECT_LE(proof->items.size() + indices.size(), count) << "as the pallet demands";
        }
    }
}

TEST(MmrProof, LeavesMayComeInAnyOrderAndTwice) {
    const Range range(21);
    const auto proof = range.proof_of({20, 3, 3, 0});
    ASSERT_TRUE(proof);
    EXPECT_EQ(root_by(*proof), range.root());
}

TEST(MmrProof, NothingIsProvedThatIsNotThere) {
    const Range range(21);
    EXPECT_FALSE(range.proof_of({}));
    EXPECT_FALSE(range.proof_of({21}));
    EXPECT_FALSE(prove(range.nodes.size(), {2}, range.finder())) << "an inner node";
    EXPECT_FALSE(prove(size_of(22), {0}, range.finder())) << "a peak is missing";
    EXPECT_FALSE(root_of(0, range.finder()));
}

TEST(MmrProof, WrongProofsGiveAnotherRootOrNone) {
    const Range range(21);
    const Proof good = *range.proof_of({2, 17});
    for (size_t i = 0; i < good.items.size(); ++i) {
        Proof wrong = good;
        wrong.items[i].bytes[0] ^= 1;
        EXPECT_NE(root_by(wrong), range.root());
        wrong = good;
        wrong.items.erase(wrong.items.begin() + static_cast<ptrdiff_t>(i));
        EXPECT_NE(root_by(wrong), range.root());
    }
    Proof more = good;
    more.items.push_back({});
    EXPECT_NE(root_by(more), range.root()) << "one more counts as the bagged peaks on the right";
    more.items.push_back({});
    EXPECT_FALSE(root_by(more));
    Proof fewer = good;
    fewer.leaf_indices = {2};
    EXPECT_NE(root_by(fewer), range.root());
    EXPECT_FALSE(calculate_root(good, std::vector{leaf(2)})) << "a leaf for each index";
    EXPECT_FALSE(calculate_root(Proof{{}, 21, {}}, {}));
}

// Numbers from outside: an answer comes, whichever.
TEST(MmrProof, NumbersThatNoRangeHasEnd) {
    const std::vector<Hash256> items(64, leaf(1));
    for (const uint64_t count : {uint64_t{0}, ~uint64_t{0}, uint64_t{1} << 63, (uint64_t{1} << 62) + 3}) {
        for (const uint64_t index : {uint64_t{0}, ~uint64_t{0}, uint64_t{1} << 62, uint64_t{1} << 63}) {
            calculate_root(Proof{{index}, count, items}, std::vector{leaf(0)});
            calculate_root(Proof{{index}, count, {}}, std::vector{leaf(0)});
        }
    }
}

}  // namespace
}  // namespace serinus::pallet_mmr
