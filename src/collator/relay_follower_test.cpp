#include "collator/relay_follower.hpp"

#include <gtest/gtest.h>

namespace serinus::collator {
namespace {

using primitives::Header;
using Known = RelayFollower::Known;
using Effect = RelayFollower::Effect;

Header block_numbered(uint32_t number) {
    Header out;
    out.number = number;
    return out;
}
Hash256 hash_numbered(uint32_t number) { return primitives::header_hash(block_numbered(number)); }

class RelayFollowerTest : public testing::Test {
  protected:
    RelayFollower::Effects best(uint32_t number, Known known) {
        RelayFollower::Effects out;
        follower.on_best_head(block_numbered(number), known, out);
        return out;
    }
    RelayFollower::Effects final(uint32_t number, Known known) {
        RelayFollower::Effects out;
        follower.on_final_head(block_numbered(number), known, out);
        return out;
    }
    RelayFollower::Effects imported(uint32_t number) {
        RelayFollower::Effects out;
        follower.on_imported(block_numbered(number), out);
        return out;
    }
    static Effect best_is(uint32_t number) { return RelayFollower::SetBest{hash_numbered(number)}; }
    static Effect final_is(uint32_t number) { return RelayFollower::Finalize{hash_numbered(number)}; }
    static Effect fetch(uint32_t number) { return RelayFollower::Fetch{hash_numbered(number), number}; }

    RelayFollower follower{hash_numbered(0), 0};
};

using EffectList = RelayFollower::Effects;

TEST_F(RelayFollowerTest, ABlockThatIsHereIsTheBestAtOnceAndOnce) {
    EXPECT_EQ(best(1, Known::kYes), EffectList{best_is(1)});
    EXPECT_EQ(best(1, Known::kYes), EffectList{});
    EXPECT_EQ(best(0, Known::kYes), EffectList{best_is(0)}) << "another branch of the relay chain";
}

TEST_F(RelayFollowerTest, ABlockThatIsNotHereIsFetchedOnceAndTheBestWhenItComes) {
    EXPECT_EQ(best(3, Known::kNo), EffectList{fetch(3)});
    EXPECT_EQ(best(3, Known::kNo), EffectList{});
    EXPECT_EQ(imported(2), EffectList{});
    EXPECT_EQ(imported(3), EffectList{best_is(3)});
    EXPECT_EQ(imported(3), EffectList{});
}

TEST_F(RelayFollowerTest, ANewerBestBlockTakesThePlaceOfOneThatIsWaitedFor) {
    (void)best(3, Known::kNo);
    EXPECT_EQ(best(2, Known::kYes), EffectList{best_is(2)});
    EXPECT_EQ(imported(3), EffectList{});
    EXPECT_EQ(best(5, Known::kPruned), EffectList{}) << "a state that is gone is no place to build on";
}

TEST_F(RelayFollowerTest, FinalityNeverGoesBack) {
    EXPECT_EQ(final(2, Known::kYes), EffectList{final_is(2)});
    EXPECT_EQ(final(2, Known::kYes), EffectList{});
    EXPECT_EQ(final(1, Known::kNo), EffectList{});
    EXPECT_EQ(imported(1), EffectList{});
}

TEST_F(RelayFollowerTest, AFinalBlockThatComesLaterIsFinalThenAndThoseBeforeItAreNotWaitedForAnyMore) {
    EXPECT_EQ(final(2, Known::kNo), EffectList{});
    EXPECT_EQ(final(3, Known::kNo), EffectList{});
    EXPECT_EQ(final(4, Known::kNo), EffectList{});
    EXPECT_EQ(imported(3), EffectList{final_is(3)});
    EXPECT_EQ(imported(2), EffectList{});
    EXPECT_EQ(imported(4), EffectList{final_is(4)});
}

TEST_F(RelayFollowerTest, OnlyTheLastFinalBlocksAreRemembered) {
    for (uint32_t i = 1; i <= RelayFollower::kMostAwaitedFinal + 1; ++i) (void) final(i, Known::kNo);
    EXPECT_EQ(imported(1), EffectList{});
    EXPECT_EQ(imported(2), EffectList{final_is(2)});
}

}  // namespace
}  // namespace serinus::collator
