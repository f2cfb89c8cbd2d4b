#include "chain/store/block_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::chain {
namespace {

using storage::Durability;
using testing::ElementsAre;
using testing::IsEmpty;

class BlockStoreTest : public testing::Test {
  protected:
    BlockStoreTest() : store(storage::make_memory_store()), blocks(*store) {
        genesis = make({}, 0, 0);
        auto batch = store->batch();
        blocks.put_genesis(*batch, genesis);
        EXPECT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    }

    static NewBlock make(const Hash256& parent, uint32_t number, uint8_t salt) {
        NewBlock out;
        out.header.parent_hash = parent;
        out.header.number = number;
        out.header.state_root[0] = salt;
        out.hash = primitives::header_hash(out.header);
        out.body = {Bytes{salt}};
        out.record = {salt, 1, 2};
        out.weight = 100 + salt;
        return out;
    }

    /// Puts a child and makes it the best one if `best`.
    NewBlock add(const NewBlock& parent, uint8_t salt, bool is_best = true) {
        NewBlock block = make(parent.hash, parent.header.number + 1, salt);
        auto batch = store->batch();
        blocks.put(*batch, block);
        if (is_best) EXPECT_TRUE(blocks.set_best(*batch, {block.hash, block.header.number}, parent.hash));
        EXPECT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
        return block;
    }

    std::vector<std::optional<Hash256>> numbers(uint32_t last) {
        std::vector<std::optional<Hash256>> out;
        for (uint32_t number = 0; number <= last; ++number) out.push_back(*blocks.find_hash(number));
        return out;
    }

    std::unique_ptr<storage::Store> store;
    BlockStore blocks;
    NewBlock genesis;
};

TEST_F(BlockStoreTest, AnEmptyStoreHasNoGenesis) {
    const auto empty = storage::make_memory_store();
    EXPECT_EQ(*BlockStore(*empty).genesis(), std::nullopt);
    EXPECT_FALSE(BlockStore(*empty).best());
}

TEST_F(BlockStoreTest, WhatWasPutIsFound) {
    NewBlock block = make(genesis.hash, 1, 7);
    block.justifications = {{primitives::kGrandpaEngine, {1, 2}}};
    auto batch = store->batch();
    blocks.put(*batch, block);
    EXPECT_EQ(*blocks.find_header(block.hash), std::nullopt);  // not before it is committed
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    EXPECT_EQ(*blocks.find_header(block.hash), block.header);
    EXPECT_EQ(*blocks.find_body(block.hash), block.body);
    EXPECT_EQ(*blocks.find_justifications(block.hash), block.justifications);
    EXPECT_EQ(*blocks.find_record(block.hash), block.record);
    EXPECT_EQ(*blocks.weight(block.hash), 107u);
    const auto whole = *blocks.find_block(block.hash);
    EXPECT_EQ(whole, (primitives::SignedBlock{{block.header, *block.body}, block.justifications}));
    EXPECT_EQ(*blocks.genesis(), (BlockId{genesis.hash, 0}));
    EXPECT_EQ(*blocks.best(), (BlockId{genesis.hash, 0}));
    EXPECT_EQ(*blocks.find_hash(1), std::nullopt);  // not on the best chain
    EXPECT_THAT(*blocks.children(genesis.hash), ElementsAre(block.hash));
}

TEST_F(BlockStoreTest, NumbersFollowTheBestChain) {
    const NewBlock a1 = add(genesis, 1);
    const NewBlock a2 = add(a1, 2);
    const NewBlock b1 = add(genesis, 3, false);
    EXPECT_THAT(numbers(3), ElementsAre(genesis.hash, a1.hash, a2.hash, std::nullopt));
    const NewBlock b2 = add(b1, 4, false);
    const NewBlock b3 = add(b2, 5);
    EXPECT_THAT(numbers(3), ElementsAre(genesis.hash, b1.hash, b2.hash, b3.hash));
    EXPECT_EQ(*blocks.best(), (BlockId{b3.hash, 3}));
    // Back to the shorter one, which grew heavier.
    auto batch = store->batch();
    ASSERT_TRUE(blocks.set_best(*batch, {a1.hash, 1}, genesis.hash));
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    EXPECT_THAT(numbers(3), ElementsAre(genesis.hash, a1.hash, std::nullopt, std::nullopt));
}

// What is before it may not be there.
TEST_F(BlockStoreTest, TheFirstBlockOfAChainMayBecomeTheBestAgain) {
    NewBlock base = make({{9}}, 10, 1);
    auto batch = store->batch();
    blocks.put_base(*batch, base, {genesis.hash, 0});
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    const NewBlock next = add(base, 2);
    EXPECT_EQ(*blocks.best(), (BlockId{next.hash, 11}));
    batch = store->batch();
    ASSERT_TRUE(blocks.set_best(*batch, {base.hash, 10}, base.header.parent_hash));
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    EXPECT_EQ(*blocks.best(), (BlockId{base.hash, 10}));
    EXPECT_EQ(*blocks.find_hash(9), std::nullopt);
    EXPECT_EQ(*blocks.find_hash(10), base.hash);
    EXPECT_EQ(*blocks.find_hash(11), std::nullopt);
}

TEST_F(BlockStoreTest, ARemovedBlockLeavesNothing) {
    const NewBlock a1 = add(genesis, 1);
    const NewBlock a2 = add(a1, 2);
    auto batch = store->batch();
    ASSERT_TRUE(blocks.set_best(*batch, {a1.hash, 1}, genesis.hash));
    blocks.remove(*batch, {a2.hash, 2}, a1.hash);
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    EXPECT_EQ(*blocks.find_header(a2.hash), std::nullopt);
    EXPECT_EQ(*blocks.find_block(a2.hash), std::nullopt);
    EXPECT_EQ(*blocks.find_record(a2.hash), std::nullopt);
    EXPECT_THAT(*blocks.children(a1.hash), IsEmpty());
    EXPECT_THAT(numbers(2), ElementsAre(genesis.hash, a1.hash, std::nullopt));
}

TEST_F(BlockStoreTest, WithoutItsBodyABlockKeepsItsHeader) {
    const NewBlock a1 = add(genesis, 1);
    auto batch = store->batch();
    blocks.remove_body(*batch, a1.hash);
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered));
    EXPECT_EQ(*blocks.find_header(a1.hash), a1.header);
    EXPECT_EQ(*blocks.find_body(a1.hash), std::nullopt);
    EXPECT_EQ(*blocks.find_block(a1.hash), std::nullopt);
}

}  // namespace
}  // namespace serinus::chain
