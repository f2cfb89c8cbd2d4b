#include "base/spelling.hpp"

#include <gtest/gtest.h>

namespace serinus {
namespace {

TEST(Spelling, AWordWithOneMistakeIsNear) {
    EXPECT_EQ(spelling_distance("transfer_kepe_alive", "transfer_keep_alive"), 1u);
    EXPECT_EQ(spelling_distance("transfer_keepalive", "transfer_keep_alive"), 2u);
    EXPECT_EQ(spelling_distance("bonds", "bond"), 2u);
}

TEST(Spelling, ABeginningIsNearAndAnotherWordIsNot) {
    EXPECT_EQ(spelling_distance("transfer", "transfer_all"), 2u);
    EXPECT_EQ(spelling_distance("sealing-mode", "sealing"), 2u);
    EXPECT_EQ(spelling_distance("vote", "bond"), std::nullopt);
}

}  // namespace
}  // namespace serinus
