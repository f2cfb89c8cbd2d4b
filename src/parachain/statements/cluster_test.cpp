// Statements within a backing group.
// Observed: polkadot-statement-distribution 36.0.0, v2/cluster.rs
#include "parachain/statements/cluster.hpp"

#include <gtest/gtest.h>

namespace serinus::parachain {
namespace {

using Incoming = ClusterTracker::Incoming;
using Outgoing = ClusterTracker::Outgoing;

CandidateHash candidate(uint8_t byte) {
    CandidateHash out;
    out._0.bytes.fill(byte);
    return out;
}
constexpr ValidatorIndex kA{5}, kB{200}, kC{24}, kD{146}, kStranger{100};
const CandidateHash kOne = candidate(1), kTwo = candidate(2), kThree = candidate(3);

ClusterTracker tracker(size_t limit) { return {{kA, kB, kC, kD}, limit}; }

/// Checks a statement and, if it is accepted, notes it.
Incoming receive(ClusterTracker& cluster, ValidatorIndex sender, const StatementId& statement) {
    const Incoming verdict = cluster.check_incoming(sender, statement);
    if (verdict == Incoming::kAccepted || verdict == Incoming::kExcessButAccepted) {
        cluster.note_received(sender, statement);
    }
    return verdict;
}

TEST(Cluster, IsForMembersAlone) {
    ClusterTracker cluster = tracker(2);
    EXPECT_EQ(receive(cluster, kStranger, seconds(kA, kOne)), Incoming::kNotInGroup);
    EXPECT_EQ(receive(cluster, kA, seconds(kStranger, kOne)), Incoming::kNotInGroup);
    EXPECT_EQ(cluster.check_outgoing(kStranger, seconds(kA, kOne)), Outgoing::kNotInGroup);
    EXPECT_EQ(cluster.check_outgoing(kA, seconds(kStranger, kOne)), Outgoing::kNotInGroup);
    EXPECT_FALSE(cluster.may_request(kStranger, kOne));
}

// Each member may have seen other statements of a liar first: what it brings is accepted up to the limit.
TEST(Cluster, AcceptsExcessFromThoseWhoHaveNotBroughtAsMuch) {
    ClusterTracker cluster = tracker(2);
    EXPECT_EQ(receive(cluster, kA, seconds(kA, kOne)), Incoming::kAccepted);
    EXPECT_EQ(receive(cluster, kA, seconds(kA, kTwo)), Incoming::kAccepted);
    EXPECT_EQ(receive(cluster, kA, seconds(kA, kThree)), Incoming::kTooManySeconded);
    EXPECT_EQ(receive(cluster, kB, seconds(kA, kThree)), Incoming::kExcessButAccepted);
    EXPECT_EQ(cluster.check_outgoing(kC, seconds(kA, kThree)), Outgoing::kTooManySeconded) << "but not passed on";
    EXPECT_EQ(cluster.check_outgoing(kC, seconds(kA, kOne)), Outgoing::kAllowed);
}

TEST(Cluster, NothingComesTwiceFromOneMember) {
    ClusterTracker cluster = tracker(2);
    receive(cluster, kA, seconds(kA, kOne));
    receive(cluster, kA, votes_valid(kB, kOne));
    EXPECT_EQ(receive(cluster, kA, seconds(kA, kOne)), Incoming::kDuplicate);
    EXPECT_EQ(receive(cluster, kA, votes_valid(kB, kOne)), Incoming::kDuplicate);
    EXPECT_EQ(receive(cluster, kC, seconds(kA, kOne)), Incoming::kAccepted) << "another one may bring it";
}

TEST(Cluster, VotesNeedACandidateThatTheSenderKnowsToBeKnown) {
    ClusterTracker cluster = tracker(2);
    EXPECT_EQ(receive(cluster, kA, votes_valid(kA, kOne)), Incoming::kCandidateUnknown);
    receive(cluster, kB, seconds(kB, kOne));
    EXPECT_EQ(receive(cluster, kA, votes_valid(kA, kOne)), Incoming::kCandidateUnknown) << "A did not say so";
    EXPECT_EQ(receive(cluster, kB, votes_valid(kA, kOne)), Incoming::kAccepted);
    cluster.note_sent(kA, seconds(kB, kOne));
    EXPECT_EQ(receive(cluster, kA, votes_valid(kA, kOne)), Incoming::kAccepted) << "A was told";
    EXPECT_EQ(cluster.check_outgoing(kC, votes_valid(kB, kOne)), Outgoing::kCandidateUnknown);
    EXPECT_EQ(cluster.check_outgoing(kC, seconds(kB, kOne)), Outgoing::kAllowed);
}

TEST(Cluster, SendsNoMoreThanTheLimitEvenToSeveral) {
    ClusterTracker cluster = tracker(2);
    cluster.note_sent(kA, seconds(kA, kOne));
    cluster.note_sent(kA, seconds(kA, kTwo));
    EXPECT_EQ(cluster.check_outgoing(kB, seconds(kA, kThree)), Outgoing::kTooManySeconded);
    EXPECT_EQ(cluster.check_outgoing(kB, seconds(kA, kTwo)), Outgoing::kAllowed);
    EXPECT_EQ(cluster.check_outgoing(kA, seconds(kA, kTwo)), Outgoing::kKnown);
}

TEST(Cluster, SendsNothingBack) {
    ClusterTracker cluster = tracker(2);
    receive(cluster, kA, seconds(kA, kOne));
    EXPECT_EQ(cluster.check_outgoing(kA, seconds(kA, kOne)), Outgoing::kKnown);
}

TEST(Cluster, WithoutClaimsNobodySeconds) {
    ClusterTracker cluster = tracker(0);
    EXPECT_EQ(receive(cluster, kA, seconds(kA, kOne)), Incoming::kTooManySeconded);
    EXPECT_EQ(cluster.check_outgoing(kB, seconds(kA, kOne)), Outgoing::kTooManySeconded);
}

TEST(Cluster, KnowsWhatMembersLack) {
    ClusterTracker cluster = tracker(2);
    cluster.note_issued(votes_valid(kD, kOne));
    cluster.note_issued(seconds(kD, kOne));
    using Statements = std::vector<StatementId>;
    EXPECT_EQ(cluster.pending_for(kA), (Statements{seconds(kD, kOne), votes_valid(kD, kOne)})) << "seconding first";
    cluster.note_sent(kA, seconds(kD, kOne));
    EXPECT_EQ(cluster.pending_for(kA), Statements{votes_valid(kD, kOne)});
    receive(cluster, kA, votes_valid(kD, kOne));
    EXPECT_EQ(cluster.pending_for(kA), Statements{});
    EXPECT_EQ(cluster.pending_for(kB).size(), 2u);
    receive(cluster, kB, seconds(kB, kTwo));
    EXPECT_EQ(cluster.pending_for(kA), Statements{seconds(kB, kTwo)});
    EXPECT_EQ(cluster.pending_for(kB).size(), 2u);
}

TEST(Cluster, MembersMayRequestWhatTheyWereToldOf) {
    ClusterTracker cluster = tracker(2);
    EXPECT_FALSE(cluster.may_request(kA, kOne));
    cluster.note_sent(kA, seconds(kD, kOne));
    EXPECT_TRUE(cluster.may_request(kA, kOne));
    receive(cluster, kA, seconds(kA, kOne));
    EXPECT_FALSE(cluster.may_request(kA, kOne)) << "it has told of it, so it has it";
}

}  // namespace
}  // namespace serinus::parachain
