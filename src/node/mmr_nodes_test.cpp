#include "node/mmr_nodes.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "primitives/mmr.hpp"

namespace serinus::node {
namespace {

namespace mmr = primitives::mmr;

Hash256 hash_of(uint8_t number) {
    Hash256 out{};
    out.bytes[0] = number;
    return out;
}

class MmrNodesTest : public testing::Test {
  protected:
    /// As a block with that parent indexes the nodes of its leaf.
    void index(uint64_t leaf, uint8_t parent) {
        for (uint64_t i = 0; i < mmr::nodes_added_by(leaf); ++i) {
            const uint64_t position = mmr::leaf_position(leaf) + i;
            ASSERT_TRUE(storage_->set(mmr::fork_key(position, hash_of(parent)), node(position, parent)));
        }
    }
    static Bytes node(uint64_t position, uint8_t parent) { return {static_cast<uint8_t>(position), parent}; }
    std::optional<Bytes> get(const Bytes& key) { return storage_->get(key).value(); }

    std::unique_ptr<executor::LocalStorage> storage_ = executor::make_memory_local_storage();
};

// The fourth leaf completes a tree of two and one of four: it brings the nodes 4, 5 and 6.
TEST_F(MmrNodesTest, AFinalBlockGivesAllItsNodesTheirFinalKey) {
    index(3, 1);
    EXPECT_EQ(make_canonical(*storage_, 3, hash_of(1)), true);
    for (const uint64_t position : {4, 5, 6}) {
        EXPECT_EQ(get(mmr::canonical_key(position)), node(position, 1)) << position;
        EXPECT_EQ(get(mmr::fork_key(position, hash_of(1))), std::nullopt) << position;
    }
    EXPECT_EQ(get(mmr::canonical_key(3)), std::nullopt);
    EXPECT_EQ(get(mmr::canonical_key(7)), std::nullopt);
}

TEST_F(MmrNodesTest, ABlockOfAnotherForkIsLeftAlone) {
    index(3, 1);
    index(3, 2);
    EXPECT_EQ(make_canonical(*storage_, 3, hash_of(2)), true);
    EXPECT_EQ(get(mmr::canonical_key(4)), node(4, 2));
    EXPECT_EQ(get(mmr::fork_key(4, hash_of(1))), node(4, 1));
    EXPECT_TRUE(remove_fork(*storage_, 3, hash_of(1)));
    for (const uint64_t position : {4, 5, 6}) {
        EXPECT_EQ(get(mmr::fork_key(position, hash_of(1))), std::nullopt) << position;
        EXPECT_EQ(get(mmr::canonical_key(position)), node(position, 2)) << position;
    }
}

TEST_F(MmrNodesTest, TwiceDoesNoHarmAndFindsNothing) {
    index(0, 1);
    EXPECT_EQ(make_canonical(*storage_, 0, hash_of(1)), true);
    EXPECT_EQ(make_canonical(*storage_, 0, hash_of(1)), false);
    EXPECT_EQ(get(mmr::canonical_key(0)), node(0, 1));
}

// A loss of power between the writes: the upper node was moved.
TEST_F(MmrNodesTest, WhatWasMovedInPartIsMovedWhole) {
    index(1, 1);
    ASSERT_TRUE(storage_->set(mmr::canonical_key(2), node(2, 1)));
    ASSERT_TRUE(storage_->remove(mmr::fork_key(2, hash_of(1))));
    EXPECT_EQ(make_canonical(*storage_, 1, hash_of(1)), true);
    EXPECT_EQ(get(mmr::canonical_key(1)), node(1, 1));
    EXPECT_EQ(get(mmr::canonical_key(2)), node(2, 1));
}

}  // namespace
}  // namespace serinus::node
