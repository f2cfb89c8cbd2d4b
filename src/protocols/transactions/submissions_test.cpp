#include "protocols/transactions/submissions.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::network::gossip {
namespace {

using primitives::Extrinsic;

wire::PeerId peer(uint8_t number) { return wire::PeerId::of(*crypto::ed25519::PublicKey::from(Bytes(32, number))); }
std::vector<wire::PeerId> owners_of(const std::vector<Submissions::Submission>& all) {
    std::vector<wire::PeerId> out;
    for (const auto& one : all) out.push_back(one.from);
    return out;
}

TEST(Submissions, PeersTakeTurns) {
    Submissions queue({.at_once = 2});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.add(peer(1), Extrinsic(10)));
    EXPECT_EQ(owners_of(queue.take()), (std::vector{peer(1), peer(1)}));
    EXPECT_TRUE(queue.add(peer(2), Extrinsic(10)));
    EXPECT_TRUE(queue.take().empty()) << "the pool has judged none";
    queue.finished(peer(1));
    EXPECT_EQ(owners_of(queue.take()), std::vector{peer(2)}) << "the other one has had its turns";
    queue.finished(peer(1));
    EXPECT_EQ(owners_of(queue.take()), std::vector{peer(1)});
}

TEST(Submissions, WhatWaitsIsBoundedInNumberAndBytes) {
    Submissions queue({.at_once = 1, .max_bytes = 1'000, .max_bytes_of_peer = 400, .max_of_peer = 3});
    EXPECT_TRUE(queue.add(peer(1), Extrinsic(10'000))) << "one, however long";
    EXPECT_FALSE(queue.add(peer(1), Extrinsic(1)));
    EXPECT_FALSE(queue.add(peer(2), Extrinsic(1))) << "of all";
    EXPECT_EQ(queue.take().size(), 1u);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.add(peer(1), Extrinsic(100)));
    EXPECT_FALSE(queue.add(peer(1), Extrinsic(1))) << "three of a peer";
    EXPECT_TRUE(queue.add(peer(2), Extrinsic(300)));
    EXPECT_FALSE(queue.add(peer(2), Extrinsic(101)));
    EXPECT_TRUE(queue.add(peer(3), Extrinsic(400)));
    EXPECT_FALSE(queue.add(peer(4), Extrinsic(1)));
    EXPECT_EQ(queue.bytes(), 1'000u);
}

TEST(Submissions, WhatThePoolHasIsBoundedInBytesToo) {
    Submissions queue({.at_once = 10, .max_bytes_at_once = 100});
    for (const size_t size : {size_t{500}, size_t{60}, size_t{40}, size_t{1}}) {
        EXPECT_TRUE(queue.add(peer(1), Extrinsic(size)));
    }
    EXPECT_EQ(queue.take().size(), 1u) << "one, however long";
    queue.finished(peer(1));
    EXPECT_EQ(queue.take().size(), 2u);
    queue.finished(peer(1));
    EXPECT_EQ(queue.take().size(), 1u);
}

TEST(Submissions, APeerIsCrowdedAtHalfOfAShare) {
    Submissions queue({.at_once = 1, .max_bytes = 1'000, .max_bytes_of_peer = 600, .max_of_peer = 8});
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.add(peer(1), Extrinsic(1)));
    EXPECT_FALSE(queue.is_crowded(peer(1)));
    EXPECT_TRUE(queue.add(peer(1), Extrinsic(1)));
    EXPECT_TRUE(queue.is_crowded(peer(1)));
    EXPECT_FALSE(queue.is_crowded(peer(2)));
    EXPECT_TRUE(queue.add(peer(2), Extrinsic(300)));
    EXPECT_TRUE(queue.is_crowded(peer(2))) << "by bytes";
    EXPECT_TRUE(queue.add(peer(3), Extrinsic(200)));
    EXPECT_TRUE(queue.is_crowded(peer(4))) << "half of what all may have waits";
}

TEST(Submissions, APeerThatGoesLeavesNothingButWhatThePoolHas) {
    Submissions queue({.at_once = 2});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.add(peer(1), Extrinsic(10)));
    EXPECT_EQ(queue.take().size(), 2u);
    queue.drop(peer(1));
    EXPECT_EQ(queue.waiting() + queue.bytes(), 0u);
    EXPECT_EQ(queue.running(), 2u);
    queue.finished(peer(1));
    queue.finished(peer(1));
    queue.finished(peer(1));  // once more: nothing
    EXPECT_EQ(queue.running(), 0u);
}

/// Random use beside a count of all that is in it.
TEST(Submissions, BytesAndNumbersAreThoseOfWhatIsInIt) {
    auto random = test::seeded_random();
    const SubmissionLimits limits{.at_once = 4, .max_bytes = 2'000, .max_bytes_of_peer = 500, .max_of_peer = 5};
    Submissions queue(limits);
    std::map<wire::PeerId, std::vector<size_t>> waiting;
    std::vector<wire::PeerId> running;
    for (int step = 0; step < 20'000; ++step) {
        const auto id = peer(static_cast<uint8_t>(1 + random() % 8));
        switch (random() % 6) {
            case 0:
                queue.drop(id);
                waiting.erase(id);
                break;
            case 1:
                if (running.empty()) break;
                queue.finished(running.back());
                running.pop_back();
                break;
            case 2:
                for (const auto& [from, extrinsic] : queue.take()) {
                    auto& own = waiting.at(from);
                    ASSERT_EQ(own.front(), extrinsic.size()) << "in the order of the peer";
                    own.erase(own.begin());
                    running.push_back(from);
                }
                break;
            default: {
                const size_t size = random() % 300;
                if (queue.add(id, Extrinsic(size))) waiting[id].push_back(size);
            }
        }
        uint64_t bytes = 0;
        size_t count = 0;
        for (const auto& [from, sizes] : waiting) {
            for (const size_t size : sizes) bytes += size;
            count += sizes.size();
            ASSERT_LE(sizes.size(), limits.max_of_peer);
        }
        ASSERT_EQ(queue.bytes(), bytes);
        ASSERT_EQ(queue.waiting(), count);
        ASSERT_EQ(queue.running(), running.size());
        ASSERT_LE(running.size(), limits.at_once);
        ASSERT_LE(bytes, limits.max_bytes);
    }
}

}  // namespace
}  // namespace serinus::network::gossip
