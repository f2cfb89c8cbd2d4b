// The parts of the coordinator: spam slots, losers, participation, and what blocks say of candidates.
// Observed: polkadot-node-core-dispute-coordinator 36.0.0
#include <gtest/gtest.h>

#include "parachain/disputes/disputes_test_support.hpp"
#include "parachain/disputes/stored_disputes.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

DisputeKey key_of(uint32_t number, SessionIndex session = kSession) { return {session, receipt_of(number).hash()}; }

// --- spam slots ---

TEST(SpamSlotsOf, AValidatorAreFifty) {
    SpamSlots slots;
    for (uint32_t i = 0; i < 50; ++i) EXPECT_TRUE(slots.add(key_of(i), {7}));
    EXPECT_FALSE(slots.add(key_of(50), {7}));
    EXPECT_TRUE(slots.add(key_of(49), {7})) << "it was counted for this candidate";
    EXPECT_EQ(slots.used_by(kSession, {7}), 50u);
    EXPECT_TRUE(slots.add(key_of(50), {8})) << "another validator";
    EXPECT_TRUE(slots.add(key_of(50, kSession + 1), {7})) << "another session";
}

TEST(SpamSlotsOf, ACandidateThatIsNoSpamAreFree) {
    SpamSlots slots;
    for (uint32_t i = 0; i < 50; ++i) slots.add(key_of(i), {7});
    slots.add(key_of(0), {8});
    slots.clear(key_of(0));
    slots.clear(key_of(0));
    slots.clear(key_of(1234));
    EXPECT_EQ(slots.used_by(kSession, {7}), 49u);
    EXPECT_EQ(slots.used_by(kSession, {8}), 0u);
    EXPECT_TRUE(slots.add(key_of(50), {7}));
    EXPECT_FALSE(slots.add(key_of(51), {7}));
    EXPECT_EQ(slots.dispute_count(), 50u);
}

TEST(SpamSlotsOf, OldSessionsAreForgotten) {
    SpamSlots slots;
    slots.add(key_of(1, 4), {7});
    slots.add(key_of(1, 5), {7});
    slots.forget_before(5);
    EXPECT_EQ(slots.used_by(4, {7}), 0u);
    EXPECT_EQ(slots.used_by(5, {7}), 1u);
    EXPECT_EQ(slots.dispute_count(), 1u);
}

// --- losers ---

using Validators = std::vector<ValidatorIndex>;

TEST(LostDisputesOf, ASessionBeginWithTheWorstAndLatest) {
    using Offence = LostDisputes::Offence;
    LostDisputes lost;
    lost.add(1, {1}, Offence::kDisputedValid);
    lost.add(1, {2}, Offence::kBackedInvalid);
    lost.add(1, {3}, Offence::kApprovedInvalid);
    lost.add(1, {4}, Offence::kDisputedValid);
    lost.add(1, {5}, Offence::kBackedInvalid);
    lost.add(2, {6}, Offence::kBackedInvalid);
    EXPECT_EQ(lost.of_session(1), (Validators{{5}, {2}, {3}, {4}, {1}}));
    lost.add(1, {1}, Offence::kDisputedValid);
    EXPECT_EQ(lost.of_session(1), (Validators{{5}, {2}, {3}, {1}, {4}})) << "again";
    lost.add(1, {5}, Offence::kDisputedValid);
    EXPECT_EQ(lost.of_session(1), (Validators{{5}, {2}, {3}, {1}, {4}})) << "the worst of a validator counts";
    lost.add(1, {4}, Offence::kBackedInvalid);
    EXPECT_EQ(lost.of_session(1), (Validators{{4}, {5}, {2}, {3}, {1}}));
    lost.forget_before(2);
    EXPECT_EQ(lost.of_session(1), Validators{});
    EXPECT_TRUE(lost.contains(2, {6}) && !lost.contains(2, {5}) && !lost.contains(1, {5}));
}

TEST(LostDisputesOf, ADisputeAreTheVotersOfOneSide) {
    CandidateVotes votes{receipt_of(1), {}, {}};
    votes.add(backed_by(1));
    votes.add(in_favour(2));
    votes.add(against(3));
    LostDisputes valid, invalid, none;
    using Set = std::set<ValidatorIndex>;
    EXPECT_EQ(valid.add_losers(1, votes, Stage::kConcludedFor), Set{{3}});
    EXPECT_EQ(valid.add_losers(1, votes, Stage::kConcludedFor), Set{}) << "not the first time";
    EXPECT_EQ(invalid.add_losers(1, votes, Stage::kConcludedAgainst), (Set{{1}, {2}}));
    EXPECT_EQ(none.add_losers(1, votes, Stage::kConfirmed), Set{});
    EXPECT_EQ(valid.of_session(1), (Validators{{3}}));
    EXPECT_EQ(invalid.of_session(1), (Validators{{1}, {2}})) << "backers first";
    EXPECT_EQ(none.of_session(1), Validators{});
}

TEST(DisabledValidators, AreThoseOfTheChainThenTheLosersAndNotMoreThanF) {
    using Set = std::set<ValidatorIndex>;
    EXPECT_EQ(disabled_validators({{1}}, {{2}, {1}}, 10), (Set{{1}, {2}}));
    EXPECT_EQ(disabled_validators({{1}, {9}}, {{2}, {3}}, 10), (Set{{1}, {9}, {2}}));
    EXPECT_EQ(disabled_validators({{1}, {9}, {8}, {7}}, {{2}}, 10), (Set{{1}, {9}, {8}}));
    EXPECT_EQ(disabled_validators({{1}}, {{2}}, 3), Set{});
}

// --- participation ---

ParticipationRequest request_of(uint32_t number, SessionIndex session = kSession) {
    const CandidateReceipt receipt = receipt_of(number);
    return {receipt.hash(), receipt, session};
}
using Added = Participation::Added;

/// Candidates in the order in which they are checked, one after the other.
std::vector<CandidateHash> order_of(Participation& participation) {
    std::vector<CandidateHash> out;
    while (const auto request = participation.start_next()) {
        out.push_back(request->candidate);
        participation.finish({request->session, request->candidate});
    }
    return out;
}
std::vector<CandidateHash> hashes_of(std::initializer_list<uint32_t> numbers) {
    std::vector<CandidateHash> out;
    for (const uint32_t number : numbers) out.push_back(receipt_of(number).hash());
    return out;
}

TEST(ParticipationIn, IncludedCandidatesComesFirstThenTheOldestParent) {
    Participation participation;
    participation.add(request_of(1), false, 5);
    participation.add(request_of(2), false, std::nullopt);
    participation.add(request_of(3), false, 4);
    participation.add(request_of(4), true, std::nullopt);
    participation.add(request_of(5), true, 9);
    participation.add(request_of(6), true, 8);
    EXPECT_EQ(order_of(participation), hashes_of({6, 5, 4, 3, 1, 2}));
}

TEST(ParticipationIn, CandidatesOfOneParentIsByHash) {
    Participation participation;
    std::vector<CandidateHash> expected = hashes_of({1, 2, 3, 4, 5});
    for (uint32_t i = 1; i <= 5; ++i) participation.add(request_of(i), true, 7);
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(order_of(participation), expected);
}

TEST(ParticipationIn, ThreeRunsAtOnce) {
    Participation participation;
    for (uint32_t i = 1; i <= 5; ++i) participation.add(request_of(i), true, i);
    for (uint32_t i = 1; i <= 3; ++i) EXPECT_EQ(participation.start_next()->candidate, receipt_of(i).hash());
    EXPECT_EQ(participation.start_next(), std::nullopt);
    EXPECT_EQ(participation.add(request_of(2), true, 2), Added::kKnown) << "it runs";
    EXPECT_EQ(participation.finish(key_of(2))->receipt, receipt_of(2));
    EXPECT_EQ(participation.finish(key_of(2)), std::nullopt);
    EXPECT_EQ(participation.start_next()->candidate, receipt_of(4).hash());
    EXPECT_EQ(participation.start_next(), std::nullopt);
}

// Under which session a candidate is disputed is what a peer says: one that is wrong must not stand for the right one.
TEST(ParticipationIn, ACandidateIsForEachSessionAndTheLatestFirst) {
    Participation participation;
    EXPECT_EQ(participation.add(request_of(1, kSession - 1), false, 5), Added::kAdded);
    EXPECT_EQ(participation.start_next(), request_of(1, kSession - 1));
    EXPECT_EQ(participation.add(request_of(1, kSession - 1), false, 5), Added::kKnown);
    EXPECT_EQ(participation.add(request_of(1, kSession - 2), false, 5), Added::kAdded);
    EXPECT_EQ(participation.add(request_of(1), false, 5), Added::kAdded);
    EXPECT_EQ(participation.add(request_of(1), false, 5), Added::kKnown);
    EXPECT_EQ(participation.waiting_otherwise(), 2u);
    participation.prioritize(receipt_of(1).hash());
    EXPECT_EQ(participation.waiting_with_priority(), 2u);
    EXPECT_EQ(participation.start_next(), request_of(1));
    EXPECT_EQ(participation.start_next(), request_of(1, kSession - 2));
    EXPECT_FALSE(participation.finish(key_of(1, kSession - 3)));
    EXPECT_EQ(participation.finish(key_of(1)), request_of(1));
    EXPECT_TRUE(participation.is_running(key_of(1, kSession - 1)));
}

TEST(ParticipationIn, ACandidateMovesWhenABlockIncludesIt) {
    Participation participation;
    participation.add(request_of(1), false, 1);
    participation.add(request_of(2), false, 2);
    participation.add(request_of(3), true, 9);
    participation.prioritize(receipt_of(2).hash());
    participation.prioritize(receipt_of(77).hash());
    EXPECT_EQ(participation.waiting_with_priority(), 2u);
    EXPECT_EQ(participation.add(request_of(1), true, 1), Added::kKnown);
    EXPECT_EQ(participation.add(request_of(3), false, 9), Added::kKnown);
    EXPECT_EQ(participation.waiting_with_priority(), 3u);
    EXPECT_EQ(participation.waiting_otherwise(), 0u);
    EXPECT_EQ(order_of(participation), hashes_of({1, 2, 3}));
}

TEST(ParticipationIn, ManyDisputesIsBounded) {
    Participation participation;
    for (uint32_t i = 0; i < 100; ++i) EXPECT_EQ(participation.add(request_of(i), false, i), Added::kAdded);
    EXPECT_EQ(participation.add(request_of(100), false, 0), Added::kFull);
    for (uint32_t i = 100; i < 20'100; ++i) ASSERT_EQ(participation.add(request_of(i), true, i), Added::kAdded);
    EXPECT_EQ(participation.add(request_of(20'100), true, 0), Added::kFull);
    participation.prioritize(receipt_of(0).hash());
    EXPECT_EQ(participation.waiting_otherwise(), 100u) << "it stays where it is";
    participation.start_next();
    participation.prioritize(receipt_of(0).hash());
    EXPECT_EQ(participation.waiting_otherwise(), 99u);
}

// --- blocks ---

ScrapedBlock block_with(uint8_t number, std::vector<CandidateReceipt> included, std::vector<CandidateReceipt> backed) {
    ScrapedBlock out;
    out.hash = block_hash(number);
    out.number = number;
    out.included = std::move(included);
    out.backed = std::move(backed);
    return out;
}
/// The chain of blocks 1 to 250.
std::optional<Hash256> parent_of(const Hash256& block) {
    if (block[0] <= 1) return std::nullopt;
    return block_hash(static_cast<uint8_t>(block[0] - 1));
}
std::vector<uint8_t> numbers_of(const std::vector<Hash256>& blocks) {
    std::vector<uint8_t> out;
    for (const Hash256& block : blocks) out.push_back(block[0]);
    return out;
}

TEST(Scraper, ReadsTheLeafAndAncestorsDownToTheTenthBelowTheFinalBlock) {
    ChainScraper scraper;
    EXPECT_EQ(numbers_of(scraper.missing(block_hash(34), 34, 32, parent_of)),
              (std::vector<uint8_t>{23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34}));
    EXPECT_EQ(numbers_of(scraper.missing(block_hash(3), 3, 0, parent_of)), (std::vector<uint8_t>{1, 2, 3}));
    EXPECT_EQ(numbers_of(scraper.missing(block_hash(5), 5, 100, parent_of)), (std::vector<uint8_t>{5}));
}

TEST(Scraper, ReadsNoAncestorTwice) {
    ChainScraper scraper;
    scraper.note(block_with(30, {}, {}));
    EXPECT_EQ(numbers_of(scraper.missing(block_hash(33), 33, 0, parent_of)), (std::vector<uint8_t>{31, 32, 33}));
    EXPECT_EQ(numbers_of(scraper.missing(block_hash(30), 30, 0, parent_of)), (std::vector<uint8_t>{30}))
        << "a leaf is read at any rate";
}

TEST(Scraper, ReadsFiveHundredAncestorsAtMost) {
    ChainScraper scraper;
    const auto counted = [](const Hash256& block) {
        Hash256 out = block;
        store_le(out.data(), load_le<uint32_t>(out.data()) - 1);
        return std::optional(out);
    };
    Hash256 leaf{};
    store_le(leaf.data(), uint32_t{2000});
    const auto blocks = scraper.missing(leaf, 2000, 0, counted);
    ASSERT_EQ(blocks.size(), 501u);
    EXPECT_EQ(load_le<uint32_t>(blocks.front().data()), 1500u);
    EXPECT_EQ(blocks.back(), leaf);
}

TEST(Scraper, KnowsCandidatesOfBlocksUntilTenBlocksAfterFinality) {
    ChainScraper scraper;
    scraper.note(block_with(20, {receipt_of(1)}, {receipt_of(2)}));
    scraper.note(block_with(22, {receipt_of(1)}, {receipt_of(2)}));
    const auto is_known = [&] {
        return std::pair(scraper.is_included(receipt_of(1).hash()), scraper.is_backed(receipt_of(2).hash()));
    };
    EXPECT_EQ(is_known(), std::pair(true, true));
    EXPECT_FALSE(scraper.is_backed(receipt_of(1).hash()) || scraper.is_included(receipt_of(2).hash()));
    using Blocks = std::vector<CandidateSightings::Block>;
    EXPECT_EQ(scraper.blocks_including(receipt_of(1).hash()), (Blocks{{20, block_hash(20)}, {22, block_hash(22)}}));
    scraper.on_finalized(29);
    EXPECT_EQ(scraper.blocks_including(receipt_of(1).hash()).size(), 2u);
    scraper.on_finalized(30);
    EXPECT_EQ(scraper.blocks_including(receipt_of(1).hash()), (Blocks{{22, block_hash(22)}}));
    EXPECT_EQ(is_known(), std::pair(true, true)) << "another block has them";
    scraper.on_finalized(32);
    EXPECT_EQ(is_known(), std::pair(false, false));
    EXPECT_EQ(scraper.candidate_count(), 0u);
}

TEST(Scraper, RemembersAThousandBlocks) {
    ChainScraper scraper;
    for (uint32_t i = 0; i < 1001; ++i) {
        ScrapedBlock block = block_with(0, {}, {});
        store_le(block.hash.data(), i);
        scraper.note(block);
    }
    Hash256 first{}, second{};
    store_le(second.data(), uint32_t{1});
    const auto parents = [&](const Hash256& block) { return block == block_hash(9) ? second : first; };
    EXPECT_EQ(scraper.missing(block_hash(9), 500, 0, parents).size(), 1u) << "the second is known";
    const auto to_first = [&](const Hash256& block) {
        return block == block_hash(9) ? std::optional(first) : std::nullopt;
    };
    EXPECT_EQ(scraper.missing(block_hash(9), 500, 0, to_first).size(), 2u) << "the first is not known any more";
}

// --- keys of what is stored ---

TEST(StoredDisputes, HaveKeysInTheOrderOfSessions) {
    const DisputeKey dispute = key_of(1, 0x01020304);
    const Bytes value = scale::encode(StoredDispute{});
    const auto read = read_dispute(dispute_key(dispute), value);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->first, dispute);
    EXPECT_FALSE(read_dispute(votes_key(dispute), value)) << "another kind";
    Bytes longer = dispute_key(dispute);
    longer.push_back(0);
    EXPECT_FALSE(read_dispute(longer, value));
    EXPECT_FALSE(read_dispute({}, value));
    EXPECT_FALSE(read_dispute(dispute_key(dispute), BytesView(value).first(value.size() - 1)));
    EXPECT_LT(dispute_key(key_of(1, 255)), dispute_key(key_of(1, 256)));
    EXPECT_LT(votes_key(key_of(1, 255)), votes_key(key_of(1, 256)));
}

// --- votes as they are stored ---

CheckedVote any_vote(std::mt19937_64& random, uint32_t validators) {
    const auto validator = static_cast<uint32_t>(random() % validators);
    CheckedVote out = against(validator);
    const auto what = random() % 4;
    if (what == 0) out = in_favour(validator);
    if (what == 1) out = backed_by(validator);
    if (what == 2) out = in_favour(validator, {ValidVoteKind::ApprovalChecking{}});
    out.signature._0._0.fill(static_cast<uint8_t>(random()));
    return out;
}

Result<std::optional<CandidateVotes>, std::string> read_of(const Facts& facts, const DisputeKey& dispute) {
    return read_votes(dispute, *facts.stored_under(votes_key(dispute)));
}

// Each import stores what it adds. An earlier release wrote all votes under the first key, anew with each.
TEST(StoredDisputes, HaveTheirVotesOneByOneAndThoseOfAnEarlierReleaseTogether) {
    std::mt19937_64 random = test::seeded_random();
    const CandidateReceipt receipt = receipt_of(1);
    const DisputeKey dispute{kSession, receipt.hash()};
    for (int run = 0; run < 50; ++run) {
        Facts facts(300);
        facts.stored[votes_key({kSession, receipt_of(2).hash()})] = {1};
        CandidateVotes all{receipt, {}, {}};
        if (run % 2 == 0) {
            for (int i = 0; i < 5; ++i) all.add(any_vote(random, 300));
            facts.stored[votes_key(dispute)] = scale::encode(all);
        }
        bool is_first = run % 2 != 0;
        for (int import = 0; import < 30; ++import) {
            CandidateVotes added{receipt, {}, {}};
            for (int i = 0; i < 3; ++i) {
                const CheckedVote vote = any_vote(random, 300);
                if (!all.add(vote)) continue;
                CandidateVotes one{receipt, {}, {}};
                one.add(vote);
                for (const auto& [validator, entry] : one.valid) added.valid.insert_or_assign(validator, entry);
                for (const auto& [validator, entry] : one.invalid) added.invalid.insert_or_assign(validator, entry);
            }
            DisputeEffect::Store store{store_votes(dispute, added, is_first)};
            is_first = false;
            facts.carry_out({{std::move(store)}});
            ASSERT_EQ(*read_of(facts, dispute), all);
        }
    }
}

TEST(StoredDisputes, AreNotNothingIfTheyAreDamaged) {
    const CandidateReceipt receipt = receipt_of(1);
    const DisputeKey dispute{kSession, receipt.hash()};
    CandidateVotes votes{receipt, {}, {}};
    votes.add(against(7));
    Facts facts(10);
    EXPECT_EQ(*read_of(facts, dispute), std::nullopt);
    facts.carry_out({{DisputeEffect::Store{store_votes(dispute, votes, false)}}});
    EXPECT_FALSE(read_of(facts, dispute)) << "the first ones are missing";
    facts.carry_out({{DisputeEffect::Store{store_votes(dispute, {receipt, {}, {}}, true)}}});
    EXPECT_EQ(*read_of(facts, dispute), votes);
    facts.stored.rbegin()->second.pop_back();
    EXPECT_FALSE(read_of(facts, dispute));
    facts.stored[votes_key(dispute)] = scale::encode(CandidateVotes{receipt_of(2), {}, {}});
    EXPECT_FALSE(read_of(facts, dispute)) << "votes on another candidate";
}

// --- tallies ---

TEST(TallyOfVotes, SaysWhatTheVotesSay) {
    std::mt19937_64 random = test::seeded_random();
    for (int run = 0; run < 100; ++run) {
        const auto validators = static_cast<uint32_t>(test::random_between(random, 1, 200));
        CandidateVotes votes{receipt_of(1), {}, {}};
        Tally tally(validators);
        for (int i = 0; i < 300; ++i) {
            const CheckedVote vote = any_vote(random, validators);
            ASSERT_EQ(tally.add(vote), votes.add(vote));
        }
        EXPECT_FALSE(tally.add(against(validators))) << "there is no such validator";
        for (const Tally& one : {tally, Tally::of(votes, validators)}) {
            EXPECT_EQ(one.valid_count(), votes.valid.size());
            EXPECT_EQ(one.invalid_count(), votes.invalid.size());
            EXPECT_EQ(one.voter_count(), votes.voter_count());
            std::vector<ValidatorIndex> those_against;
            for (const auto& [validator, vote] : votes.invalid) those_against.push_back(validator);
            EXPECT_EQ(one.against(), those_against);
            for (uint32_t i = 0; i < validators; ++i) {
                EXPECT_EQ(one.has_voted({i}), votes.has_voted({i}));
                EXPECT_EQ(one.is_for({i}), votes.valid.contains({i}));
            }
        }
    }
}

TEST(TallyOfVotes, AreKeptForTheCandidatesOfLate) {
    Tallies tallies;
    const auto key = [](uint32_t number) { return key_of(1, number); };
    tallies.put(key(0), {receipt_of(0), Tally(10)});
    for (uint32_t i = 1; i < 10 * Tallies::kKept; ++i) {
        tallies.put(key(i), {receipt_of(i), Tally(10)});
        ASSERT_LE(tallies.size(), 2 * Tallies::kKept);
        if (i % 100 == 0) {
            ASSERT_NE(tallies.find(key(0)), nullptr) << "it is asked for";
            EXPECT_EQ(tallies.find(key(0))->receipt, receipt_of(0));
        }
    }
    EXPECT_EQ(tallies.peek(key(1)), nullptr);
}

}  // namespace
}  // namespace serinus::parachain
