// Own votes in disputes: to whom they are sent, how fast and how often.
// Observed: polkadot-dispute-distribution 36.0.0
#include "parachain/disputes/sender.hpp"

#include <gtest/gtest.h>

#include "parachain/disputes/disputes_test_support.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

using SendRequest = DisputeSendEffect::Request;

/// Session 20: validators 0 to 3 of authorities 0 to 5. This node is 1.
class Sender : public testing::Test {
  protected:
    Sender() {
        DisputeSession& today = facts.sessions[kSession];
        today.discovery_keys.push_back(authority_of(4));
        today.discovery_keys.push_back(authority_of(5));
    }
    std::vector<uint32_t> send(uint32_t number, SessionIndex session = kSession, uint32_t opposite = 0) {
        out.clear();
        DisputeRequest request;
        request.invalid_vote.validator_index = {opposite};
        request.candidate_receipt = receipt_of(number);
        request.session_index = session;
        sender.send(request, facts, now, out);
        return receivers();
    }
    /// The disputes `first` to `last` are active.
    std::vector<uint32_t> leaf(uint32_t first, uint32_t last) {
        std::set<CandidateHash> active;
        for (uint32_t i = first; i <= last; ++i) active.insert(receipt_of(i).hash());
        out.clear();
        sender.on_leaf(sessions, active, facts, now, out);
        return receivers();
    }
    std::vector<uint32_t> time(uint64_t at) {
        now = at;
        out.clear();
        sender.on_time(facts, now, out);
        return receivers();
    }
    /// Those of all effects.
    std::vector<uint32_t> receivers() const {
        std::vector<uint32_t> all;
        for (const SendRequest& request : effects_of<SendRequest>(out)) {
            for (const AuthorityId& receiver : request.receivers) {
                all.push_back(load_le<uint32_t>(receiver.data()) - 1);
            }
        }
        return all;
    }
    void answer(uint32_t number, uint32_t receiver, bool is_confirmed) {
        sender.on_answered(receipt_of(number).hash(), authority_of(receiver), is_confirmed);
    }
    using List = std::vector<uint32_t>;

    Facts facts{4, 1};
    std::set<SessionIndex> sessions{kSession};
    uint64_t now = 10'000;
    DisputeSender sender;
    DisputeSender::Effects out;
};

TEST_F(Sender, AVoteGoesToTheValidatorsOfTheSessionAndToTheAuthoritiesOfToday) {
    facts.sessions[kSession - 1].validators.resize(2);
    facts.sessions[kSession - 1].discovery_keys = {authority_of(8), authority_of(1), authority_of(9)};
    leaf(0, 0);
    EXPECT_EQ(send(1, kSession - 1), (List{0, 2, 3, 4, 5, 8})) << "not to itself, nor to an authority of then";
    EXPECT_EQ(effects_of<SendRequest>(out).at(0).request.candidate_receipt, receipt_of(1));
}

TEST_F(Sender, WithoutALeafItGoesToTheValidatorsOfTheSession) {
    EXPECT_EQ(send(1), (List{0, 2, 3}));
    EXPECT_EQ(sender.unconfirmed(receipt_of(1).hash()), 3u);
}

TEST_F(Sender, OneDisputeEach150MillisecondsInTheOrderInWhichTheyCame) {
    EXPECT_EQ(send(1), (List{0, 2, 3}));
    EXPECT_EQ(send(2), List{});
    EXPECT_EQ(send(3), List{});
    EXPECT_EQ(sender.wake_at(), 10'150u);
    EXPECT_EQ(time(10'149), List{});
    EXPECT_EQ(time(10'150), (List{0, 2, 3}));
    EXPECT_EQ(effects_of<SendRequest>(out).at(0).candidate, receipt_of(2).hash());
    EXPECT_EQ(sender.wake_at(), 10'300u);
    EXPECT_EQ(time(20'000), (List{0, 2, 3}));
    EXPECT_EQ(sender.wake_at(), std::nullopt);
    now = 20'149;
    EXPECT_EQ(send(4), List{});
    now = 20'400;
    EXPECT_EQ(send(5), (List{0, 2, 3})) << "the fourth; the fifth waits";
    EXPECT_EQ(effects_of<SendRequest>(out).at(0).candidate, receipt_of(4).hash());
}

TEST_F(Sender, ADisputeIsSentOnce) {
    send(1);
    now += 1000;
    EXPECT_EQ(send(1), List{});
    EXPECT_EQ(sender.dispute_count(), 1u);
}

TEST_F(Sender, WithAnotherVoteBesideItItGoesToAllAgain) {
    send(1);
    answer(1, 0, true);
    now += 100;
    EXPECT_EQ(send(1, kSession, 7), List{}) << "not before its time";
    EXPECT_EQ(time(10'150), (List{0, 2, 3}));
    EXPECT_EQ(effects_of<SendRequest>(out).at(0).request.invalid_vote.validator_index._0, 7u);
    EXPECT_EQ(sender.dispute_count(), 1u);
    EXPECT_EQ(time(20'000), List{});
}

TEST_F(Sender, WhatFailsIsSentAgainAtTheNextLeaf) {
    leaf(0, 0);
    EXPECT_EQ(send(1), (List{0, 2, 3, 4, 5}));
    answer(1, 0, true);
    answer(1, 2, false);
    answer(1, 4, false);
    EXPECT_EQ(sender.unconfirmed(receipt_of(1).hash()), 2u);
    EXPECT_EQ(leaf(1, 1), (List{2, 4}));
    EXPECT_EQ(leaf(1, 1), List{}) << "they have not answered";
    answer(1, 2, true);
    answer(1, 2, false);
    EXPECT_EQ(leaf(1, 1), List{}) << "what is confirmed stays so";
    answer(2, 0, false);
    answer(1, 77, false);
    EXPECT_EQ(leaf(1, 1), List{});
}

TEST_F(Sender, RetriesDoNotDelayOthers) {
    leaf(0, 0);
    send(1);
    time(11'000);
    send(2);
    answer(1, 0, false);
    answer(2, 3, false);
    EXPECT_EQ(leaf(1, 2), (List{0, 3})) << "both at once, right after a dispute that was sent";
}

TEST_F(Sender, AuthoritiesOfANewSessionAreSentItTooOneDisputeAfterTheOther) {
    leaf(0, 0);
    send(1);
    time(11'000);
    send(2);
    facts.sessions[kSession + 1] = facts.sessions[kSession];
    facts.sessions[kSession + 1].discovery_keys.push_back(authority_of(7));
    sessions = {kSession, kSession + 1};
    now = 11'050;
    EXPECT_EQ(leaf(1, 2), List{});
    EXPECT_EQ(time(11'150), List{7});
    EXPECT_EQ(effects_of<SendRequest>(out).at(0).candidate, receipt_of(1).hash());
    EXPECT_EQ(time(11'300), List{7});
    EXPECT_EQ(time(12'000), List{});
    EXPECT_EQ(leaf(1, 2), List{}) << "the sessions are the same";
}

TEST_F(Sender, AnEndedDisputeIsNotSent) {
    send(1);
    send(2);
    send(3);
    answer(1, 0, false);
    EXPECT_EQ(leaf(3, 3), List{});
    EXPECT_EQ(sender.dispute_count(), 1u);
    EXPECT_EQ(time(10'150), (List{0, 2, 3, 4, 5}));
    EXPECT_EQ(effects_of<SendRequest>(out).at(0).candidate, receipt_of(3).hash());
    EXPECT_EQ(sender.wake_at(), std::nullopt);
}

TEST_F(Sender, KeepsABoundedNumberOfDisputes) {
    for (uint32_t i = 0; i < DisputeSender::kMaxDisputes + 5; ++i) send(i);
    EXPECT_EQ(sender.dispute_count(), DisputeSender::kMaxDisputes);
}

}  // namespace
}  // namespace serinus::parachain
