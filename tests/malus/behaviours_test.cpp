#include "tests/malus/behaviours.hpp"

#include <gtest/gtest.h>

#include "services/parachain/test_parts.hpp"

namespace serinus::malus {
namespace {

using namespace parachain;
using services::paras::CandidateChecks;
using services::paras::CheckResult;
using services::paras::CollationTaker;
using services::paras::Outcome;
using services::paras::Substitutes;
using services::paras::test::PartTest;
using services::paras::test::RelayChain;

/// Finds everything valid, with the same commitments.
class GoodChecks final : public CandidateChecks {
  public:
    void check(Candidate candidate, OnResult on_result) override {
        asked.push_back(candidate.purpose);
        on_result({outcome, commitments, {}});
    }
    Outcome outcome = Outcome::kValid;
    CandidateCommitments commitments;
    std::vector<pvf::Purpose> asked;
};

class NotedCollations final : public CollationTaker {
  public:
    void second(const CandidateReceipt& receipt, const PersistedValidationData& data, PoV pov) override {
        taken.emplace_back(receipt, data, std::move(pov));
    }
    std::vector<std::tuple<CandidateReceipt, PersistedValidationData, PoV>> taken;
};

class BehavioursTest : public testing::Test, public PartTest {
  protected:
    BehavioursTest() {
        honest.commitments.head_data._0 = {1, 2, 3};
        collation.descriptor.relay_parent = new_leaf()->hash;
        collation.descriptor.para_id = RelayChain::kPara;
        collation.descriptor.para_head = hashing::blake2b_256(honest.commitments.head_data._0);
        collation.descriptor.pov_hash = pov.hash();
        collation.commitments_hash = honest.commitments.hash();
    }
    void behave(const std::string& names) {
        behaviours = make_behaviours(names).value();
        const Substitutes::Surroundings around{*scheduler, *lane, keys, states};
        outlets = &behaviours->outlets(network, around);
        checks = &behaviours->checks(honest, around);
        taker = &behaviours->collation_taker(collations, around);
    }
    std::optional<CheckResult> check(const CandidateReceipt& receipt, pvf::Purpose purpose) {
        std::optional<CheckResult> out;
        checks->check({.receipt = receipt, .data = data, .pov = pov, .purpose = purpose, .at = {}, .session = 5},
                      [&](CheckResult result) { out = std::move(result); });
        advance(10);
        return out;
    }

    GoodChecks honest;
    NotedCollations collations;
    std::unique_ptr<Substitutes> behaviours;
    services::paras::Outlets* outlets = nullptr;
    CandidateChecks* checks = nullptr;
    CollationTaker* taker = nullptr;
    CandidateReceipt collation;
    PersistedValidationData data;
    PoV pov{{7, 7}};
};

TEST(Behaviours, AreMadeByTheirNames) {
    EXPECT_GE(behaviour_names().size(), 8u);
    std::string all;
    for (const BehaviourName& one : behaviour_names()) {
        EXPECT_TRUE(make_behaviours(one.name)) << one.name;
        all += (all.empty() ? "" : ",") + std::string(one.name);
    }
    EXPECT_TRUE(make_behaviours(all));
    const auto unknown = make_behaviours("back-garbage,be-good");
    ASSERT_FALSE(unknown);
    EXPECT_TRUE(unknown.error().starts_with("\"be-good\" is none of back-garbage, ")) << unknown.error();
    EXPECT_FALSE(make_behaviours(""));
}

TEST_F(BehavioursTest, GarbageIsACollationWithAnotherHead) {
    behave("back-garbage");
    taker->second(collation, data, pov);
    ASSERT_EQ(collations.taken.size(), 1u);
    const auto& [receipt, its_data, its_pov] = collations.taken[0];
    EXPECT_NE(receipt.descriptor.para_head, collation.descriptor.para_head);
    EXPECT_EQ(receipt.descriptor.pov_hash, collation.descriptor.pov_hash);
    EXPECT_EQ(its_pov, pov);
    const auto found = check(receipt, pvf::Purpose::kBacking);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->outcome, Outcome::kValid);
    EXPECT_EQ(found->commitments.hash(), receipt.commitments_hash) << "the receipt keeps what it promises";
    EXPECT_EQ(hashing::blake2b_256(found->commitments.head_data._0), receipt.descriptor.para_head);
    EXPECT_EQ(check(receipt, pvf::Purpose::kDispute)->outcome, Outcome::kValid);
}

TEST_F(BehavioursTest, SuggestedGarbageHasAProofThatCanBeMadeAvailable) {
    behave("suggest-garbage");
    taker->second(collation, data, pov);
    ASSERT_EQ(collations.taken.size(), 1u);
    const auto& [receipt, its_data, its_pov] = collations.taken[0];
    EXPECT_NE(its_pov, pov);
    EXPECT_EQ(receipt.descriptor.pov_hash, its_pov.hash());
    const auto state = states.at(collation.descriptor.relay_parent).value();
    EXPECT_TRUE(
        services::paras::make_chunks(*state->session, {0}, {its_pov, its_data}, receipt.descriptor.erasure_root));
}

TEST_F(BehavioursTest, WhatOthersHaveInventedIsValidToo) {
    behave("back-garbage");
    honest.outcome = Outcome::kInvalid;
    EXPECT_EQ(check(collation, pvf::Purpose::kBacking)->outcome, Outcome::kValid);
    taker->second(collation, data, pov);
    ASSERT_EQ(collations.taken.size(), 1u);
    EXPECT_EQ(std::get<0>(collations.taken[0]), collation) << "a bad collation needs no lie";
}

TEST_F(BehavioursTest, WhoDisputesAllIsHonestAtBacking) {
    behave("dispute-valid");
    EXPECT_EQ(check(collation, pvf::Purpose::kBacking)->outcome, Outcome::kValid);
    EXPECT_EQ(check(collation, pvf::Purpose::kBackingOfSystem)->outcome, Outcome::kValid);
    EXPECT_EQ(check(collation, pvf::Purpose::kApproval)->outcome, Outcome::kInvalid);
    EXPECT_EQ(check(collation, pvf::Purpose::kDispute)->outcome, Outcome::kInvalid);
    EXPECT_EQ(honest.asked.size(), 2u);
}

TEST_F(BehavioursTest, ANoShowTakesPartInDisputes) {
    behave("assign-no-show");
    EXPECT_FALSE(check(collation, pvf::Purpose::kApproval));
    EXPECT_EQ(check(collation, pvf::Purpose::kDispute)->outcome, Outcome::kValid);
}

TEST_F(BehavioursTest, ChunksAreWithheldOrOthers) {
    class Known final : public AvailableStore {
      public:
        std::optional<ErasureChunk> find_chunk(const CandidateHash&, ValidatorIndex) const override {
            return ErasureChunk{.chunk = {1, 2}, .index = 5, .proof = {}};
        }
        std::optional<AvailableData> find_data(const CandidateHash&) const override {
            return AvailableData{.pov = {{9}}, .validation_data = {}};
        }
    };
    const Known known;
    const auto withholding = make_behaviours("withhold-chunks").value();
    EXPECT_FALSE(withholding->answers(known).find_chunk({}, {}));
    EXPECT_FALSE(withholding->answers(known).find_data({}));
    const auto other = make_behaviours("other-data").value();
    const AvailableStore& answers = other->answers(known);
    EXPECT_NE(answers.find_chunk({}, {})->chunk, answers.find_chunk({}, {})->chunk);
    EXPECT_NE(answers.find_data({})->pov, answers.find_data({})->pov);
}

TEST_F(BehavioursTest, WhoSignsTwiceVotesForWhatItSeconds) {
    behave("sign-twice");
    const Hash256 parent = collation.descriptor.relay_parent;
    SignedStatement seconded;
    seconded.payload.statement.v = CompactStatement::Seconded{collation.hash()};
    seconded.validator_index = *states.at(parent).value()->session->own;
    const auto send = [&] {
        outlets->send({services::paras::test::test_peer(1)},
                      ValidationMessage{ValidationMessage::Statement{
                          StatementMessage{StatementMessage::Statement{parent, seconded}}}});
    };
    send();
    ASSERT_EQ(network.sent.size(), 2u);
    EXPECT_EQ(network.sent[0].first, network.sent[1].first);
    const auto& statements = std::get<ValidationMessage::Statement>(network.sent[1].second.v)._0;
    const SignedStatement& other = std::get<StatementMessage::Statement>(statements.v).statement;
    EXPECT_FALSE(other.payload.is_seconded());
    EXPECT_EQ(other.payload.candidate_hash(), collation.hash());
    const crypto::sr25519::PublicKey key{chain.public_key(seconded.validator_index._0)};
    EXPECT_TRUE(crypto::sr25519::verify(crypto::sr25519::Signature{other.signature._0._0},
                                        other.signing_payload({5, parent}), key));
    seconded.validator_index = {3};  // of another validator, passed on
    send();
    EXPECT_EQ(network.sent.size(), 3u);
}

}  // namespace
}  // namespace serinus::malus
