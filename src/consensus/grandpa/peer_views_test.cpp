#include "consensus/grandpa/peer_views.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::consensus::grandpa {
namespace {

using enum MessageVerdict;
using testing::ElementsAre;
using testing::IsEmpty;

struct GrandpaPeerViews : testing::Test {
    MessageVerdict note(GossipPeer peer, const Neighbor& view, Millis now) {
        previous.reset();
        return views.note(peer, view, now, previous);
    }
    PeerViews views{{.neighbor_period = 100, .answer_period = 60, .max_peers = 3}};
    std::optional<Neighbor> previous;
};

// Spec: sect-grandpa-neighbor-msg. Observed: Peers::update_peer_state of sc_consensus_grandpa, polkadot-stable2407
TEST_F(GrandpaPeerViews, APeersViewDoesNotGoBack) {
    EXPECT_EQ(note(1, {5, 2, 7}, 0), kNew);
    EXPECT_FALSE(previous);
    EXPECT_EQ(note(1, {6, 2, 7}, 1), kNew);
    EXPECT_EQ(previous, (Neighbor{5, 2, 7}));
    EXPECT_EQ(note(1, {6, 2, 8}, 2), kNew);
    EXPECT_EQ(note(1, {5, 2, 8}, 3), kViewGoesBack) << "the round";
    EXPECT_EQ(note(1, {7, 1, 8}, 4), kViewGoesBack) << "the set";
    EXPECT_EQ(note(1, {7, 2, 7}, 5), kViewGoesBack) << "the final block";
    EXPECT_EQ(views.find(1), (Neighbor{6, 2, 8})) << "what was wrong is not noted";
    EXPECT_EQ(note(1, {1, 3, 8}, 6), kNew) << "the rounds of the next set begin again";
    EXPECT_EQ(note(1, {1, 4, 7}, 7), kViewGoesBack);
}

TEST_F(GrandpaPeerViews, APeerMustNotRepeatItselfBeforeHalfOfThePeriod) {
    EXPECT_EQ(note(1, {5, 2, 7}, 0), kNew);
    EXPECT_EQ(note(1, {5, 2, 7}, 49), kViewRepeated);
    EXPECT_EQ(note(1, {5, 2, 7}, 50), kNew);
    EXPECT_EQ(note(1, {5, 2, 7}, 99), kViewRepeated);
    views.leave(1);
    EXPECT_EQ(note(1, {4, 1, 6}, 99), kNew) << "a new connection";
}

TEST_F(GrandpaPeerViews, EachPeerIsToldOnceAPeriodAndOfEachChange) {
    const Neighbor own{1, 0, 0}, later{2, 0, 0};
    EXPECT_THAT(views.take_due(own, 0), IsEmpty());
    EXPECT_EQ(views.next_due(), std::nullopt);
    views.join(1);
    EXPECT_EQ(views.next_due(), 0u) << "at once";
    EXPECT_THAT(views.take_due(own, 10), ElementsAre(1));
    EXPECT_EQ(views.next_due(), 110u);
    views.join(2);
    views.join(1);
    EXPECT_THAT(views.take_due(own, 50), ElementsAre(2));
    EXPECT_THAT(views.take_due(own, 109), IsEmpty());
    EXPECT_THAT(views.take_due(own, 110), ElementsAre(1)) << "the other got its packet later";
    EXPECT_EQ(views.next_due(), 150u);
    EXPECT_THAT(views.take_due(later, 120), ElementsAre(1, 2));
    EXPECT_THAT(views.take_due(later, 150), IsEmpty());
    EXPECT_EQ(views.next_due(), 220u);
    views.leave(1);
    views.leave(2);
    EXPECT_THAT(views.take_due(later, 220), IsEmpty());
    EXPECT_EQ(views.next_due(), std::nullopt);
}

TEST_F(GrandpaPeerViews, ThereAreAtMostSoManyPeers) {
    for (GossipPeer peer = 1; peer <= 3; ++peer) EXPECT_EQ(note(peer, {1, 0, 0}, 0), kNew);
    EXPECT_EQ(note(4, {1, 0, 0}, 0), kTooManyPeers);
    EXPECT_EQ(views.size(), 3u);
    EXPECT_FALSE(views.may_answer(4, 0));
    views.leave(2);
    EXPECT_EQ(note(4, {1, 0, 0}, 0), kNew);
}

TEST_F(GrandpaPeerViews, RequestsOfAPeerAreAnsweredOnceInAWhile) {
    EXPECT_TRUE(views.may_answer(1, 0));
    EXPECT_FALSE(views.may_answer(1, 59));
    EXPECT_TRUE(views.may_answer(2, 59));
    EXPECT_TRUE(views.may_answer(1, 60));
}

TEST(GrandpaMessageVerdict, FaultsComeLast) {
    for (int i = 0; i <= static_cast<int>(kLastMessageVerdict); ++i) {
        EXPECT_NE(std::string(to_string(static_cast<MessageVerdict>(i))), "unknown");
    }
    EXPECT_FALSE(is_fault(kAnsweredLately));
    EXPECT_TRUE(is_fault(kUndecodable));
    EXPECT_FALSE(is_fault(kViewGoesBack));
    EXPECT_FALSE(is_fault(kViewRepeated));
}

}  // namespace
}  // namespace serinus::consensus::grandpa
