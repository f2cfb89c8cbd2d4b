// That a range has grown out of another one. Observed: ckb-merkle-mountain-range 0.8.1, pallet-mmr 42
#include "runtime/pallets/mmr/ancestry.hpp"

#include <gtest/gtest.h>

#include <map>

#include "primitives/mmr.hpp"

namespace serinus::pallet_mmr {
namespace {

using primitives::mmr::height_of;
using primitives::mmr::size_of;

constexpr uint64_t kLeaves = 40;

/// All nodes of a range; each leaf is another number.
class GrownRange {
  public:
    GrownRange() {
        for (uint64_t position = 0; position < size_of(kLeaves); ++position) {
            const uint32_t height = height_of(position);
            if (height == 0) {
                hashes_[position].bytes[0] = static_cast<uint8_t>(++leaves_);
                continue;
            }
            const Hash256& left = hashes_.at(position - primitives::mmr::parent_offset(height - 1));
            hashes_[position] = merge(left, hashes_.at(position - 1));
        }
    }
    std::optional<Node> find(uint64_t position) const {
        const auto found = hashes_.find(position);
        return found == hashes_.end() ? std::nullopt : std::optional(Node{found->second});
    }
    FindNode finder() const {
        return [this](uint64_t position) { return find(position); };
    }
    Hash256 root(uint64_t leaf_count) const { return root_of(size_of(leaf_count), finder())->hash; }

  private:
    std::map<uint64_t, Hash256> hashes_;
    uint64_t leaves_ = 0;
};

TEST(MmrAncestry, EachRangeIsProvenInEachLaterOne) {
    const GrownRange range;
    for (uint64_t leaf_count = 2; leaf_count <= kLeaves; ++leaf_count) {
        for (uint64_t prev = 1; prev <= leaf_count; ++prev) {
            const auto proof = prove_ancestry(prev, leaf_count, range.finder());
            ASSERT_TRUE(proof) << prev << " of " << leaf_count;
            EXPECT_TRUE(is_optimal(*proof)) << prev << " of " << leaf_count;
            EXPECT_EQ(root_of_ancestor(*proof), range.root(prev)) << prev << " of " << leaf_count;
            // Without an item no peak, or another number of items.
            for (size_t i = 0; i < proof->items.size(); ++i) {
                AncestryProof shorter = *proof;
                shorter.items.erase(shorter.items.begin() + static_cast<ptrdiff_t>(i));
                EXPECT_FALSE(is_optimal(shorter));
            }
            AncestryProof longer = *proof;
            longer.items.emplace_back(size_of(leaf_count), Hash256{});
            EXPECT_FALSE(root_of_ancestor(longer)) << "a node of no peak";
        }
    }
}

TEST(MmrAncestry, WhatDoesNotFitProvesNothing) {
    const GrownRange range;
    const AncestryProof right = *prove_ancestry(5, 11, range.finder());
    ASSERT_TRUE(root_of_ancestor(right));
    AncestryProof wrong = right;
    wrong.prev_peaks.clear();
    EXPECT_FALSE(root_of_ancestor(wrong));
    wrong = right;
    wrong.prev_peaks.pop_back();
    EXPECT_FALSE(root_of_ancestor(wrong)) << "five leaves have two peaks";
    wrong = right;
    wrong.prev_leaf_count = 0;
    EXPECT_FALSE(root_of_ancestor(wrong));
    wrong = right;
    wrong.leaf_count = 2;
    EXPECT_FALSE(root_of_ancestor(wrong)) << "as many leaves as peaks";
    wrong = right;
    wrong.items.clear();
    EXPECT_FALSE(root_of_ancestor(wrong));
    EXPECT_FALSE(is_optimal(wrong));
    wrong = right;
    std::swap(wrong.items.front().first, wrong.items.back().first);
    EXPECT_TRUE(root_of_ancestor(wrong)) << "items are known by their positions alone";
}

// Observed: pallet-mmr 42: what the proof leads to is compared with nothing.
TEST(MmrAncestry, OtherPeaksGiveAnotherRoot) {
    const GrownRange range;
    AncestryProof proof = *prove_ancestry(6, 11, range.finder());
    const auto root = root_of_ancestor(proof);
    proof.prev_peaks[0].bytes[0] ^= 1;
    EXPECT_TRUE(root_of_ancestor(proof));
    EXPECT_NE(root_of_ancestor(proof), root);
    proof = *prove_ancestry(6, 11, range.finder());
    proof.items[0].second.bytes[0] ^= 1;
    EXPECT_EQ(root_of_ancestor(proof), root);
}

// Observed: ckb-merkle-mountain-range 0.8.1: of one leaf the peaks are left out, so that nothing is proven.
TEST(MmrAncestry, ARangeOfOneLeafHasAnEmptyProof) {
    const GrownRange range;
    const auto proof = prove_ancestry(1, 1, range.finder());
    ASSERT_TRUE(proof);
    EXPECT_EQ(*proof, (AncestryProof{.prev_peaks = {}, .prev_leaf_count = 1, .leaf_count = 1, .items = {}}));
    EXPECT_TRUE(is_optimal(*proof));
    EXPECT_FALSE(root_of_ancestor(*proof));
    EXPECT_FALSE(prove_ancestry(0, 1, range.finder()));
    EXPECT_FALSE(prove_ancestry(1, 1'000, range.finder())) << "nodes that are not stored";
}

}  // namespace
}  // namespace serinus::pallet_mmr
