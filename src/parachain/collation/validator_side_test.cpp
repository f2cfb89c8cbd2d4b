// The validator's side of collation.
// Observed: polkadot-collator-protocol 36.0.0, validator_side_experimental
#include "parachain/collation/validator_side.hpp"

#include <gtest/gtest.h>

#include "parachain/statements/statements_test_support.hpp"

namespace serinus::parachain {
namespace {

namespace v9 = polkadot_primitives::v9;
using Offered = OfferVerdict;
constexpr uint64_t kSlot = 50;

/// Validator 0 of a group of three on core 0, whose para 1000 has three claims. Block 9 is the leaf, of slot 49.
class ValidatorSideTest : public testing::Test {
  protected:
    ValidatorSideTest() { activate(9); }
    void activate(uint8_t number, std::vector<ParaId> queue = {ParaId{1000}, ParaId{1000}, ParaId{1000}}) {
        world.claim_queue = {{{0}, queue}};
        prospective.activate(world.prospective_leaf(number), relay_parents);
        backing.activate(world.backing_facts(number, ValidatorIndex{0}));
        backing.activate(world.backing_facts(static_cast<uint8_t>(number - 1), ValidatorIndex{0}));
        const Hash256 leaf = block_hash(number), before = block_hash(static_cast<uint8_t>(number - 1));
        side.activate({{leaf, before}, number, 40 + number, before, 1, {{{0}, queue}}, 3, {{leaf, {0}}, {before, {0}}}},
                      now, out);
    }
    PeerId collator(uint32_t number, uint8_t version, std::optional<ParaId> para = ParaId{1000}) {
        const PeerId peer = peer_numbered(number);
        side.connect(peer, version, out);
        if (!para) return peer;
        const Declare declaration{{}, *para, {}};
        if (version == 1) send(peer, CollatorMessageV1{CollatorMessageV1::Inner{declaration}});
        if (version == 2) send(peer, CollatorMessageV2{CollatorMessageV2::Inner{declaration}});
        if (version == 3) send(peer, CollatorMessageV3{CollatorMessageV3::Inner{declaration}});
        return peer;
    }
    std::optional<Offered> send(const PeerId& peer, const CollationMessage& message) {
        return side.on_message(peer, message, kSlot, now, out);
    }
    Offered offer2(const PeerId& peer, const TestCandidate& one, uint8_t block = 9) {
        return send(peer, CollatorMessageV2{CollatorMessageV2::Inner{AdvertiseCollationV2{
                              block_hash(block), one.hash(), hashing::blake2b_256(one.data.parent_head._0)}}})
            .value();
    }
    Offered offer4(const PeerId& peer, const std::vector<TestCandidate>& segment, uint8_t block = 9,
                   ParaId para = {1000}) {
        AdvertiseSegment message{block_hash(block), para, {DescriptorVersion::V2{}}, {}};
        for (const TestCandidate& one : segment) {
            EXPECT_TRUE(message.candidates.try_push(
                {one.receipt.descriptor.para_head, hashing::blake2b_256(one.data.parent_head._0), 0}));
        }
        return send(peer, message).value();
    }
    std::vector<ValidatorSideEffect::Request> plan() {
        side.plan(now, out);
        return take<ValidatorSideEffect::Request>();
    }
    template <class E>
    std::vector<E> take() {
        std::vector<E> found;
        std::erase_if(out, [&](const ValidatorSideEffect& effect) {
            const auto* one = std::get_if<E>(&effect.v);
            if (one != nullptr) found.push_back(*one);
            return one != nullptr;
        });
        return found;
    }
    std::optional<CollationFault> answer(const ValidatorSideEffect::Request& request, const TestCandidate& one,
                                         bool with_head = true) {
        if (!with_head) return side.on_collation(request.id, Collation{one.receipt.to_plain(), {}}, out);
        return side.on_collation(request.id, CollationWithParentHead{one.receipt.to_plain(), {}, one.data.parent_head},
                                 out);
    }
    TestCandidate between(std::string_view from, std::string_view to, uint8_t variant = 0) const {
        return world.candidate(0, from, to, 9, variant);
    }
    Score score(const PeerId& peer) const { return scores.find({1000}, peer); }
    void trust(const PeerId& peer, Score by) {
        side.on_finalized(++finalized, {{ParaId{1000}, {{peer, by}}}}, {ParaId{1000}}, 0);
    }

    StatementWorld world{3, 3, 3};
    AllRelayParents relay_parents;
    ProspectiveParachains prospective;
    Backing backing{prospective};
    CollatorScores scores;
    ValidatorSide side{scores, prospective, backing, relay_parents};
    ValidatorSide::Effects out;
    Millis now = 1000;
    BlockNumber finalized = 0;
};

// --- peers ---

TEST_F(ValidatorSideTest, BindsACollatorToItsPara) {
    const PeerId good = collator(1, 3), other = collator(2, 3, ParaId{7}), segments = collator(3, 4, std::nullopt);
    EXPECT_TRUE(side.peers().contains(good));
    auto dropped = take<ValidatorSideEffect::Disconnect>();
    ASSERT_EQ(dropped.size(), 1u) << "a para that is not ours";
    EXPECT_EQ(dropped[0].peers, std::set{other});
    EXPECT_EQ(offer4(segments, {between("a", "b")}), Offered::kAccepted) << "the first segment binds";
    EXPECT_EQ(side.peers().para_of(segments), ParaId{1000});
    EXPECT_EQ(offer4(segments, {between("a", "b")}, 9, {7}), Offered::kNotConnected);
    EXPECT_EQ(take<ValidatorSideEffect::Disconnect>().size(), 1u) << "another para";
    const PeerId silent = collator(4, 2, std::nullopt);
    EXPECT_EQ(offer2(silent, between("a", "b")), Offered::kNotDeclared);
    EXPECT_EQ(send(good, AdvertiseSegment{}), std::nullopt) << "of a version that was not agreed";
    EXPECT_EQ(send(peer_numbered(99), AdvertiseSegment{}), std::nullopt);
}

TEST_F(ValidatorSideTest, NobodyStaysBeforeTheFirstLeaf) {
    ValidatorSide fresh(scores, prospective, backing, relay_parents);
    fresh.connect(peer_numbered(1), 4, out);
    EXPECT_EQ(take<ValidatorSideEffect::Disconnect>().size(), 1u);
}

// A collator that has heard of a change of groups before this validator comes at once, and must not be sent away.
TEST_F(ValidatorSideTest, CollatorsOfTheCoreThatItsGroupChangesToMayComeBefore) {
    const Hash256 leaf = block_hash(10), before = block_hash(9);
    const auto activate_idle = [&](std::set<ParaId> ahead) {
        side.activate({{leaf, before}, 10, 50, before, 1, {}, 3, {}, std::move(ahead)}, now, out);
        side.deactivate(before, out);
    };
    const PeerId early = peer_numbered(1);
    activate_idle({ParaId{1000}});
    side.connect(early, 4, out);
    EXPECT_TRUE(side.peers().contains(early));
    EXPECT_TRUE(take<ValidatorSideEffect::Disconnect>().empty());
    EXPECT_EQ(offer4(early, {between("a", "b")}, 10), Offered::kOutOfView) << "a place is not yet a right";
    // The change is past, or was undone: nothing is backed, and nothing will be.
    side.activate({{block_hash(11), leaf}, 11, 51, leaf, 1, {}, 3, {}}, now, out);
    side.deactivate(leaf, out);
    EXPECT_EQ(take<ValidatorSideEffect::Disconnect>().size(), 1u);
    EXPECT_EQ(side.peers().size(), 0u);
}

// --- offers ---

TEST_F(ValidatorSideTest, RefusesOffersThatAreOfNoUse) {
    const PeerId peer = collator(1, 2);
    const auto one = between("a", "b");
    EXPECT_EQ(offer2(peer, one, 5), Offered::kOutOfView);
    EXPECT_EQ(offer2(peer, one), Offered::kAccepted);
    EXPECT_EQ(offer2(peer, one), Offered::kDuplicate);
    EXPECT_EQ(offer2(peer, between("a", "a")), Offered::kAccepted) << "by the hash nobody can tell";
    EXPECT_EQ(offer2(peer, between("b", "c")), Offered::kTooMany) << "a refused one counts";
    const PeerId segments = collator(2, 4, std::nullopt);
    EXPECT_EQ(offer4(segments, {}), Offered::kMalformed);
    EXPECT_EQ(offer4(segments, {between("a", "a")}), Offered::kMalformed);
    const PeerId old = collator(3, 1);
    EXPECT_EQ(send(old, CollatorMessageV1{CollatorMessageV1::Inner{AdvertiseCollationV1{block_hash(8)}}}),
              Offered::kOldBlock);
    EXPECT_EQ(send(old, CollatorMessageV1{CollatorMessageV1::Inner{AdvertiseCollationV1{block_hash(9)}}}),
              Offered::kAccepted);
}

TEST_F(ValidatorSideTest, AnOlderBlockHasFewerClaims) {
    activate(10, {ParaId{1000}, ParaId{7}, ParaId{1000}});
    side.deactivate(block_hash(9), out);
    const PeerId peer = collator(1, 2);
    EXPECT_EQ(offer2(peer, world.candidate(0, "a", "b", 9)), Offered::kAccepted);
    EXPECT_EQ(offer2(peer, world.candidate(0, "a", "c", 9)), Offered::kTooMany) << "one position behind the leaf";
}

// Observed: polkadot-collator-protocol 36.0.0, lib.rs, is_scheduling_parent_valid
TEST_F(ValidatorSideTest, Version3IsForTheSlotThatWasLast) {
    const PeerId peer = collator(1, 3);
    const auto one = between("a", "b");
    const auto offer = [&](uint8_t block, uint64_t slot) {
        return side
            .on_message(peer,
                        CollatorMessageV3{CollatorMessageV3::Inner{AdvertiseCollationV3{
                            block_hash(block), one.hash(), hash_of_head("a"), {DescriptorVersion::V3{}}, {}}}},
                        slot, now, out)
            .value();
    };
    EXPECT_EQ(offer(9, 49), Offered::kWrongSlot) << "the leaf's slot still runs";
    EXPECT_EQ(offer(9, 51), Offered::kWrongSlot);
    EXPECT_EQ(offer(9, 50), Offered::kAccepted);
    EXPECT_EQ(offer(8, 50), Offered::kWrongSlot);
    EXPECT_EQ(offer(8, 49), Offered::kAccepted) << "the parent of the block of this slot";
}

// --- what is fetched ---

TEST_F(ValidatorSideTest, FetchesTheBestScoreFirstAndTheEarliestThen) {
    const PeerId known = collator(3, 2), early = collator(1, 2), late = collator(2, 2);
    trust(known, 5);
    trust(early, 1);
    trust(late, 1);
    std::vector<TestCandidate> ones;
    ones.reserve(4);
    for (uint8_t i = 0; i < 4; ++i) ones.push_back(between("a", "b", i));
    offer2(early, ones[0]);
    ++now;
    offer2(late, ones[1]);
    ++now;
    offer2(known, ones[2]);
    offer2(known, ones[3]);
    const auto requests = plan();
    ASSERT_EQ(requests.size(), 3u) << "three claims";
    EXPECT_EQ(requests[0].peer, known);
    EXPECT_EQ(requests[1].peer, known);
    EXPECT_EQ(requests[2].peer, early);
    EXPECT_EQ(std::get<CollationRequestV2>(requests[2].request).candidate_hash, ones[0].hash());
    EXPECT_TRUE(plan().empty()) << "all positions are taken";
    EXPECT_FALSE(side.on_collation(requests[2].id, ValidatorSide::NoCollation::kLate, out));
    const auto next = plan();
    ASSERT_EQ(next.size(), 1u) << "a position is free again";
    EXPECT_EQ(next[0].peer, late);
    EXPECT_EQ(score(early), 0) << "late: the score is gone";
}

TEST_F(ValidatorSideTest, AnUnknownCollatorWaitsWhereOthersAreKnown) {
    const PeerId known = collator(1, 2), unknown = collator(2, 2);
    offer2(unknown, between("a", "b"));
    EXPECT_EQ(plan().size(), 1u) << "nobody has a score";
    trust(known, 1);
    offer2(unknown, between("a", "c"));
    EXPECT_TRUE(plan().empty());
    EXPECT_EQ(side.wake_at(), 1000u + kMaxFetchDelay) << "since the block has become known";
    now = 1299;
    EXPECT_TRUE(plan().empty());
    EXPECT_EQ(side.wake_at(), now + ValidatorSide::kMinPlanDelay);
    now = 1300;
    EXPECT_EQ(plan().size(), 1u);
    EXPECT_EQ(side.wake_at(), std::nullopt);
}

// A segment is one fetch: the oldest entry that is neither known nor on its way.
TEST_F(ValidatorSideTest, OfASegmentTheOldestUnknownEntryIsFetched) {
    const auto ab = between("a", "b"), bc = between("b", "c"), cd = between("c", "d");
    const PeerId first = collator(1, 4, std::nullopt), second = collator(2, 4, std::nullopt),
                 third = collator(3, 4, std::nullopt);
    EXPECT_EQ(offer4(first, {ab, bc}), Offered::kAccepted);
    ++now;
    EXPECT_EQ(offer4(second, {ab, bc}), Offered::kAccepted);
    ++now;
    EXPECT_EQ(offer4(third, {ab}), Offered::kAccepted);
    const auto requests = plan();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(std::get<CollationRequestV3>(requests[0].request).output_head_data_hash, hash_of_head("b"));
    EXPECT_EQ(std::get<CollationRequestV3>(requests[1].request).output_head_data_hash, hash_of_head("c"));
    EXPECT_EQ(side.offers().segment_count(), 1u) << "the third waits: the first may fail";
    side.on_collation(requests[0].id, ValidatorSide::NoCollation::kFailure, out);
    const auto again = plan();
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again[0].peer, third);
    // What the chain knows is not fetched, and the right to a fetch is spent.
    ASSERT_TRUE(prospective.introduce_seconded(cd.hash(), cd.receipt, cd.data, relay_parents));
    const PeerId fourth = collator(4, 4, std::nullopt);
    EXPECT_EQ(offer4(fourth, {cd}), Offered::kAccepted);
    side.on_collation(again[0].id, ValidatorSide::NoCollation::kFailure, out);
    EXPECT_TRUE(plan().empty());
    EXPECT_EQ(side.offers().segment_count(), 0u);
}

// --- what has come ---

TEST_F(ValidatorSideTest, SecondsWhatWasOfferedAndTellsItsCollator) {
    const PeerId peer = collator(1, 3);
    const auto one = between("a", "b");
    send(peer, CollatorMessageV3{CollatorMessageV3::Inner{AdvertiseCollationV3{
                   block_hash(9), one.hash(), hash_of_head("a"), {DescriptorVersion::V2{}}, block_hash(9)}}});
    const auto requests = plan();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(answer(requests[0], one), std::nullopt);
    const auto seconds = take<ValidatorSideEffect::Second>();
    ASSERT_EQ(seconds.size(), 1u);
    EXPECT_EQ(seconds[0].data, one.data);
    EXPECT_EQ(seconds[0].receipt, one.receipt.to_plain());
    EXPECT_EQ(answer(requests[0], one), std::nullopt) << "once";
    EXPECT_TRUE(out.empty());
    side.on_seconded({block_hash(9), one.hash(), world.sign(0, one.hash(), true, 9), one.receipt}, out);
    const auto sent = take<ValidatorSideEffect::Send>();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].peer, peer);
    const auto& message = std::get<CollatorMessageV3>(sent[0].message).inner();
    EXPECT_EQ(std::get<CollationSeconded>(message).statement.payload.to_compact().signing_payload({1, block_hash(9)}),
              world.sign(0, one.hash(), true, 9).signing_payload({1, block_hash(9)}));
}

TEST_F(ValidatorSideTest, WhatIsNotWhatWasOfferedCostsASixth) {
    const PeerId peer = collator(1, 4, std::nullopt);
    trust(peer, kMaxScore);
    Score expected = kMaxScore;
    const auto respond = [&](const TestCandidate& offered, const TestCandidate& sent) {
        side.connect(peer, 4, out);
        EXPECT_EQ(offer4(peer, {offered}), Offered::kAccepted);
        const auto requests = plan();
        EXPECT_EQ(requests.size(), 1u);
        const auto fault = answer(requests.at(0), sent);
        expected = static_cast<Score>(expected - std::min(expected, kFailedFetchSlash));
        EXPECT_EQ(score(peer), expected);
        EXPECT_TRUE(take<ValidatorSideEffect::Second>().empty());
        side.disconnect(peer);
        return fault;
    };
    const auto one = between("a", "b");
    EXPECT_EQ(respond(one, between("a", "c")), CollationFault::kOtherHead);
    TestCandidate wrong = one;
    wrong.receipt.descriptor.para_id = ParaId{7};
    EXPECT_EQ(respond(one, wrong), CollationFault::kOtherPara);
    EXPECT_EQ(respond(one, world.candidate(0, "a", "b", 8)), CollationFault::kOtherSchedulingParent);
    wrong = one;
    v9::set_versioned_fields(wrong.receipt.descriptor, {.core_index = 5, .session_index = 1});
    EXPECT_EQ(respond(one, wrong), CollationFault::kOtherCore);
    wrong = one;
    v9::set_versioned_fields(wrong.receipt.descriptor, {.core_index = 0, .session_index = 2});
    EXPECT_EQ(respond(one, wrong), CollationFault::kOtherSession);
    wrong = one;
    wrong.data.parent_head = head_of("x");
    EXPECT_EQ(respond(one, wrong), CollationFault::kOtherParentHead);
}

TEST_F(ValidatorSideTest, ReceiptsOfOtherVersionsAreRefused) {
    const PeerId peer = collator(1, 2);
    TestCandidate three = between("a", "b");
    v9::set_versioned_fields(three.receipt.descriptor,
                             {.version = 1, .core_index = 0, .session_index = 1, .scheduling_parent = block_hash(9)});
    EXPECT_EQ(offer2(peer, three), Offered::kAccepted);
    EXPECT_EQ(answer(plan().at(0), three), CollationFault::kUnknownVersion) << "version 3 over /2";
    TestCandidate wrong_input = between("a", "c");
    wrong_input.receipt.descriptor.persisted_validation_data_hash = block_hash(77);
    EXPECT_EQ(offer2(peer, wrong_input), Offered::kAccepted);
    EXPECT_EQ(answer(plan().at(0), wrong_input), CollationFault::kOtherInput);
    EXPECT_EQ(side.offers().find_fetched(block_hash(9), wrong_input.hash()), nullptr) << "its position is free";
}

// --- parents that are not known ---

TEST_F(ValidatorSideTest, ACollationWaitsForItsParent) {
    const PeerId peer = collator(1, 2);
    const auto ab = between("a", "b"), bc = between("b", "c"), cd = between("c", "d");
    EXPECT_EQ(offer2(peer, ab), Offered::kAccepted);
    EXPECT_EQ(offer2(peer, bc), Offered::kAccepted);
    EXPECT_EQ(offer2(peer, cd), Offered::kAccepted);
    const auto requests = plan();
    ASSERT_EQ(requests.size(), 3u);
    EXPECT_EQ(answer(requests[1], bc, false), std::nullopt);
    EXPECT_EQ(answer(requests[2], cd, false), std::nullopt);
    EXPECT_EQ(side.blocked_count(), 2u);
    EXPECT_TRUE(take<ValidatorSideEffect::Second>().empty());
    answer(requests[0], ab, false);
    ASSERT_EQ(take<ValidatorSideEffect::Second>().size(), 1u);
    ASSERT_TRUE(prospective.introduce_seconded(ab.hash(), ab.receipt, ab.data, relay_parents));
    side.on_seconded({block_hash(9), ab.hash(), world.sign(0, ab.hash(), true, 9), ab.receipt}, out);
    auto seconds = take<ValidatorSideEffect::Second>();
    ASSERT_EQ(seconds.size(), 1u);
    EXPECT_EQ(seconds[0].receipt.hash(), bc.hash());
    EXPECT_EQ(side.blocked_count(), 1u);
    // The second is invalid: what waits for it goes too.
    trust(peer, kMaxScore);
    side.on_invalid(block_hash(9), bc.receipt.to_plain());
    EXPECT_EQ(side.blocked_count(), 0u);
    EXPECT_EQ(score(peer), kMaxScore - kInvalidCollationSlash);
    EXPECT_EQ(side.offers().find_fetched(block_hash(9), cd.hash()), nullptr);
}

TEST_F(ValidatorSideTest, AParentThatOthersHaveSecondedIsKnownAtTheNextLeaf) {
    const PeerId peer = collator(1, 2);
    const auto ab = between("a", "b"), bc = between("b", "c");
    EXPECT_EQ(offer2(peer, bc), Offered::kAccepted);
    answer(plan().at(0), bc, false);
    EXPECT_EQ(side.blocked_count(), 1u);
    ASSERT_TRUE(prospective.introduce_seconded(ab.hash(), ab.receipt, ab.data, relay_parents));
    activate(10);
    EXPECT_EQ(take<ValidatorSideEffect::Second>().size(), 1u);
    EXPECT_EQ(side.blocked_count(), 0u);
}

TEST_F(ValidatorSideTest, EverythingGoesWithItsLeaf) {
    const PeerId peer = collator(1, 2);
    EXPECT_EQ(offer2(peer, between("b", "c")), Offered::kAccepted);
    EXPECT_EQ(offer2(peer, between("a", "b")), Offered::kAccepted);
    EXPECT_EQ(offer2(peer, between("c", "d")), Offered::kAccepted);
    const auto requests = plan();
    answer(requests.at(0), between("b", "c"), false);
    side.deactivate(block_hash(9), out);
    EXPECT_EQ(take<ValidatorSideEffect::Cancel>().size(), 2u);
    EXPECT_EQ(side.blocked_count(), 0u);
    EXPECT_EQ(side.offers().block_count(), 0u);
    EXPECT_EQ(side.offers().segment_count(), 0u);
    EXPECT_EQ(side.offers().fetch_count(), 0u);
    EXPECT_EQ(answer(requests.at(1), between("a", "b")), std::nullopt);
    EXPECT_TRUE(take<ValidatorSideEffect::Second>().empty());
    EXPECT_FALSE(side.peers().contains(peer)) << "no para is ours any more";
}

TEST(CollationFaults, HaveATextEach) {
    std::set<std::string> texts;
    for (uint8_t i = 1; i <= static_cast<uint8_t>(CollationFault::kNoInput); ++i) {
        texts.insert(to_string(static_cast<CollationFault>(i)));
    }
    EXPECT_EQ(texts.size(), static_cast<size_t>(CollationFault::kNoInput));
}

}  // namespace
}  // namespace serinus::parachain
