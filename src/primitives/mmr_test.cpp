// Positions in a Merkle mountain range, against one that is built leaf by leaf.
#include "primitives/mmr.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::primitives::mmr {
namespace {

/// A range as it grows: the height and the leaf of each node, and the peaks.
struct Grown {
    std::vector<uint32_t> heights;
    std::vector<uint64_t> leaves, peaks;

    void append(uint64_t leaf) {
        peaks.push_back(heights.size());
        heights.push_back(0);
        leaves.push_back(leaf);
        while (peaks.size() > 1 && heights[peaks.back()] == heights[peaks[peaks.size() - 2]]) {
            const uint32_t height = heights[peaks.back()] + 1;
            peaks.resize(peaks.size() - 2);
            peaks.push_back(heights.size());
            heights.push_back(height);
            leaves.push_back(leaf);
        }
    }
};

TEST(Mmr, PositionsAreThoseOfARangeThatGrows) {
    Grown grown;
    for (uint64_t leaf = 0; leaf < 300; ++leaf) {
        const uint64_t before = grown.heights.size();
        EXPECT_EQ(size_of(leaf), before);
        EXPECT_EQ(leaf_position(leaf), before);
        grown.append(leaf);
        EXPECT_EQ(nodes_added_by(leaf), grown.heights.size() - before);
        EXPECT_EQ(peaks_of(size_of(leaf + 1)), grown.peaks) << leaf;
    }
    for (uint64_t position = 0; position < grown.heights.size(); ++position) {
        EXPECT_EQ(height_of(position), grown.heights[position]) << position;
        EXPECT_EQ(leaf_that_added(position), grown.leaves[position]) << position;
    }
}

TEST(Mmr, ChildrenStandBeforeTheirParent) {
    // 0 1 -> 2, 3 4 -> 5, 2 5 -> 6
    EXPECT_FALSE(is_right_child(0, 0));
    EXPECT_TRUE(is_right_child(1, 0));
    EXPECT_FALSE(is_right_child(2, 1));
    EXPECT_TRUE(is_right_child(5, 1));
    EXPECT_EQ(0 + sibling_offset(0), 1u);
    EXPECT_EQ(0 + parent_offset(0), 2u);
    EXPECT_EQ(2 + sibling_offset(1), 5u);
    EXPECT_EQ(2 + parent_offset(1), 6u);
}

// Numbers from outside: whatever comes out, it comes.
TEST(Mmr, LargestNumbersEnd) {
    for (const uint64_t number :
         {~uint64_t{0}, ~uint64_t{0} - 1, ~uint64_t{0} - 2, uint64_t{1} << 63, (uint64_t{1} << 63) - 1}) {
        height_of(number);
        leaf_position(number);
        EXPECT_LE(peaks_of(number).size(), 65u);
        EXPECT_LE(peaks_of(size_of(number)).size(), 65u);
    }
    EXPECT_EQ(peaks_of(0), std::vector<uint64_t>{0});
    EXPECT_TRUE(peaks_of(~uint64_t{0}).empty());
}

// Observed: sp-mmr-primitives 44.0.0, utils.rs: node_temp_offchain_key, node_canon_offchain_key
TEST(Mmr, KeysOfTheOffchainIndex) {
    EXPECT_EQ(to_hex(canonical_key(5)), "0c6d6d720500000000000000");
    EXPECT_EQ(to_hex(fork_key(5, Hash256{{1}})),
              "0c6d6d720500000000000000"
              "01" +
                  std::string(62, '0'));
}

}  // namespace
}  // namespace serinus::primitives::mmr
