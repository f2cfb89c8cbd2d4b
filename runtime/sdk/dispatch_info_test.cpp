// What a call declares before, and what it says afterwards.
#include "runtime/sdk/dispatch_info.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

constexpr DispatchInfo kInfo{Weight::from_parts(100, 10)};

TEST(PostDispatchInfo, CountsNoMoreThanWasDeclared) {
    EXPECT_EQ(PostDispatchInfo{}.calc_actual_weight(kInfo), kInfo.weight);
    const PostDispatchInfo less{Weight::from_parts(40, 20)};
    EXPECT_EQ(less.calc_actual_weight(kInfo), Weight::from_parts(40, 10));
    EXPECT_EQ(less.calc_unspent(kInfo), Weight::from_parts(60, 0));
    EXPECT_EQ(PostDispatchInfo{Weight::from_parts(900, 90)}.calc_unspent(kInfo), Weight::zero());
}

TEST(PostDispatchInfo, IsFreeIfEitherSideSaysSo) {
    const DispatchInfo free{{}, DispatchClass::Normal, Pays::No};
    EXPECT_EQ((PostDispatchInfo{{}, Pays::Yes}.pays(kInfo)), Pays::Yes);
    EXPECT_EQ((PostDispatchInfo{{}, Pays::No}.pays(kInfo)), Pays::No);
    EXPECT_EQ((PostDispatchInfo{{}, Pays::Yes}.pays(free)), Pays::No);
}

TEST(PostDispatchInfo, StandsInSuccessAndFailure) {
    const PostDispatchInfo post{Weight::from_parts(5, 5), Pays::No};
    const DispatchResultWithPostInfo good = post;
    const DispatchResultWithPostInfo bad = DispatchErrorWithPostInfo(post, kBadOrigin);
    const DispatchResultWithPostInfo plain = DispatchErrorWithPostInfo(kBadOrigin);
    EXPECT_EQ(post_info_of(good), post);
    EXPECT_EQ(post_info_of(bad), post);
    EXPECT_EQ(post_info_of(plain), PostDispatchInfo{});
    EXPECT_EQ(extract_actual_weight(bad, kInfo), Weight::from_parts(5, 5));
    EXPECT_TRUE(without_post_info(good));
    EXPECT_EQ(without_post_info(bad).error(), DispatchError(kBadOrigin));
}

}  // namespace
}  // namespace serinus::sdk
