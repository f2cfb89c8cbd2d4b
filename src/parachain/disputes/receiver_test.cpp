// Votes of other validators in disputes: what is taken of them.
// Observed: polkadot-dispute-distribution 36.0.0
#include "parachain/disputes/receiver.hpp"

#include <gtest/gtest.h>

#include "parachain/disputes/disputes_test_support.hpp"
#include "parachain/disputes/sender.hpp"
#include "parachain/wire/protocols.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

using Answer = DisputeReceiveEffect::Answer;
using Judged = DisputeReceiveEffect::Judged;
using Import = DisputeReceiveEffect::Import;
using Fault = DisputeReceiveEffect::Fault;

class Receiver : public testing::Test {
  protected:
    /// Of the validator, whose peer has the same number.
    void request(uint64_t token, uint32_t from, const DisputeRequest& request) {
        receiver.on_request(token, peer_of(from), authority_of(from), request, now, out);
    }
    /// At the next row.
    void next_row() { time(now + 100); }
    void time(uint64_t at) {
        now = at;
        out.clear();
        receiver.on_time(signers, now, out);
    }
    void imported(uint64_t import, ImportVerdict verdict) {
        out.clear();
        receiver.on_imported(import, verdict, out);
    }
    /// Token, and whether it is confirmed.
    std::vector<std::pair<uint64_t, bool>> answers() const {
        std::vector<std::pair<uint64_t, bool>> all;
        for (const Answer& answer : effects_of<Answer>(out))
            all.emplace_back(answer.token, answer.response.has_value());
        return all;
    }
    std::vector<Fault> faults() const {
        std::vector<Fault> all;
        for (const Judged& judged : effects_of<Judged>(out)) all.push_back(judged.fault);
        return all;
    }
    std::vector<Import> imports() const { return effects_of<Import>(out); }
    using Answers = std::vector<std::pair<uint64_t, bool>>;
    using Faults = std::vector<Fault>;

    Signers signers{12};
    uint64_t now = 50'000;
    DisputeReceiver receiver;
    DisputeReceiver::Effects out;
};

TEST_F(Receiver, VotesAreImportedAndConfirmedWhenTheyAreStored) {
    request(1, 4, signers.request(receipt_of(1), 3, 4));
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(receiver.wake_at(), 50'100u);
    time(50'099);
    EXPECT_TRUE(out.empty());
    time(50'100);
    ASSERT_EQ(imports().size(), 1u);
    const Import import = imports()[0];
    EXPECT_EQ(import.receipt, receipt_of(1));
    EXPECT_EQ(import.session, kSession);
    EXPECT_EQ(import.votes, (std::vector<CheckedVote>{signers.sign(in_favour(3), receipt_of(1)),
                                                      signers.sign(against(4), receipt_of(1))}));
    EXPECT_TRUE(answers().empty());
    imported(import.import, ImportVerdict::kImported);
    EXPECT_EQ(answers(), (Answers{{1, true}}));
    EXPECT_TRUE(faults().empty());
    imported(import.import, ImportVerdict::kImported);
    EXPECT_TRUE(out.empty());
}

TEST_F(Receiver, WhatIsNotImportedCostsTheSenderALittle) {
    uint64_t token = 0;
    for (const ImportVerdict verdict : {ImportVerdict::kSpam, ImportVerdict::kAncientSession,
                                        ImportVerdict::kUnknownSession, ImportVerdict::kNotReady}) {
        ++token;
        request(token, 4, signers.request(receipt_of(static_cast<uint32_t>(token)), 3, 4));
        next_row();
        imported(imports().at(0).import, verdict);
        EXPECT_EQ(answers(), (Answers{{token, false}}));
        EXPECT_EQ(faults(), verdict == ImportVerdict::kNotReady ? Faults{} : Faults{Fault::kNotImported});
    }
}

TEST_F(Receiver, OthersThanValidatorsAreRefused) {
    receiver.on_request(1, peer_of(4), std::nullopt, signers.request(receipt_of(1), 3, 4), now, out);
    EXPECT_EQ(answers(), (Answers{{1, false}}));
    EXPECT_EQ(faults(), Faults{Fault::kNoValidator});
    EXPECT_EQ(receiver.wake_at(), std::nullopt);
}

TEST_F(Receiver, BadVotesCostTheirSenderMuch) {
    DisputeRequest bad = signers.request(receipt_of(1), 3, 4);
    bad.valid_vote.signature._0._0[3] ^= 1;
    request(1, 4, bad);
    next_row();
    EXPECT_EQ(answers(), (Answers{{1, false}}));
    EXPECT_EQ(faults(), Faults{Fault::kBadSignature});
    EXPECT_EQ(effects_of<Judged>(out)[0].peer, peer_of(4));
    EXPECT_EQ(receiver.batch_count(), 0u);

    ValidVoteKind::ApprovalCheckingMultipleCandidates several;
    several.candidates = *decltype(several.candidates)::from(std::vector<CandidateHash>(2, receipt_of(1).hash()));
    bad.valid_vote.kind.v = several;
    request(2, 4, bad);
    next_row();
    EXPECT_EQ(faults(), Faults{Fault::kTooManyCoalesced});
}

TEST_F(Receiver, AnUnknownSessionCostsNothing) {
    DisputeRequest later = signers.request(receipt_of(1), 3, 4);
    later.session_index = kSession + 1;
    request(1, 4, later);
    next_row();
    EXPECT_EQ(answers(), (Answers{{1, false}}));
    EXPECT_TRUE(faults().empty());
}

TEST_F(Receiver, OneOfEachValidatorIsLookedAtEach100Milliseconds) {
    for (uint32_t i = 0; i < 3; ++i) {
        request(10 + i, 4, signers.request(receipt_of(i), 3, 4));
        request(20 + i, 5, signers.request(receipt_of(10 + i), 3, 5));
    }
    EXPECT_EQ(receiver.waiting_count(), 6u);
    for (uint32_t i = 0; i < 3; ++i) {
        time(50'100 + 100 * i - 1);
        EXPECT_TRUE(imports().empty());
        time(50'100 + 100 * i);
        ASSERT_EQ(imports().size(), 2u);
        EXPECT_EQ(imports()[0].receipt, receipt_of(i));
        EXPECT_EQ(imports()[1].receipt, receipt_of(10 + i));
    }
    EXPECT_EQ(receiver.waiting_count(), 0u);
}

TEST_F(Receiver, TenOfAValidatorWait) {
    const DisputeRequest one = signers.request(receipt_of(1), 3, 4);
    for (uint32_t i = 0; i < 10; ++i) request(i, 4, one);
    EXPECT_TRUE(out.empty());
    request(10, 4, one);
    EXPECT_EQ(answers(), (Answers{{10, false}}));
    EXPECT_TRUE(faults().empty()) << "it may have many, and comes again";
    request(11, 5, one);
    EXPECT_EQ(answers().size(), 1u) << "others have room";
}

// Observed: polkadot-dispute-distribution 36.0.0: RECEIVE_RATE_LIMIT is 100 ms, PEER_QUEUE_CAPACITY 10; what is above
// is answered with an error, and without a change of reputation (dispatch_to_queues).
TEST_F(Receiver, OfOneThatSendsEach20MillisecondsTenASecondAreLookedAtAndTheOthersRefusedWithoutCost) {
    constexpr uint64_t kEnd = 2'000;
    const uint64_t begin = now;
    size_t imported_of_flooder = 0, imported_of_other = 0, refused = 0;
    DisputeReceiver::Effects all;
    uint32_t next = 0;
    for (uint64_t at = 0; at < kEnd; at += 10) {
        now = begin + at;
        if (receiver.wake_at().value_or(now + 1) <= now) receiver.on_time(signers, now, all);
        if (at % 20 == 0) {
            ++next;
            receiver.on_request(next, peer_of(4), authority_of(4), signers.request(receipt_of(next), 3, 4), now, all);
        }
        // Another validator keeps to the limit, and is not hindered.
        if (at % 150 == 0) {
            ++next;
            receiver.on_request(next, peer_of(5), authority_of(5), signers.request(receipt_of(next), 3, 5), now, all);
        }
        ASSERT_LE(receiver.waiting_count(), DisputeReceiver::kMaxWaiting + 1);
    }
    for (const DisputeReceiveEffect& effect : all) {
        if (const auto* import = std::get_if<Import>(&effect.v)) {
            const bool is_of_flooder = import->votes[1].validator == ValidatorIndex{4};
            ++(is_of_flooder ? imported_of_flooder : imported_of_other);
        } else {
            refused += std::get_if<Answer>(&effect.v) != nullptr ? 1 : 0;
            EXPECT_EQ(std::get_if<Judged>(&effect.v), nullptr);
        }
    }
    EXPECT_EQ(imported_of_flooder, 19u) << "one each 100 ms";
    EXPECT_EQ(imported_of_other, 13u) << "of 14 one waits";
    EXPECT_EQ(refused, 100u - 19 - 10);
}

// Observed: polkadot-dispute-distribution 36.0.0: SEND_RATE_LIMIT is RECEIVE_RATE_LIMIT and 50 ms.
TEST_F(Receiver, OneThatSendsAsOursIsNeverRefused) {
    EXPECT_EQ(DisputeSender::kInterval, DisputeReceiver::kInterval + 50);
    DisputeReceiver::Effects all;
    const uint64_t begin = now;
    for (uint32_t i = 0; i < 100; ++i) {
        now = begin + i * DisputeSender::kInterval;
        receiver.on_time(signers, now, all);
        receiver.on_request(i, peer_of(4), authority_of(4), signers.request(receipt_of(i), 3, 4), now, all);
        ASSERT_EQ(receiver.waiting_count(), 1u);
    }
    EXPECT_TRUE(effects_of<Answer>(all).empty());
}

TEST_F(Receiver, VotesBehindTheFirstAreImportedTogether) {
    request(1, 4, signers.request(receipt_of(1), 3, 4));
    next_row();
    EXPECT_EQ(imports().size(), 1u);
    request(2, 5, signers.request(receipt_of(1), 3, 5));
    request(3, 6, signers.request(receipt_of(1), 6, 4));
    next_row();
    EXPECT_TRUE(out.empty());
    time(50'599);
    EXPECT_TRUE(out.empty());
    time(50'600);
    ASSERT_EQ(imports().size(), 1u);
    EXPECT_EQ(
        imports()[0].votes,
        (std::vector<CheckedVote>{signers.sign(in_favour(3), receipt_of(1)), signers.sign(in_favour(6), receipt_of(1)),
                                  signers.sign(against(4), receipt_of(1)), signers.sign(against(5), receipt_of(1))}));
    imported(imports()[0].import, ImportVerdict::kImported);
    EXPECT_EQ(answers(), (Answers{{2, true}, {3, true}}));
    EXPECT_EQ(receiver.batch_count(), 0u);
    EXPECT_EQ(receiver.wake_at(), std::nullopt);
}

TEST_F(Receiver, ABatchToWhichNothingCameIsForgotten) {
    request(1, 4, signers.request(receipt_of(1), 3, 4));
    next_row();
    time(50'600);
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(receiver.batch_count(), 0u);
}

TEST_F(Receiver, VotesThatABatchHasAreRefusedWithoutCost) {
    request(1, 4, signers.request(receipt_of(1), 3, 4));
    next_row();
    request(2, 5, signers.request(receipt_of(1), 3, 5));
    request(3, 6, signers.request(receipt_of(1), 3, 5));
    next_row();
    EXPECT_EQ(answers(), (Answers{{3, false}}));
    EXPECT_TRUE(faults().empty());
}

TEST_F(Receiver, VotesForAnotherSessionAreAnotherBatch) {
    request(1, 4, signers.request(receipt_of(1), 3, 4));
    request(2, 5, signers.request(receipt_of(1), 3, 5, kSession - 1));
    next_row();
    ASSERT_EQ(imports().size(), 2u);
    EXPECT_NE(imports()[0].session, imports()[1].session);
    EXPECT_EQ(receiver.batch_count(), 2u);
}

TEST_F(Receiver, ABatchGoesOnWhileTenVotesComeInHalfASecond) {
    request(1, 0, signers.request(receipt_of(1), 0, 1));
    next_row();
    const uint64_t first_tick = now + 500;
    for (uint32_t i = 0; i < 5; ++i) request(2 + i, i, signers.request(receipt_of(1), i, 6 + i));
    time(first_tick - 100);
    EXPECT_TRUE(imports().empty());
    time(first_tick);
    EXPECT_TRUE(imports().empty()) << "ten have come";
    time(first_tick + 500);
    ASSERT_EQ(imports().size(), 1u);
    EXPECT_EQ(imports()[0].votes.size(), 10u);
}

TEST_F(Receiver, ABatchOfNineIsImported) {
    request(1, 0, signers.request(receipt_of(1), 0, 1));
    next_row();
    const uint64_t first_tick = now + 500;
    for (uint32_t i = 0; i < 5; ++i) request(2 + i, i, signers.request(receipt_of(1), i, i == 4 ? 9 : 6 + i));
    time(first_tick - 100);
    time(first_tick);
    ASSERT_EQ(imports().size(), 1u);
    EXPECT_EQ(imports()[0].votes.size(), 9u);
}

TEST_F(Receiver, NoBatchIsOlderThanTenSeconds) {
    // More than ten votes come each half second.
    const Signers many(410);
    const auto send = [&](uint32_t validator) {
        receiver.on_request(validator, peer_of(validator), authority_of(validator),
                            many.request(receipt_of(1), validator, validator + 1), now, out);
    };
    send(0);
    const uint64_t begin = now + 100;
    receiver.on_time(many, begin, out);
    uint32_t next = 2;
    for (now = begin; now < begin + 10'000; now += 100) {
        out.clear();
        send(next);
        send(next + 2);
        next += 4;
        receiver.on_time(many, now, out);
        ASSERT_TRUE(imports().empty()) << now - begin;
    }
    out.clear();
    receiver.on_time(many, now, out);
    ASSERT_EQ(imports().size(), 1u);
    EXPECT_GE(imports()[0].votes.size(), 390u);
    EXPECT_LE(DisputeReceiver::kMaxBatchAge + 2000, request_protocol(RequestKind::kDispute).timeout_ms);
}

TEST_F(Receiver, KeepsAThousandBatches) {
    for (uint32_t i = 0; i < 1001; ++i) {
        receiver.on_request(i, peer_of(i), authority_of(i), signers.request(receipt_of(i), 3, 4), now, out);
    }
    next_row();
    EXPECT_EQ(imports().size(), 1000u);
    EXPECT_EQ(answers().size(), 1u);
    EXPECT_TRUE(faults().empty());
    EXPECT_EQ(receiver.batch_count(), 1000u);
    const CandidateReceipt known = imports()[7].receipt;
    request(5000, 5, signers.request(known, 5, 6));
    next_row();
    EXPECT_TRUE(out.empty()) << "it joins one of them";
}

}  // namespace
}  // namespace serinus::parachain
