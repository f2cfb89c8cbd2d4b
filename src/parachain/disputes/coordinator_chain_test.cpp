// The coordinator of disputes and the relay chain: blocks that are given up, votes of blocks, sessions; restarts.
// Observed: polkadot-node-core-dispute-coordinator 36.0.0. Guide: dispute-coordinator
#include "parachain/disputes/coordinator_test_support.hpp"
#include "primitives/parachain/receipt_version.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

class CoordinatorOnChain : public CoordinatorFixture {};

// --- blocks that are given up ---

TEST_F(CoordinatorOnChain, FourOfTenAgainstItGiveUpTheBlocksThatIncludeIt) {
    const CandidateReceipt receipt = receipt_of(1);
    leaf(12, {block(11, {receipt}), block(12, {receipt})});
    import(receipt, {backed_by(1), against(2), against(3), against(4)});
    EXPECT_EQ(count<Effect::Revert>(), 0u);
    import(receipt, {against(5)});
    ASSERT_EQ(count<Effect::Revert>(), 1u);
    EXPECT_EQ(effects_of<Effect::Revert>(out)[0].blocks,
              (std::vector<CandidateSightings::Block>{{11, block_hash(11)}, {12, block_hash(12)}}));
    import(receipt, {against(6)});
    EXPECT_EQ(count<Effect::Revert>(), 0u) << "once";
}

TEST_F(CoordinatorOnChain, ABlockThatIncludesItLaterIsGivenUpToo) {
    const CandidateReceipt receipt = backed(1);
    import(receipt, {backed_by(1), against(2), against(3), against(4), against(5)});
    EXPECT_EQ(count<Effect::Revert>(), 0u) << "no block includes it";
    leaf(13, {block(12, {receipt_of(2)}), block(13, {receipt})});
    ASSERT_EQ(count<Effect::Revert>(), 1u);
    EXPECT_EQ(effects_of<Effect::Revert>(out)[0].blocks,
              (std::vector<CandidateSightings::Block>{{13, block_hash(13)}}));
}

TEST_F(CoordinatorOnChain, BlocksUpToADisputeMayBeFinal) {
    const std::vector<BlockCandidates> blocks{
        {block_hash(1), kSession, {}},
        {block_hash(2), kSession, {receipt_of(1).hash()}},
        {block_hash(3), kSession, {receipt_of(2).hash(), receipt_of(3).hash()}},
        {block_hash(4), kSession, {}},
    };
    leaf(11, {block(11, {receipt_of(1), receipt_of(2), receipt_of(3)})});
    EXPECT_EQ(coordinator.count_undisputed(blocks), 4u);
    EXPECT_EQ(coordinator.count_undisputed({}), 0u);
    import(receipt_of(3), {backed_by(1), against(9)});
    EXPECT_EQ(coordinator.count_undisputed(blocks), 2u);
    import(receipt_of(1), {backed_by(1), against(2)});
    EXPECT_EQ(coordinator.count_undisputed(blocks), 1u);
    import(receipt_of(1), {in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7), in_favour(8)});
    EXPECT_EQ(coordinator.count_undisputed(blocks), 2u) << "it is valid";
    import(receipt_of(3), {against(3), against(4), against(5), against(6), against(7), against(8)});
    EXPECT_EQ(coordinator.count_undisputed(blocks), 2u) << "it is invalid";
    std::vector<BlockCandidates> of_other_session = blocks;
    for (BlockCandidates& one : of_other_session) one.session = kSession - 1;
    EXPECT_EQ(coordinator.count_undisputed(of_other_session), 4u);
}

// --- sessions ---

TEST_F(CoordinatorOnChain, DisputesOfSixSessionsAreTaken) {
    const CandidateReceipt receipt = included(1);
    EXPECT_EQ(import(receipt, {backed_by(1), against(2)}, kSession - 6), Verdict::kAncientSession);
    EXPECT_EQ(import(receipt, {backed_by(1), against(2)}, kSession - 5), Verdict::kImported);
    EXPECT_EQ(import(receipt, {backed_by(1), against(2)}, kSession + 1), Verdict::kUnknownSession);
    facts.sessions.erase(kSession - 3);
    EXPECT_EQ(import(receipt, {backed_by(1), against(2)}, kSession - 3), Verdict::kUnknownSession);
}

TEST_F(CoordinatorOnChain, WhatIsOlderIsForgotten) {
    const CandidateReceipt old_one = included(1), kept = included(2);
    import(old_one, {backed_by(1), against(2)}, kSession - 5);
    import(kept, {backed_by(1), against(2)}, kSession - 4);
    import(receipt_of(3), {in_favour(1), against(2)}, kSession - 5);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession - 5, {2}), 1u);
    session = kSession + 1;
    facts.sessions[session] = facts.sessions[kSession];
    leaf(12, {});
    EXPECT_EQ(count<Effect::RemoveRange>(), 2u);
    EXPECT_EQ(coordinator.find_status(key_of(old_one, kSession - 5)), nullptr);
    EXPECT_NE(coordinator.find_status(key_of(kept, kSession - 4)), nullptr);
    EXPECT_EQ(coordinator.votes_of(key_of(old_one, kSession - 5), facts), std::nullopt);
    EXPECT_NE(coordinator.votes_of(key_of(kept, kSession - 4), facts), std::nullopt);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession - 5, {2}), 0u);
    EXPECT_EQ(facts.stored.size(), 2u);
    leaf(13, {});
    EXPECT_EQ(count<Effect::RemoveRange>(), 0u) << "once a session";
    session = kSession;
    leaf(14, {});
    EXPECT_EQ(import(old_one, {against(3)}, kSession - 5), Verdict::kAncientSession) << "a fork brings nothing back";
}

TEST_F(CoordinatorOnChain, BeforeTheFirstLeafNothingIsTaken) {
    restart();
    EXPECT_EQ(import(receipt_of(1), {backed_by(1), against(2)}), Verdict::kNotReady);
    vote(receipt_of(1), false);
    EXPECT_TRUE(out.empty());
}

// --- votes of blocks ---

TEST_F(CoordinatorOnChain, BackersOfABlockAreVotes) {
    const CandidateReceipt receipt = receipt_of(1, 7);
    ScrapedBlock one = block(12, {}, {receipt});
    one.backers = {{receipt,
                    {{{5}, ValidityAttestation{ValidityAttestation::Implicit{}}},
                     {{6}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
    leaf(12, {one});
    const CandidateVotes known = votes(receipt);
    ASSERT_EQ(known.valid.size(), 2u);
    EXPECT_EQ(known.valid.at({5}).first, (ValidVoteKind{ValidVoteKind::BackingSeconded{block_hash(7)}}));
    EXPECT_EQ(known.valid.at({6}).first, (ValidVoteKind{ValidVoteKind::BackingValid{block_hash(7)}}));
    EXPECT_EQ(stage(receipt), std::nullopt);
}

TEST_F(CoordinatorOnChain, BackersOfNewReceiptsAreOfTheSessionAndSchedulingParentThatTheseName) {
    using namespace polkadot_primitives::v9;
    CandidateReceipt second = receipt_of(1, 7), third = receipt_of(2, 7);
    VersionedFields fields;
    fields.session_index = kSession - 2;
    set_versioned_fields(second.descriptor, fields);
    fields.version = 1;
    fields.scheduling_session_offset = 1;
    fields.scheduling_parent = block_hash(8);
    set_versioned_fields(third.descriptor, fields);
    ScrapedBlock one = block(12);
    for (const CandidateReceipt& receipt : {second, third}) {
        one.backers.push_back({receipt, {{{5}, ValidityAttestation{ValidityAttestation::Explicit{}}}}});
    }
    leaf(12, {one});
    EXPECT_NE(coordinator.votes_of(key_of(second, kSession - 2), facts), std::nullopt);
    const auto as_first = coordinator.votes_of(key_of(third, kSession), facts);
    ASSERT_NE(as_first, std::nullopt) << "by the rules before version 3 the third is of version 1";
    EXPECT_EQ(as_first->valid.at({5}).first, (ValidVoteKind{ValidVoteKind::BackingValid{block_hash(7)}}));

    v3 = true;
    leaf(13, {one});
    v3 = false;
    leaf(14, {one});
    const auto as_third = coordinator.votes_of(key_of(third, kSession - 1), facts);
    ASSERT_NE(as_third, std::nullopt);
    EXPECT_EQ(as_third->valid.at({5}).first, (ValidVoteKind{ValidVoteKind::BackingValid{block_hash(8)}}));
}

TEST_F(CoordinatorOnChain, DisputesOfABlockAreTakenOfCandidatesWhoseReceiptIsKnown) {
    const CandidateReceipt receipt = receipt_of(1);
    ScrapedBlock one = block(12);
    one.disputes = {{receipt.hash(), kSession, {{vote_in_favour(), {3}, {}}, {vote_against(), {4}, {}}}}};
    leaf(12, {one});
    EXPECT_EQ(stage(receipt), std::nullopt);
    ScrapedBlock with_backers = one;
    with_backers.backers = {{receipt, {{{5}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
    with_backers.backed = {receipt};
    leaf(13, {with_backers});
    EXPECT_EQ(stage(receipt), Stage::kActive);
    EXPECT_EQ(votes(receipt).valid.size(), 2u);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
}

// Votes under another session come in blocks without the receipt, and once.
TEST_F(CoordinatorOnChain, DisputesOfABlockUnderAnotherSessionAreTakenOfCandidatesThatAreKnown) {
    const CandidateReceipt receipt = receipt_of(1);
    ScrapedBlock first = block(12, {}, {receipt}), second = block(13);
    first.backers = {{receipt, {{{5}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
    second.disputes = {{receipt.hash(), kSession - 1, {{vote_in_favour(), {3}, {}}, {vote_against(), {4}, {}}}}};
    leaf(13, {first, second});
    EXPECT_EQ(stage(receipt), std::nullopt) << "under its own session it is not disputed";
    const DisputeKey under_another = key_of(receipt, kSession - 1);
    ASSERT_NE(coordinator.find_status(under_another), nullptr);
    EXPECT_EQ(coordinator.votes_of(under_another, facts)->voter_count(), 2u) << "the backer's vote is of its session";
}

TEST_F(CoordinatorOnChain, OlderBlocksComeFirstSoTheBackersOfACandidateAreThereBeforeItsDispute) {
    const CandidateReceipt receipt = receipt_of(1);
    ScrapedBlock first = block(12, {}, {receipt}), second = block(13);
    first.backers = {{receipt, {{{5}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
    second.disputes = {{receipt.hash(), kSession, {{vote_against(), {4}, {}}}}};
    leaf(13, {first, second});
    EXPECT_EQ(stage(receipt), Stage::kActive);
}

TEST_F(CoordinatorOnChain, EightBlocksAreImportedAtOnce) {
    std::vector<ScrapedBlock> blocks;
    for (uint32_t i = 0; i < 20; ++i) {
        ScrapedBlock one = block(static_cast<uint8_t>(20 + i));
        one.backers = {{receipt_of(i), {{{5}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
        blocks.push_back(one);
        blocks.push_back(block(static_cast<uint8_t>(60 + i)));
    }
    leaf(99, blocks);
    EXPECT_EQ(facts.stored.size(), 8u);
    EXPECT_TRUE(coordinator.has_backlog());
    leaf(100, {});
    EXPECT_EQ(facts.stored.size(), 16u);
    out.clear();
    coordinator.import_backlog(facts, now, out);
    facts.carry_out(out);
    EXPECT_EQ(facts.stored.size(), 20u);
    EXPECT_FALSE(coordinator.has_backlog());
}

// --- after a restart ---

TEST_F(CoordinatorOnChain, AfterARestartDisputesGoOn) {
    const CandidateReceipt voted = included(1), open = included(2), ended = included(3), old_end = included(4),
                           spam = receipt_of(5);
    import(voted, {backed_by(1), against(2)});
    participated(voted, Outcome::kValid);
    sign(voted);
    import(open, {backed_by(1), against(2)});
    import(spam, {in_favour(1), against(9)});
    const std::vector<CheckedVote> against_all{backed_by(1), against(3), against(4), against(5),
                                               against(6),   against(7), against(8), against(9)};
    import(old_end, against_all);
    now = 1100;
    import(ended, against_all);
    now = 1181;

    restart();
    leaf(12, {block(11, {voted, open, ended, old_end})});
    const auto sends = effects_of<Effect::Send>(out);
    ASSERT_EQ(sends.size(), 1u);
    EXPECT_EQ(sends[0].request.candidate_receipt, voted);
    EXPECT_EQ(sends[0].request.valid_vote.signature._0._0[0], 0x99);
    std::set<CandidateHash> checked;
    for (const auto& one : effects_of<Effect::Participate>(out)) checked.insert(one.request.candidate);
    EXPECT_EQ(checked, (std::set<CandidateHash>{open.hash(), ended.hash()})) << "not what ended three minutes ago";
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {9}), 1u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {1}), 0u);
    EXPECT_TRUE(coordinator.lost().contains(kSession, {1}));
    EXPECT_EQ(count<Effect::Revert>(), 2u) << "blocks stay given up";
    EXPECT_EQ(stage(old_end), Stage::kConcludedAgainst);
    vote(voted, false);
    EXPECT_EQ(count<Effect::Sign>(), 0u) << "it has voted before the restart";
}

TEST_F(CoordinatorOnChain, AfterARestartRaisersOfFewAreKnown) {
    leaf(11, {block(11, {receipt_of(1), receipt_of(2)})});
    import(receipt_of(2), {backed_by(1), against(2)});
    restart();
    leaf(12, {block(11, {receipt_of(1), receipt_of(2)})});
    import(receipt_of(1), {backed_by(1), in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7),
                           in_favour(8), against(2)});
    EXPECT_EQ(stage(receipt_of(2)), std::nullopt);
}

// It may have died between the two writes: how a dispute ended, and that those of its losers are over.
TEST_F(CoordinatorOnChain, AfterARestartDisputesThatOnlyLosersHaveBegunEnd) {
    const std::vector<ScrapedBlock> blocks{block(11, {receipt_of(1), receipt_of(2)})};
    leaf(11, blocks);
    import(receipt_of(2), {backed_by(1), against(2)});
    const Bytes key = dispute_key(key_of(receipt_of(2)));
    const Bytes active = facts.stored.at(key);
    import(receipt_of(1), {backed_by(1), in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7),
                           in_favour(8), against(2)});
    ASSERT_EQ(stage(receipt_of(2)), std::nullopt);
    facts.stored[key] = active;
    restart();
    leaf(12, blocks);
    EXPECT_EQ(stage(receipt_of(2)), std::nullopt);
    EXPECT_FALSE(facts.stored.contains(key));
    EXPECT_EQ(stage(receipt_of(1)), Stage::kConcludedFor);
}

TEST_F(CoordinatorOnChain, AfterARestartOldSessionsAreForgotten) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)}, kSession - 5);
    restart();
    session = kSession + 1;
    leaf(12, {});
    EXPECT_TRUE(coordinator.recent().empty());
    EXPECT_TRUE(facts.stored.empty());
}

TEST_F(CoordinatorOnChain, WhatIsStoredWronglyIsLeftOut) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    facts.stored[dispute_key({kSession, {}})] = {};
    facts.stored[Bytes{'d'}] = {1};
    facts.stored[votes_key(key_of(receipt))] = scale::encode(CandidateVotes{receipt_of(2), {}, {}});
    restart();
    leaf(12, {block(11, {receipt})});
    EXPECT_EQ(coordinator.recent().size(), 1u);
    EXPECT_EQ(coordinator.votes_of(key_of(receipt), facts), std::nullopt) << "votes on another candidate";
    EXPECT_EQ(count<Effect::Participate>(), 0u);
}

}  // namespace
}  // namespace serinus::parachain
