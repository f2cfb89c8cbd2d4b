// The collator's side of collation.
// Observed: polkadot-collator-protocol 36.0.0, collator_side
#include "parachain/collation/collator_side.hpp"

#include <gtest/gtest.h>

#include "parachain/statements/statements_test_support.hpp"

namespace serinus::parachain {
namespace {

/// Para 1000 has core 0 with validators 1 and 2, and core 1 with validator 3.
class CollatorSideTest : public testing::Test {
  protected:
    CollatorSideTest() { activate(9); }
    void activate(uint8_t number) {
        const Hash256 leaf = block_hash(number), before = block_hash(static_cast<uint8_t>(number - 1));
        const std::map<CoreIndex, std::vector<AuthorityId>> groups{
            {{0}, {authority_numbered(1), authority_numbered(2)}}, {{1}, {authority_numbered(3)}}};
        side.activate({{leaf, before}, number, {{leaf, groups}, {before, groups}}}, out);
    }
    PeerId validator(uint32_t number, uint8_t version, uint8_t head = 9) {
        const PeerId peer = peer_numbered(number);
        side.connect(peer, version, {authority_numbered(number)}, out);
        if (head > 0) side.on_view(peer, {{block_hash(head)}, 0}, out);
        return peer;
    }
    OwnSegment segment(const std::vector<TestCandidate>& ones, uint32_t core = 0, uint8_t block = 9) const {
        OwnSegment made{block_hash(block), {core}, {}};
        for (const TestCandidate& one : ones) {
            made.collations.push_back({one.receipt.to_plain(), PoV{{1, 2}}, one.data.parent_head});
        }
        return made;
    }
    template <class E>
    std::vector<E> take() {
        std::vector<E> found;
        std::erase_if(out, [&](const CollatorSideEffect& effect) {
            const auto* one = std::get_if<E>(&effect.v);
            if (one != nullptr) found.push_back(*one);
            return one != nullptr;
        });
        return found;
    }
    void request3(uint64_t id, const PeerId& peer, std::string_view head, Millis now) {
        side.on_request(id, peer, CollationRequestV3{block_hash(9), {1000}, hash_of_head(head)}, now, out);
    }
    std::vector<uint64_t> answered() {
        std::vector<uint64_t> ids;
        for (const auto& answer : take<CollatorSideEffect::Answer>()) ids.push_back(answer.request);
        return ids;
    }

    StatementWorld world{3, 3};
    CollatorSide side{Declare{{}, {1000}, {}}};
    CollatorSide::Effects out;
    TestCandidate ab = world.candidate(0, "a", "b", 9), bc = world.candidate(0, "b", "c", 9);
};

TEST_F(CollatorSideTest, DeclaresItselfWhereTheProtocolHasIt) {
    validator(1, 2);
    validator(2, 3);
    validator(3, 4);
    const auto sent = take<CollatorSideEffect::Send>();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<Declare>(std::get<CollatorMessageV2>(sent[0].message).inner()));
    EXPECT_TRUE(std::holds_alternative<Declare>(std::get<CollatorMessageV3>(sent[1].message).inner()));
    validator(4, 1);
    EXPECT_EQ(take<CollatorSideEffect::Disconnect>().size(), 1u) << "nobody speaks /1 any more";
    side.connect(peer_numbered(5), 3, {}, out);
    EXPECT_TRUE(take<CollatorSideEffect::Send>().empty()) << "not known to be a validator";
    side.set_authorities(peer_numbered(5), {authority_numbered(1)}, out);
    EXPECT_EQ(take<CollatorSideEffect::Send>().size(), 1u);
}

TEST_F(CollatorSideTest, OffersASegmentToTheGroupOfItsCore) {
    const PeerId four = validator(1, 4), three = validator(2, 3), other = validator(3, 4);
    take<CollatorSideEffect::Send>();
    EXPECT_TRUE(side.distribute(segment({ab, bc}), out));
    const auto sent = take<CollatorSideEffect::Send>();
    ASSERT_EQ(sent.size(), 2u) << "not to the other core's";
    const auto& whole = std::get<AdvertiseSegment>(sent[sent[0].peer == four ? 0 : 1].message);
    EXPECT_EQ(whole.candidates.size(), 2u);
    EXPECT_EQ(whole.candidates[0].output_head_data_hash, hash_of_head("b")) << "the oldest first";
    const auto& message = std::get<CollatorMessageV3>(sent[sent[0].peer == three ? 0 : 1].message).inner();
    EXPECT_EQ(std::get<AdvertiseCollationV3>(message).candidate_hash, bc.hash()) << "the newest alone";
    EXPECT_EQ(side.stage_of(block_hash(9), ab.hash()), CollatorSide::Stage::kAdvertised);
    EXPECT_FALSE(side.distribute(segment({bc}), out)) << "the first one is the only one";
    EXPECT_FALSE(side.distribute(segment({}, 1), out));
    EXPECT_FALSE(side.distribute(segment({ab}, 7), out)) << "no such core";
    EXPECT_FALSE(side.distribute(segment({world.candidate(0, "a", "b", 5)}, 1, 5), out)) << "an unknown block";
    side.on_view(four, {{block_hash(9)}, 0}, out);
    EXPECT_TRUE(take<CollatorSideEffect::Send>().empty()) << "once";
    side.disconnect(four);
    validator(1, 4);
    EXPECT_EQ(take<CollatorSideEffect::Send>().size(), 1u) << "who comes again is told again";
    (void)other;
}

TEST_F(CollatorSideTest, OffersWhatAValidatorCanUse) {
    const PeerId behind = validator(1, 4, 8), ahead = validator(2, 4, 10);
    take<CollatorSideEffect::Send>();
    ASSERT_TRUE(side.distribute(segment({ab}), out));
    EXPECT_TRUE(take<CollatorSideEffect::Send>().empty());
    side.on_view(behind, {{block_hash(9)}, 0}, out);
    EXPECT_EQ(take<CollatorSideEffect::Send>().size(), 1u);
    activate(10);
    const auto sent = take<CollatorSideEffect::Send>();
    ASSERT_EQ(sent.size(), 1u) << "it was first to know block 10, from which 9 can be seen";
    EXPECT_EQ(sent[0].peer, ahead);
}

TEST_F(CollatorSideTest, AnswersOneAfterTheOther) {
    const PeerId one = validator(1, 4), two = validator(2, 4), slow = validator(3, 4);
    ASSERT_TRUE(side.distribute(segment({ab, bc}), out));
    request3(1, one, "b", 0);
    request3(2, slow, "b", 0);
    request3(3, two, "c", 0);
    EXPECT_EQ(answered(), std::vector<uint64_t>{1});
    EXPECT_EQ(side.wake_at(), CollatorSide::kUploadTime);
    side.on_sent(1, 20, out);
    EXPECT_EQ(answered(), std::vector<uint64_t>{2});
    EXPECT_EQ(side.stage_of(block_hash(9), ab.hash()), CollatorSide::Stage::kSent);
    side.on_time(20 + CollatorSide::kUploadTime - 1, out);
    EXPECT_TRUE(answered().empty());
    side.on_time(20 + CollatorSide::kUploadTime, out);
    EXPECT_EQ(answered(), std::vector<uint64_t>{3}) << "the slow one is passed over";
    side.on_sent(2, 200, out);
    EXPECT_TRUE(answered().empty()) << "its end is of no consequence";
    side.on_sent(3, 210, out);
    EXPECT_EQ(side.wake_at(), std::nullopt);
}

TEST_F(CollatorSideTest, RefusesWhatItDoesNotHaveAndFloods) {
    const PeerId peer = validator(1, 4);
    ASSERT_TRUE(side.distribute(segment({ab}), out));
    request3(1, peer, "x", 0);
    side.on_request(2, peer, CollationRequestV3{block_hash(9), {7}, hash_of_head("b")}, 0, out);
    side.on_request(3, peer, CollationRequestV3{block_hash(5), {1000}, hash_of_head("b")}, 0, out);
    EXPECT_EQ(take<CollatorSideEffect::Refuse>().size(), 3u);
    EXPECT_TRUE(take<CollatorSideEffect::Judged>().empty());
    request3(4, peer, "b", 0);
    request3(5, peer, "b", 0);
    EXPECT_EQ(answered(), std::vector<uint64_t>{4});
    EXPECT_EQ(take<CollatorSideEffect::Refuse>().size(), 1u);
    EXPECT_EQ(take<CollatorSideEffect::Judged>().at(0).reputation, Reputation::kCostMinor);
}

TEST_F(CollatorSideTest, AnswersInEachVersion) {
    const PeerId one = validator(1, 4), two = validator(2, 4), three = validator(3, 4);
    ASSERT_TRUE(side.distribute(segment({ab}), out));
    side.on_request(1, one, CollationRequestV1{block_hash(9), {1000}}, 0, out);
    side.on_sent(1, 0, out);
    side.on_request(2, two, CollationRequestV2{block_hash(9), {1000}, ab.hash()}, 0, out);
    side.on_sent(2, 0, out);
    request3(3, three, "b", 0);
    const auto answers = take<CollatorSideEffect::Answer>();
    ASSERT_EQ(answers.size(), 3u);
    EXPECT_TRUE(std::holds_alternative<Collation>(std::get<CollationResponse>(answers[0].response)));
    EXPECT_TRUE(std::holds_alternative<CollationWithParentHead>(std::get<CollationResponse>(answers[1].response)));
    EXPECT_EQ(std::get<CollationWithParentHead>(std::get<CollationResponseV3>(answers[2].response)).parent_head_data,
              head_of("a"));
}

TEST_F(CollatorSideTest, IsConnectedToTheGroupsThatItNeeds) {
    EXPECT_TRUE(take<CollatorSideEffect::Connect>().at(0).validators.empty());
    side.set_authoring(true, out);
    EXPECT_EQ(take<CollatorSideEffect::Connect>().at(0).validators.size(), 3u) << "the groups of both cores";
    ASSERT_TRUE(side.distribute(segment({ab}), out));
    side.set_authoring(false, out);
    EXPECT_EQ(take<CollatorSideEffect::Connect>().at(0).validators,
              (std::set{authority_numbered(1), authority_numbered(2)}));
    side.deactivate(block_hash(9), out);
    EXPECT_TRUE(take<CollatorSideEffect::Connect>().at(0).validators.empty());
    EXPECT_EQ(side.block_count(), 0u);
}

TEST_F(CollatorSideTest, OtherCollatorsAreDisconnected) {
    const PeerId one = validator(1, 4), two = validator(2, 3), three = validator(3, 3);
    take<CollatorSideEffect::Send>();
    side.on_message(one, AdvertiseSegment{}, out);
    EXPECT_EQ(take<CollatorSideEffect::Judged>().size(), 1u);
    side.on_message(two, CollatorMessageV3{CollatorMessageV3::Inner{Declare{}}}, out);
    EXPECT_TRUE(take<CollatorSideEffect::Judged>().empty());
    EXPECT_EQ(take<CollatorSideEffect::Disconnect>().size(), 2u);
    side.on_message(three, CollatorMessageV3{CollatorMessageV3::Inner{CollationSeconded{}}}, out);
    EXPECT_TRUE(take<CollatorSideEffect::Disconnect>().empty()) << "a notice of old, which says nothing new";
}

TEST_F(CollatorSideTest, WhatWaitsWhenItsBlockGoesIsRefused) {
    const PeerId one = validator(1, 4), two = validator(2, 4);
    ASSERT_TRUE(side.distribute(segment({ab}), out));
    request3(1, one, "b", 0);
    request3(2, two, "b", 0);
    side.deactivate(block_hash(9), out);
    EXPECT_EQ(take<CollatorSideEffect::Refuse>().at(0).request, 2u);
    side.on_sent(1, 10, out);
    EXPECT_EQ(side.wake_at(), std::nullopt);
}

}  // namespace
}  // namespace serinus::parachain
