// Candidates that peers speak of, and requests for them.
// Observed: polkadot-statement-distribution 36.0.0, v2/candidates.rs and v2/requests.rs
#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"
#include "parachain/statements/attested_requests.hpp"

namespace serinus::parachain {
namespace {

namespace sr25519 = crypto::sr25519;

PeerId peer(uint8_t number) {
    crypto::ed25519::PublicKey key;
    key.bytes.fill(number);
    return PeerId::of(key);
}
StatementFilter members(std::initializer_list<int> seconded, std::initializer_list<int> valid) {
    StatementFilter out;
    for (const int bit : seconded) out.seconded.push_back(bit != 0);
    for (const int bit : valid) out.valid.push_back(bit != 0);
    return out;
}

// --- claims ---

class Claims : public testing::Test {
  protected:
    CandidateClaim right() const { return {block_hash(9), {2}, std::pair(hash_of_head("a"), kPara)}; }
    TestCandidate one = candidate_between("a", "b", relay_block(9));
    KnownCandidates known;
};

TEST_F(Claims, AreJudgedWhenTheCandidateIsHere) {
    CandidateClaim wrong_parent = right(), wrong_group = right(), wrong_head = right(), wrong_para = right(),
                   short_claim = right();
    wrong_parent.scheduling_parent = block_hash(8);
    wrong_group.group = {3};
    wrong_head.parent_head_and_para->first = hash_of_head("x");
    wrong_para.parent_head_and_para->second = ParaId{1};
    short_claim.parent_head_and_para.reset();
    uint8_t number = 0;
    for (const auto& claim : {right(), short_claim, wrong_parent, wrong_group, wrong_head, wrong_para}) {
        EXPECT_TRUE(known.claim(peer(++number), one.hash(), claim));
    }
    EXPECT_EQ(known.find_confirmed(one.hash()), nullptr);
    const auto reckoning = known.confirm(one.hash(), one.receipt, one.data, {2});
    ASSERT_TRUE(reckoning);
    EXPECT_EQ(reckoning->correct, (std::set<PeerId>{peer(1), peer(2)}));
    EXPECT_EQ(reckoning->wrong, (std::set<PeerId>{peer(3), peer(4), peer(5), peer(6)}));
    EXPECT_FALSE(known.confirm(one.hash(), one.receipt, one.data, {2})) << "once";
    EXPECT_TRUE(known.claim(peer(7), one.hash(), right()));
    EXPECT_FALSE(known.claim(peer(7), one.hash(), wrong_head));
}

TEST_F(Claims, AreBounded) {
    for (size_t i = 0; i < KnownCandidates::kMaxClaims; ++i) known.claim(peer(1), one.hash(), right());
    EXPECT_TRUE(known.claim(peer(2), one.hash(), right())) << "nothing is held against the peer";
    EXPECT_EQ(known.confirm(one.hash(), one.receipt, one.data, {2})->correct, std::set<PeerId>{peer(1)});
}

TEST_F(Claims, SayWhatMayBeAskedFor) {
    known.claim(peer(1), one.hash(), right());
    known.claim(peer(2), one.hash(), right());
    CandidateClaim other = right();
    other.scheduling_parent = block_hash(8);
    known.claim(peer(3), one.hash(), other);
    EXPECT_EQ(known.hypotheticals().size(), 2u) << "equal claims once";
    EXPECT_EQ(known.hypotheticals(std::pair(hash_of_head("x"), kPara)).size(), 0u);
    known.confirm(one.hash(), one.receipt, one.data, {2});
    const auto all = known.hypotheticals(std::pair(hash_of_head("a"), kPara));
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].candidate.output_head_hash, hash_of_head("b"));
}

TEST_F(Claims, BecomeImportableOnlyIfTheyWereRight) {
    CandidateClaim wrong = right();
    wrong.scheduling_parent = block_hash(8);
    known.claim(peer(1), one.hash(), right());
    known.claim(peer(2), one.hash(), wrong);
    for (const auto& hypothetical : known.hypotheticals()) {
        known.note_importable(hypothetical, hypothetical.candidate.scheduling_parent);
    }
    EXPECT_FALSE(known.is_importable(one.hash()));
    known.confirm(one.hash(), one.receipt, one.data, {2});
    EXPECT_TRUE(known.is_importable_at(one.hash(), block_hash(9)));
    EXPECT_FALSE(known.is_importable_at(one.hash(), block_hash(8)));
    known.deactivate({block_hash(9)}, [](const Hash256&) { return true; });
    EXPECT_FALSE(known.is_importable(one.hash()));
    known.note_importable(known.hypotheticals()[0], block_hash(10));
    EXPECT_TRUE(known.is_importable(one.hash()));
}

TEST_F(Claims, GoWithTheirSchedulingParents) {
    const auto two = candidate_between("b", "c", relay_block(9));
    CandidateClaim old = right();
    old.scheduling_parent = block_hash(8);
    known.claim(peer(1), two.hash(), old);
    known.claim(peer(2), two.hash(), right());
    known.confirm(one.hash(), one.receipt, one.data, {2});
    known.deactivate({}, [](const Hash256& block) { return block != block_hash(8); });
    EXPECT_EQ(known.size(), 2u);
    EXPECT_EQ(known.hypotheticals().size(), 2u);
    known.deactivate({}, [](const Hash256&) { return false; });
    EXPECT_EQ(known.size(), 0u);
}

// --- requests ---

class Requests : public testing::Test {
  protected:
    std::optional<AttestedRequests::Next> next(Millis now = 0) {
        return requests.next(
            now, [&](const RequestId&) { return properties; },
            [&](const RequestId&, const PeerId& who) -> std::optional<StatementFilter> {
                const auto found = advertised.find(who);
                if (found == advertised.end()) return std::nullopt;
                return found->second;
            });
    }
    RequestId id(uint8_t candidate) const { return {block_hash(1), {block_hash(candidate)}, {0}}; }

    AttestedRequests requests;
    std::optional<RequestProperties> properties = RequestProperties{StatementFilter::blank(3), 2};
    std::map<PeerId, StatementFilter> advertised;
};

TEST_F(Requests, GoToPeersThatHaveEnough) {
    requests.add(id(1), peer(1), false);
    requests.add(id(1), peer(2), false);
    EXPECT_FALSE(next()) << "nobody advertised it: they are forgotten";
    requests.add(id(1), peer(1), false);
    requests.add(id(1), peer(2), false);
    advertised[peer(1)] = members({1, 0, 0}, {0, 0, 0});
    advertised[peer(2)] = members({1, 0, 0}, {0, 1, 0});
    const auto sent = next();
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->peer, peer(2));
    EXPECT_EQ(sent->request.candidate_hash, id(1).candidate);
    EXPECT_FALSE(next()) << "it is under way";
}

TEST_F(Requests, DoNotCountWhatIsNotWanted) {
    requests.add(id(1), peer(1), false);
    advertised[peer(1)] = members({1, 1, 0}, {0, 0, 1});
    properties->unwanted = members({1, 1, 0}, {0, 0, 0});
    EXPECT_FALSE(next()) << "what is left seconds nothing";
    properties->unwanted = members({1, 0, 0}, {0, 0, 0});
    const auto sent = next();
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->request.mask, properties->unwanted);
}

TEST_F(Requests, OfTheOwnGroupComeFirstAndThenThoseTriedLeast) {
    for (uint8_t i = 1; i <= 4; ++i) advertised[peer(i)] = members({1, 0, 0}, {0, 1, 0});
    requests.add(id(1), peer(1), false);
    requests.add(id(2), peer(2), false);
    requests.add(id(9), peer(3), true);
    EXPECT_EQ(next()->id, id(9));
    EXPECT_EQ(next()->id, id(1));
    EXPECT_TRUE(requests.note_ended(id(1), peer(1), 0));
    EXPECT_EQ(next(5000)->id, id(2)) << "the other one was tried before";
    EXPECT_EQ(next(5000)->id, id(1));
}

TEST_F(Requests, AreRepeatedAfterASecondWithAnotherPeer) {
    for (uint8_t i = 1; i <= 2; ++i) {
        advertised[peer(i)] = members({1, 0, 0}, {0, 1, 0});
        requests.add(id(1), peer(i), false);
    }
    EXPECT_EQ(next(100)->peer, peer(1));
    EXPECT_EQ(requests.next_retry(), std::nullopt);
    EXPECT_TRUE(requests.note_ended(id(1), peer(1), 150));
    EXPECT_EQ(requests.next_retry(), 1150u);
    EXPECT_FALSE(next(1149));
    EXPECT_EQ(next(1150)->peer, peer(2));
}

TEST_F(Requests, AskAPeerForOneThingAtATime) {
    advertised[peer(1)] = members({1, 0, 0}, {0, 1, 0});
    requests.add(id(1), peer(1), false);
    requests.add(id(2), peer(1), false);
    EXPECT_TRUE(next());
    EXPECT_FALSE(next());
    EXPECT_TRUE(requests.note_ended(id(1), peer(1), 0));
    EXPECT_EQ(next()->id, id(2));
}

TEST_F(Requests, AreLimited) {
    for (uint8_t i = 1; i <= 20; ++i) {
        advertised[peer(i)] = members({1, 0, 0}, {0, 1, 0});
        requests.add(id(i), peer(i), false);
    }
    size_t sent = 0;
    while (next()) ++sent;
    EXPECT_EQ(sent, AttestedRequests::kMaxInFlight);
}

TEST_F(Requests, GoWhenTheyMatterNoMore) {
    advertised[peer(1)] = members({1, 0, 0}, {0, 1, 0});
    requests.add(id(1), peer(1), false);
    requests.add(id(2), peer(1), false);
    requests.remove_candidate(id(2).candidate);
    EXPECT_EQ(requests.size(), 1u);
    EXPECT_TRUE(next());
    requests.remove_scheduling_parent(block_hash(1));
    EXPECT_FALSE(requests.note_ended(id(1), peer(1), 0)) << "removed meanwhile";
    EXPECT_EQ(requests.in_flight(), 0u);
    requests.add(id(3), peer(1), false);
    properties.reset();
    EXPECT_FALSE(next());
    EXPECT_EQ(requests.size(), 0u);
}

// --- responses ---

/// A group of three with keys; the candidate is seconded by the first and valid to the second.
class Response : public testing::Test {
  protected:
    Response() {
        for (uint8_t i = 0; i < 3; ++i)
            keys.push_back(sr25519::expand(sr25519::MiniSecret(ByteArray<32>{uint8_t(i + 1)})));
        response.candidate_receipt = one.receipt;
        response.persisted_validation_data = one.data;
        response.statements = {statement(0, true), statement(1, false)};
        id = {block_hash(9), one.hash(), {0}};
    }
    SignedStatement statement(uint32_t member, bool is_seconded, SessionIndex session = 7) const {
        SignedStatement out;
        if (is_seconded) {
            out.payload.statement.v = CompactStatement::Seconded{one.hash()};
        } else {
            out.payload.statement.v = CompactStatement::Valid{one.hash()};
        }
        out.validator_index = group[member];
        out.signature._0._0 = sr25519::sign(keys[member], out.signing_payload({session, block_hash(9)}), {}).bytes;
        return out;
    }
    Result<CheckedResponse, ResponseFault> check() {
        const auto key_of = [&](ValidatorIndex validator) -> std::optional<sr25519::PublicKey> {
            for (size_t i = 0; i < group.size(); ++i) {
                if (group[i] == validator) return keys[i].public_key;
            }
            return std::nullopt;
        };
        return check_response(id, properties, response,
                              {group, 7, key_of, [](ParaId para) { return para == kPara; }, disabled, claims});
    }
    ResponseFault fault() {
        const auto checked = check();
        return checked ? ResponseFault{} : checked.error();
    }

    std::vector<ValidatorIndex> group{{5}, {6}, {7}};
    std::vector<sr25519::KeyPair> keys;
    TestCandidate one = [] {
        auto out = candidate_between("a", "b", relay_block(9));
        polkadot_primitives::v9::set_versioned_fields(out.receipt.descriptor, {.core_index = 3, .session_index = 7});
        return out;
    }();
    RequestId id;
    RequestProperties properties{StatementFilter::blank(3), 2};
    Bits disabled = Bits(3);
    polkadot_primitives::v9::TransposedClaimQueue claims = polkadot_primitives::v9::transpose({{{3}, {kPara}}});
    AttestedCandidateResponse response;
};

TEST_F(Response, BringsACandidateAndItsStatements) {
    const auto checked = check();
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked.value().statements, response.statements);
    EXPECT_EQ(checked.value().unrequested, 0u);
    EXPECT_EQ(checked.value().bad_signatures, 0u);
}

TEST_F(Response, IsForWhatWasAskedFor) {
    const auto good_id = id;
    id.candidate = {block_hash(1)};
    EXPECT_EQ(fault(), ResponseFault::kInvalid);
    id = good_id;
    id.scheduling_parent = block_hash(8);
    EXPECT_EQ(fault(), ResponseFault::kInvalid);
    id = good_id;
    ++response.persisted_validation_data.max_pov_size;
    EXPECT_EQ(fault(), ResponseFault::kInvalid);
}

TEST_F(Response, NamesACoreOfThePara) {
    claims = polkadot_primitives::v9::transpose({{{4}, {kPara}}});
    EXPECT_EQ(fault(), ResponseFault::kInvalidSignals);
}

TEST_F(Response, IsOfTheSession) {
    polkadot_primitives::v9::set_versioned_fields(one.receipt.descriptor, {.core_index = 3, .session_index = 8});
    response.candidate_receipt = one.receipt;
    id.candidate = one.hash();
    response.statements = {statement(0, true), statement(1, false)};
    EXPECT_EQ(fault(), ResponseFault::kInvalidSession);
}

TEST_F(Response, HasEnoughGoodStatements) {
    response.statements[1].signature._0._0[3] ^= 1;
    EXPECT_EQ(fault(), ResponseFault::kInvalid);
    response.statements.push_back(statement(2, false));
    EXPECT_EQ(check().value().bad_signatures, 1u);
    response.statements.push_back(statement(1, false, 8));  // signed for another session
    EXPECT_EQ(check().value().bad_signatures, 2u);
    disabled.set(2, true);
    EXPECT_EQ(fault(), ResponseFault::kInvalid) << "of a disabled member";
    properties.backing_threshold.reset();
    EXPECT_EQ(check().value().statements.size(), 1u) << "within the own group any number will do";
}

TEST_F(Response, CountsWhatWasNotAskedFor) {
    properties.unwanted = members({0, 0, 0}, {0, 0, 1});
    response.statements.push_back(statement(2, false));  // masked
    response.statements.push_back(statement(0, true));   // twice
    response.statements.push_back(statement(1, true));
    response.statements.back().validator_index = {99};  // foreign
    response.statements.push_back(statement(1, true));  // the last of six that are looked at
    response.statements.back().payload.statement.v = CompactStatement::Seconded{{block_hash(1)}};
    response.statements.push_back(statement(2, true));
    const auto checked = check();
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked.value().statements.size(), 2u);
    EXPECT_EQ(checked.value().unrequested, 4u);
}

}  // namespace
}  // namespace serinus::parachain
