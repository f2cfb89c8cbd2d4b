#include "consensus/gossip_inbox.hpp"

#include <gtest/gtest.h>

namespace serinus::consensus {
namespace {

TEST(GossipInbox, PeersTakeTurns) {
    GossipInbox inbox;
    for (uint8_t i = 0; i < 100; ++i) ASSERT_TRUE(inbox.push(1, {1, i}));
    for (uint8_t i = 0; i < 2; ++i) {
        ASSERT_TRUE(inbox.push(2, {2, i}));
        ASSERT_TRUE(inbox.push(3, {3, i}));
    }
    std::vector<Bytes> out;
    out.reserve(7);
    for (int i = 0; i < 7; ++i) out.push_back(inbox.pop()->content);
    EXPECT_EQ(out, (std::vector<Bytes>{{1, 0}, {2, 0}, {3, 0}, {1, 1}, {2, 1}, {3, 1}, {1, 2}}));
    EXPECT_EQ(inbox.size(), 97u);
    inbox.drop(1);
    EXPECT_FALSE(inbox.pop());
    EXPECT_EQ(inbox.size(), 0u);
    EXPECT_EQ(inbox.bytes(), 0u);
}

TEST(GossipInbox, EachPeerHasAShareOfMessagesAndBytes) {
    GossipInbox inbox(
        {.max_messages = 10, .max_bytes = 10'000, .max_messages_per_peer = 4, .max_bytes_per_peer = 3'000});
    size_t taken = 0;
    for (int i = 0; i < 10; ++i) taken += inbox.push(1, {1}) ? 1 : 0;
    EXPECT_EQ(taken, 4u);
    EXPECT_TRUE(inbox.push(2, Bytes(2'000)));
    EXPECT_FALSE(inbox.push(2, Bytes(1'000)));
    EXPECT_TRUE(inbox.push(2, Bytes(10)));
    // All shares together are more than there is.
    EXPECT_TRUE(inbox.push(3, Bytes(2'900)));
    EXPECT_TRUE(inbox.push(4, Bytes(2'900)));
    EXPECT_FALSE(inbox.push(5, Bytes(2'900))) << "bytes of all";
    EXPECT_TRUE(inbox.push(5, Bytes(1)));
    EXPECT_TRUE(inbox.push(6, Bytes(1)));
    EXPECT_FALSE(inbox.push(7, Bytes(1))) << "messages of all";
    inbox.drop(1);
    EXPECT_TRUE(inbox.push(7, Bytes(1)));
    while (inbox.pop()) {
    }
    EXPECT_EQ(inbox.bytes(), 0u);
    EXPECT_EQ(inbox.size(), 0u);
}

}  // namespace
}  // namespace serinus::consensus
