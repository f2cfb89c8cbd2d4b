#include "pool/bans.hpp"

#include <gtest/gtest.h>

#include "pool/graph_test_support.hpp"

namespace serinus::pool {
namespace {

using test::hash_number;

TEST(Bans, EndWithTheirTime) {
    Bans bans(100, 10);
    bans.ban(hash_number(1), 1000);
    EXPECT_TRUE(bans.is_banned(hash_number(1), 1099));
    EXPECT_FALSE(bans.is_banned(hash_number(1), 1100));
    EXPECT_FALSE(bans.is_banned(hash_number(2), 1000));
    bans.forget_expired(1100);
    EXPECT_EQ(bans.size(), 0u);
}

TEST(Bans, ARenewedOneCountsFromItsRenewal) {
    Bans bans(100, 10);
    bans.ban(hash_number(1), 1000);
    bans.ban(hash_number(1), 1050);
    bans.forget_expired(1100);
    EXPECT_TRUE(bans.is_banned(hash_number(1), 1149));
}

TEST(Bans, WhenFullTheOldestEndsEarly) {
    Bans bans(100, 3);
    for (uint64_t i = 1; i <= 4; ++i) bans.ban(hash_number(i), 1000 + i);
    EXPECT_FALSE(bans.is_banned(hash_number(1), 1010));
    EXPECT_TRUE(bans.is_banned(hash_number(2), 1010));
    EXPECT_EQ(bans.size(), 3u);
    for (int i = 0; i < 1000; ++i) bans.ban(hash_number(9), 1010);
    EXPECT_LE(bans.size(), 3u);
    EXPECT_TRUE(bans.is_banned(hash_number(9), 1010));
}

}  // namespace
}  // namespace serinus::pool
