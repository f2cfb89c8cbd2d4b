#include "collator/body_recovery.hpp"

#include <gtest/gtest.h>

#include "collator/block_data.hpp"

namespace serinus::collator {
namespace {

using primitives::Block;
using primitives::Header;
using NoBlocks = BodyRecovery::NoBlocks;

constexpr RecoveryDelay kDelay{.least = 3'000, .most = 6'000};

/// A chain of blocks from 1 on; block 0 is the genesis block.
class Chain {
  public:
    explicit Chain(uint32_t length) {
        Hash256 parent;
        for (uint32_t number = 0; number <= length; ++number) {
            Block block;
            block.header.number = number;
            block.header.parent_hash = parent;
            parent = primitives::header_hash(block.header);
            numbers_.emplace(parent, number);
            hashes_.push_back(parent);
            blocks_.push_back(block);
        }
    }
    const Block& at(uint32_t number) const { return blocks_.at(number); }
    Hash256 hash(uint32_t number) const { return hashes_.at(number); }
    uint32_t number(const Hash256& hash) const { return numbers_.at(hash); }

  private:
    std::vector<Block> blocks_;
    std::vector<Hash256> hashes_;
    std::map<Hash256, uint32_t> numbers_;
};

class BodyRecoveryTest : public testing::Test {
  protected:
    void see(uint32_t number, Millis now) { recovery.on_candidate({chain.at(number).header, {}, {}}, now); }
    /// The blocks that are to be recovered at this time, by their numbers.
    std::vector<uint32_t> due(Millis now) {
        BodyRecovery::Effects out;
        recovery.on_time(now, out);
        std::vector<uint32_t> numbers;
        for (const auto& effect : out) numbers.push_back(chain.number(std::get<BodyRecovery::Recover>(effect).block));
        return numbers;
    }
    std::vector<uint32_t> recovered(uint32_t first, uint32_t last, Millis now) {
        std::vector<Block> blocks;
        for (uint32_t number = first; number <= last; ++number) blocks.push_back(chain.at(number));
        BodyRecovery::Effects out;
        recovery.on_recovered(chain.hash(last), std::move(blocks), now, out);
        return imports(out);
    }
    /// Whether it is given up.
    bool failed(uint32_t number, NoBlocks why, Millis now) {
        BodyRecovery::Effects out;
        recovery.on_recovered(chain.hash(number), why, now, out);
        return !out.empty() && std::get<BodyRecovery::GivenUp>(out.front()).block == chain.hash(number);
    }
    std::vector<uint32_t> imported(uint32_t number) {
        known.insert(chain.hash(number));
        BodyRecovery::Effects out;
        recovery.on_imported(chain.hash(number), out);
        return imports(out);
    }

    const Chain chain{1100};
    std::set<Hash256> known{chain.hash(0)};
    BodyRecovery recovery{kDelay, 0, [this](const Hash256& block) { return known.contains(block); }, 1};

  private:
    static std::vector<uint32_t> imports(const BodyRecovery::Effects& effects) {
        std::vector<uint32_t> numbers;
        for (const auto& effect : effects) {
            for (const Block& block : std::get<BodyRecovery::Import>(effect).blocks) {
                numbers.push_back(block.header.number);
            }
        }
        return numbers;
    }
};

using Numbers = std::vector<uint32_t>;

TEST_F(BodyRecoveryTest, ABlockThatDoesNotComeIsRecoveredAfterTheDelay) {
    see(1, 10'000);
    ASSERT_TRUE(recovery.wake_at());
    EXPECT_GE(*recovery.wake_at(), 13'000u);
    EXPECT_LE(*recovery.wake_at(), 16'000u);
    EXPECT_EQ(due(12'999), Numbers{});
    EXPECT_EQ(due(16'000), Numbers{1});
    EXPECT_EQ(recovered(1, 1, 17'000), Numbers{1});
    EXPECT_FALSE(recovery.wake_at());
}

TEST_F(BodyRecoveryTest, ABlockThatIsHereOrComesIsNotRecovered) {
    known.insert(chain.hash(1));
    see(1, 0);
    EXPECT_FALSE(recovery.wake_at());
    see(2, 0);
    EXPECT_EQ(imported(2), Numbers{});
    EXPECT_EQ(due(6'000), Numbers{});
}

TEST_F(BodyRecoveryTest, ACandidateIsSeenInManyBlocksAndRecoveredOnce) {
    see(1, 0);
    see(1, 100);
    EXPECT_EQ(due(6'100), Numbers{1});
    see(1, 6'200);
    EXPECT_EQ(due(20'000), Numbers{});
}

TEST_F(BodyRecoveryTest, DataThatIsNotAvailableIsAskedForOnceMore) {
    see(1, 0);
    EXPECT_EQ(due(6'000), Numbers{1});
    EXPECT_FALSE(failed(1, NoBlocks::kUnavailable, 7'000));
    EXPECT_EQ(due(13'000), Numbers{1});
    EXPECT_TRUE(failed(1, NoBlocks::kUnavailable, 14'000));
    EXPECT_FALSE(recovery.wake_at());
    // As the head on the relay chain it is wanted again.
    recovery.request(chain.hash(1), 15'000);
    EXPECT_EQ(due(21'000), Numbers{1});
}

TEST_F(BodyRecoveryTest, DataThatIsNoBlockIsNotAskedForAgain) {
    see(1, 0);
    EXPECT_EQ(due(6'000), Numbers{1});
    EXPECT_TRUE(failed(1, NoBlocks::kUnreadable, 7'000));
    see(2, 7'000);
    EXPECT_EQ(due(13'000), Numbers{2});
    BodyRecovery::Effects out;
    recovery.on_recovered(chain.hash(2), std::vector<Block>{}, 14'000, out);
    EXPECT_TRUE(std::holds_alternative<BodyRecovery::GivenUp>(out.at(0)));
}

TEST_F(BodyRecoveryTest, AChildWaitsForAParentThatIsBeingRecovered) {
    see(1, 0);
    see(2, 0);
    see(4, 0);  // a bundle of 3 and 4
    EXPECT_EQ(due(6'000), (Numbers{1, 2, 4}));
    EXPECT_EQ(recovered(3, 4, 7'000), Numbers{});
    EXPECT_EQ(recovered(2, 2, 7'000), Numbers{});
    EXPECT_EQ(recovered(1, 1, 8'000), (Numbers{1, 2, 3, 4}));
}

TEST_F(BodyRecoveryTest, AParentThatComesFromAPeerBringsItsChildren) {
    see(1, 0);
    see(2, 0);
    EXPECT_EQ(due(6'000), (Numbers{1, 2}));
    EXPECT_EQ(recovered(2, 2, 7'000), Numbers{});
    EXPECT_EQ(imported(1), Numbers{2});
}

TEST_F(BodyRecoveryTest, AChildWhoseParentNobodyRecoversIsDropped) {
    see(2, 0);
    EXPECT_EQ(due(6'000), Numbers{2});
    EXPECT_EQ(recovered(2, 2, 7'000), Numbers{});
    EXPECT_EQ(imported(1), Numbers{});
}

TEST_F(BodyRecoveryTest, ChildrenOfAParentThatIsGivenUpAreDropped) {
    see(1, 0);
    see(2, 0);
    EXPECT_EQ(due(6'000), (Numbers{1, 2}));
    EXPECT_EQ(recovered(2, 2, 7'000), Numbers{});
    EXPECT_TRUE(failed(1, NoBlocks::kUnreadable, 7'000));
    EXPECT_EQ(imported(1), Numbers{});
}

TEST_F(BodyRecoveryTest, TheHeadIsWantedWithItsAncestorsTheOldestFirst) {
    for (uint32_t number = 1; number <= 3; ++number) {
        see(number, 0);
        EXPECT_EQ(due(6'000), Numbers{number});
        EXPECT_TRUE(failed(number, NoBlocks::kUnreadable, 6'000));
    }
    recovery.request(chain.hash(3), 10'000);
    EXPECT_EQ(due(16'000), (Numbers{1, 2, 3}));
    recovery.request(chain.hash(3), 17'000);
    EXPECT_EQ(due(30'000), Numbers{}) << "they are under way";
    see(9, 30'000);
    EXPECT_EQ(due(36'000), Numbers{9});
    EXPECT_EQ(recovered(9, 9, 37'000), Numbers{}) << "its parent was never seen";
    recovery.request(chain.hash(9), 38'000);
    EXPECT_FALSE(recovery.wake_at());
}

TEST_F(BodyRecoveryTest, WhatIsNotAboveTheLastFinalBlockIsForgotten) {
    see(1, 0);
    see(2, 0);
    see(3, 0);
    recovery.on_finalized(2);
    EXPECT_EQ(recovery.candidates(), 1u);
    EXPECT_EQ(due(6'000), Numbers{3});
    see(2, 7'000);
    EXPECT_EQ(recovery.candidates(), 1u);
    EXPECT_EQ(recovered(2, 2, 7'000), Numbers{});
}

TEST_F(BodyRecoveryTest, CandidatesAreBounded) {
    for (uint32_t number = 1; number <= BodyRecovery::kMostCandidates + 20; ++number) see(number, 0);
    EXPECT_EQ(recovery.candidates(), BodyRecovery::kMostCandidates);
    const Numbers first = due(6'000);
    ASSERT_EQ(first.size(), BodyRecovery::kMostCandidates);
    EXPECT_EQ(first.front(), 21u) << "the lowest ones are forgotten";
    EXPECT_EQ(recovered(30, 30, 7'000), Numbers{}) << "it waits for its parent";
    for (uint32_t number = 31; number <= 200; ++number) EXPECT_EQ(recovered(number, number, 7'000), Numbers{});
    known.insert(chain.hash(20));
    Numbers all;
    for (uint32_t number = 21; number <= 29; ++number) {
        for (const uint32_t one : recovered(number, number, 8'000)) all.push_back(one);
        known.insert(chain.hash(number));
    }
    EXPECT_EQ(all.size(), 9 + BodyRecovery::kMostWaiting);
}

TEST(BlocksOfPov, AreThoseOfItsHead) {
    const Chain chain(2);
    const Bytes bundle = encode_block_data({.blocks = {chain.at(1), chain.at(2)}, .proof = {{1, 2, 3}}});
    const auto blocks = blocks_of_pov(bundle, chain.hash(2));
    ASSERT_TRUE(blocks);
    EXPECT_EQ(blocks->size(), 2u);
    EXPECT_FALSE(blocks_of_pov(bundle, chain.hash(1)));
    EXPECT_FALSE(blocks_of_pov(BytesView(bundle).first(bundle.size() - 1), chain.hash(2)));
    EXPECT_FALSE(blocks_of_pov({}, chain.hash(2)));
    const Bytes old = encode_block_data_v0({.blocks = {chain.at(1)}, .proof = {}});
    EXPECT_TRUE(blocks_of_pov(old, chain.hash(1)));
    EXPECT_FALSE(blocks_of_pov(encode_block_data({}), chain.hash(1)));
}

}  // namespace
}  // namespace serinus::collator
