#include "pool/chain.hpp"

#include <gtest/gtest.h>

#include "pool/fake_chain.hpp"
#include "tests/support/random.hpp"

namespace serinus::pool {
namespace {

using chain::BlockId;
using test::FakeChain;

void expect_equal(const chain::TreeRoute& actual, const chain::TreeRoute& expected) {
    EXPECT_EQ(actual.retracted, expected.retracted);
    EXPECT_EQ(actual.common, expected.common);
    EXPECT_EQ(actual.enacted, expected.enacted);
}

class Changes : public testing::Test {
  protected:
    BlockId on(const BlockId& parent) { return chain.build(parent.hash, {}); }
    ChainChange to(const BlockId& block) { return {.route = chain.set_best(block), .finalized = {}}; }

    FakeChain chain;
    BlockId genesis = chain.best();
};

TEST_F(Changes, BlocksThatComeOneAfterTheOtherAreOneRoute) {
    const auto one = on(genesis), two = on(one);
    ChainChange change = to(one);
    append_change(change, to(two));
    expect_equal(*change.route, {.retracted = {}, .common = genesis, .enacted = {one, two}});
}

TEST_F(Changes, ABlockThatCameAndWasLeftIsNotInTheRoute) {
    const auto one = on(genesis), fork = on(genesis), longer = on(fork);
    ChainChange change = to(one);
    append_change(change, to(longer));
    expect_equal(*change.route, {.retracted = {}, .common = genesis, .enacted = {fork, longer}});
}

TEST_F(Changes, ABlockThatWasLeftAndCameBackIsNotInTheRoute) {
    const auto one = on(genesis), two = on(one), fork = on(genesis), three = on(two);
    (void)to(two);
    ChainChange change = to(fork);
    append_change(change, to(three));
    expect_equal(*change.route, {.retracted = {}, .common = two, .enacted = {three}});
}

TEST_F(Changes, FinalizedBlocksAreCollectedWithoutARoute) {
    const auto one = on(genesis), two = on(one);
    ChainChange change{.route = {}, .finalized = {one}};
    append_change(change, to(two));
    append_change(change, {.route = {}, .finalized = {two}});
    EXPECT_EQ(change.finalized, (std::vector<BlockId>{one, two}));
    ASSERT_TRUE(change.route);
    EXPECT_EQ(end_of(*change.route), two);
}

TEST_F(Changes, OnlyTheNewestBlocksOfALongChangeAreKept) {
    ChainChange change = to(on(genesis));
    for (size_t i = 1; i < kMaxBlocksOfChange + 10; ++i) {
        const auto next = on(chain.best());
        append_change(change, to(next));
        append_change(change, {.route = {}, .finalized = {next}});
    }
    EXPECT_EQ(change.route->enacted.size(), kMaxBlocksOfChange);
    EXPECT_EQ(end_of(*change.route), chain.best());
    EXPECT_EQ(change.finalized.size(), kMaxBlocksOfChange);
    EXPECT_EQ(change.finalized.back(), chain.best());
}

// However the best block moves about, the merged route is the direct one.
TEST_F(Changes, AMergedRouteIsTheDirectOne) {
    auto random = serinus::test::seeded_random();
    std::vector<BlockId> blocks = {genesis};
    for (int i = 0; i < 40; ++i) blocks.push_back(on(blocks[random() % blocks.size()]));
    for (int run = 0; run < 500; ++run) {
        const BlockId start = blocks[random() % blocks.size()];
        (void)to(start);
        ChainChange merged = to(blocks[random() % blocks.size()]);
        for (uint64_t i = 0; i < 1 + random() % 6; ++i) append_change(merged, to(blocks[random() % blocks.size()]));
        const BlockId end = chain.best();
        (void)to(start);
        expect_equal(*merged.route, chain.set_best(end));
        ASSERT_FALSE(HasFailure()) << "run " << run;
    }
}

}  // namespace
}  // namespace serinus::pool
