// The gadget on a chain in memory, in virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "consensus/beefy/start.hpp"
#include "consensus/beefy/stored.hpp"
#include "consensus/beefy/test_keys.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::consensus::beefy {
namespace {

using chain::BlockId;
using chain::IsRefused;
using chain::RefusalReason;
using primitives::digest::Consensus;
using serinus::test::put_extrinsic;
using serinus::test::TestChain;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr BlockNumber kGenesis = 2;

/// The runtime's answers to BeefyApi_beefy_genesis and BeefyApi_validator_set stand under "bg" and "bs".
serinus::test::RuntimeExtension beefy_runtime() {
    return {.apis = {{.id = {0x49, 0xea, 0xaf, 0x1b, 0x54, 0x8a, 0x0c, 0xb0}, .version = 3}}, .functions = R"(
        (data (i32.const 8) "bgbs")
        (func (export "BeefyApi_beefy_genesis") (param i32 i32) (result i64)
            (call $stored (i32.const 8) (i32.const 2)))
        (func (export "BeefyApi_validator_set") (param i32 i32) (result i64)
            (call $stored (i32.const 10) (i32.const 2))))"};
}

/// BEEFY begins with block 2 of the chain, with the set 1. This node has the key of the first validator.
class BeefyOnAChain : public testing::Test {
  protected:
    void begin(size_t validators) {
        set = test::Keys(validators, 1);
        const std::string seed = "0x" + std::string(63, '0') + "1";  // test::Keys::seed(0)
        ASSERT_TRUE(keys.generate(kKeyType, crypto::Scheme::kEcdsa, seed));
        add("bg", scale::encode(std::optional(kGenesis)));
        add("bs", scale::encode(std::optional(set.set)));
    }
    /// A child of the best block, which sets a key of the state.
    Hash256 add(std::string_view key, const Bytes& value, const std::optional<ValidatorSet>& next = {},
                const std::optional<SignedCommitment>& proof = {}) {
        auto block = chain.build(chain->best().hash, {.extrinsic = put_extrinsic(as_bytes(key), value)}).block;
        const auto log = [&](const ConsensusLog& item) {
            block.header.digest.push_back(Consensus{primitives::kBeefyEngine, scale::encode(item)});
        };
        if (next) log(*next);
        log(MmrRoot{test::Keys::root(block.header.number)});
        std::optional<primitives::Justifications> all;
        if (proof) all = {{primitives::kBeefyEngine, encode_proof(*proof)}};
        const auto outcome = chain->import({block, all}, chain::BlockOrigin::kNetworkBroadcast);
        EXPECT_TRUE(outcome && outcome->kind == chain::ImportOutcome::Kind::kImported);
        return outcome->block.hash;
    }
    void grow(BlockNumber to) {
        while (chain->best().number < to) add("a", Bytes{1});
    }
    /// Block `to` begins another set.
    void begin_set(BlockNumber to, const ValidatorSet& next) {
        grow(to - 1);
        add("bs", scale::encode(std::optional(next)), next);
    }
    void finalize(BlockNumber number) {
        EXPECT_TRUE(chain->finalize(**chain->find_hash(number), std::nullopt));
        run_for(1);
    }
    void start() {
        BeefyOptions options;
        options.scheduler = scheduler.get();
        options.send = [this](const OutgoingMessage& message) { on_sent(message); };
        options.report_verdict = [this](GossipPeer, MessageVerdict verdict) { verdicts.push_back(verdict); };
        options.request_proof = [this](BlockNumber block) { requested.push_back(block); };
        options.proven = [this](BlockNumber block) { proven.push_back(block); };
        options.report_answer_verdict = [this](BlockNumber, AnswerVerdict verdict) { answers.push_back(verdict); };
        options.filter_changed = [this](const GossipFilter& now) { filter = now; };
        options.submit_transaction = [](const primitives::Extrinsic&) { return true; };
        options.is_authority = is_authority;
        beefy = beefy::start(*chain, keys, std::move(options));
        beefy->subscribe([this](const auto& proof) { subscribed.push_back(*proof); });
        run_for(1);
    }
    void restart() {
        beefy.reset();
        requested.clear();
        start();
    }
    /// No vote of this node contradicts another one.
    void on_sent(const OutgoingMessage& sent) {
        const auto message = scale::decode<GossipMessage>(*sent.encoded);
        ASSERT_TRUE(message);
        EXPECT_EQ(find_place(*sent.encoded), (MessagePlace{sent.block, sent.set_id, sent.is_vote}));
        if (sent.from) return passed_on.push_back(*sent.from);
        const auto* vote = std::get_if<VoteMessage>(&*message);
        if (vote == nullptr) return;
        EXPECT_TRUE(check_signature(*vote));
        const auto [at, is_new] = votes.try_emplace(sent.block, *vote);
        EXPECT_EQ(at->second, *vote) << "two votes for block " << sent.block;
        const auto kept = find_record(*chain);
        ASSERT_TRUE(kept && *kept);
        EXPECT_GE((*kept)->best_voted, sent.block) << "signed before it was kept";
    }
    void receive(const GossipMessage& message) {
        EXPECT_EQ(beefy->receive(7, scale::encode(message)), platform::Admission::kTaken);
        run_for(1);
    }
    void answer(BlockNumber block, Bytes proof) {
        beefy->receive_answer(block, std::move(proof));
        run_for(1);
    }
    static GossipMessage gossip(const SignedCommitment& proof) {
        return GossipMessage(VersionedFinalityProof(to_compact(proof)));
    }
    std::optional<SignedCommitment> kept(BlockNumber number) {
        const auto all = *chain->find_justifications(**chain->find_hash(number));
        if (!all) return std::nullopt;
        for (const auto& one : *all) {
            if (one.engine == primitives::kBeefyEngine) return decode_proof(one.data);
        }
        return std::nullopt;
    }
    std::vector<BlockNumber> voted() const {
        std::vector<BlockNumber> out;
        for (const auto& [block, vote] : votes) out.push_back(block);
        return out;
    }
    void run_for(uint64_t ms) { time.run_until_ms(time.now_ms() + ms); }

    TestChain chain{{}, beefy_runtime()};
    test::Keys set{1};
    bool is_authority = true;
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    crypto::NodeKeys keys{*scheduler};
    std::unique_ptr<RunningBeefy> beefy;
    std::map<BlockNumber, VoteMessage> votes;
    std::vector<MessageVerdict> verdicts;
    std::vector<AnswerVerdict> answers;
    std::vector<BlockNumber> requested, proven;
    std::vector<GossipPeer> passed_on;
    std::vector<Bytes> subscribed;
    std::optional<GossipFilter> filter;
};

TEST_F(BeefyOnAChain, ItWaitsForBeefyAndForFinality) {
    begin(1);
    start();
    grow(5);
    run_for(1'000);
    EXPECT_THAT(voted(), IsEmpty());
    EXPECT_EQ(beefy->finalized_head(), std::nullopt);
    finalize(1);
    EXPECT_THAT(voted(), IsEmpty()) << "BEEFY begins with the next block";
    finalize(2);
    EXPECT_THAT(voted(), ElementsAre(2));
    EXPECT_EQ(beefy->finalized_head(), **chain->find_hash(2));
}

TEST_F(BeefyOnAChain, ASoleValidatorProvesTheFirstBlockAndEachEighth) {
    begin(1);
    start();
    grow(20);
    finalize(12);
    finalize(20);
    EXPECT_THAT(voted(), ElementsAre(2, 10, 18));
    EXPECT_THAT(proven, ElementsAre(2, 10, 18));
    ASSERT_EQ(subscribed.size(), 3u);
    for (const BlockNumber block : {2U, 10U, 18U}) {
        ASSERT_TRUE(kept(block));
        EXPECT_TRUE(check_proof(*kept(block), block, set.set).is_valid);
        EXPECT_EQ(kept(block)->commitment, mmr_root_commitment(test::Keys::root(block), block, 1));
    }
    EXPECT_EQ(subscribed.back(), encode_proof(*kept(18)));
    EXPECT_EQ(filter, (GossipFilter{1, 18, 20}));
    const Figures figures = beefy->figures();
    EXPECT_EQ(figures.best_block, 18u);
    EXPECT_EQ(figures.best_voted, 18u);
    EXPECT_EQ(figures.votes_sent, 3u);
    EXPECT_EQ(figures.validator_set_id, 1u);
}

TEST_F(BeefyOnAChain, AfterARestartItContinuesAndSignsTheSameAgain) {
    begin(3);
    start();
    grow(12);
    finalize(12);
    EXPECT_THAT(voted(), ElementsAre(2));
    EXPECT_THAT(requested, ElementsAre(2));
    restart();
    EXPECT_THAT(requested, ElementsAre(2));
    EXPECT_EQ(beefy->figures().votes_sent, 1u) << "the same vote: the others may not have it";
    receive(set.vote(1, 2));
    receive(set.vote(2, 2));
    EXPECT_THAT(proven, ElementsAre(2));
    EXPECT_THAT(voted(), ElementsAre(2, 10));
    restart();
    EXPECT_EQ(beefy->finalized_head(), **chain->find_hash(2));
    EXPECT_THAT(requested, IsEmpty());
    EXPECT_THAT(voted(), ElementsAre(2, 10));
}

TEST_F(BeefyOnAChain, SetsThatBeganWhileItWasStoppedAreProvenInTheirOrder) {
    begin(3);
    start();
    grow(4);
    finalize(4);
    beefy.reset();
    const test::Keys second(3, 2), third(3, 3);
    begin_set(9, second.set);
    begin_set(15, third.set);
    finalize(15);
    start();
    EXPECT_THAT(requested, ElementsAre(2, 2));
    answer(2, encode_proof(set.proof(2, {0, 1, 2})));
    answer(9, encode_proof(second.proof(9, {0, 1, 2})));
    answer(15, encode_proof(third.proof(15, {0, 1, 2})));
    EXPECT_THAT(answers, ElementsAre(AnswerVerdict::kGood, AnswerVerdict::kGood, AnswerVerdict::kGood));
    EXPECT_THAT(requested, ElementsAre(2, 2, 9, 15));
    EXPECT_THAT(proven, ElementsAre(2, 9, 15));
    for (const BlockNumber block : {2U, 9U, 15U}) EXPECT_TRUE(kept(block)) << block;
    EXPECT_THAT(voted(), ElementsAre(2, 9, 15));
    EXPECT_EQ(beefy->figures().lagging_sessions, 2u);
}

TEST_F(BeefyOnAChain, AnAnswerThatProvesNothingIsBadAndOneThatIsLateIsNotNeeded) {
    begin(3);
    start();
    finalize(2);
    answer(2, Bytes{1, 2, 3});
    answer(2, encode_proof(set.proof(2, {0})));
    answer(2, encode_proof(test::Keys(3, 2).proof(2, {0, 1, 2})));
    answer(3, encode_proof(set.proof(3, {0, 1, 2})));
    EXPECT_THAT(answers,
                ElementsAre(AnswerVerdict::kBad, AnswerVerdict::kBad, AnswerVerdict::kBad, AnswerVerdict::kNotNeeded));
    EXPECT_THAT(proven, IsEmpty());
    answer(2, encode_proof(set.proof(2, {0, 1, 2})));
    answer(2, encode_proof(set.proof(2, {0, 1, 2})));
    EXPECT_EQ(answers.back(), AnswerVerdict::kNotNeeded);
    EXPECT_THAT(proven, ElementsAre(2));
}

TEST_F(BeefyOnAChain, ANodeWithoutKeysFollowsWhatOthersProve) {
    begin(3);
    is_authority = false;
    start();
    grow(12);
    finalize(12);
    receive(gossip(set.proof(2, {0, 1, 2})));
    receive(set.vote(0, 10));
    receive(set.vote(1, 10));
    receive(set.vote(2, 10));
    EXPECT_THAT(proven, ElementsAre(2, 10));
    EXPECT_THAT(passed_on, ElementsAre(7, 7, 7)) << "the proof, and the votes that are not a proof yet";
    EXPECT_THAT(voted(), IsEmpty());
    EXPECT_EQ(beefy->figures().votes_sent, 0u);
    EXPECT_EQ(beefy->figures().good_votes, 3u);
    EXPECT_EQ(kept(10), set.proof(10, {0, 1, 2}));
}

TEST_F(BeefyOnAChain, MessagesAreJudgedOneByOne) {
    using enum MessageVerdict;
    begin(3);
    start();
    EXPECT_EQ(beefy->receive(7, Bytes{9}), platform::Admission::kTaken);
    run_for(1);
    EXPECT_THAT(verdicts, ElementsAre(kCannotTell)) << "there is no set yet";
    verdicts.clear();
    finalize(2);
    EXPECT_EQ(beefy->receive(7, Bytes{9}), platform::Admission::kTaken);
    receive(set.vote(1, 2));
    receive(set.vote(1, 2));
    receive(set.vote(1, 2, Hash256{{5}}));
    receive(gossip(set.proof(2, {0})));
    EXPECT_THAT(verdicts, ElementsAre(kUndecodable, kGoodVote, kKnownVote, kGoodVote, kBadProof));
    EXPECT_EQ(beefy->figures().equivocation_votes, 1u);
}

TEST_F(BeefyOnAChain, AProofThatComesWithABlockIsCheckedAndKeptWhenTheBlockIsFinal) {
    begin(3);
    is_authority = false;
    start();
    grow(8);
    const test::Keys second(3, 2);
    add("bs", scale::encode(std::optional(second.set)), second.set, second.proof(9, {0, 1, 2}));
    add("a", Bytes{1}, {}, second.proof(10, {0}));
    run_for(1);
    finalize(10);
    EXPECT_EQ(kept(9), std::nullopt) << "the set before it has to prove its own block first";
    answer(2, encode_proof(set.proof(2, {0, 1, 2})));
    EXPECT_EQ(kept(9), second.proof(9, {0, 1, 2}));
    EXPECT_EQ(kept(10), std::nullopt);
    EXPECT_THAT(proven, ElementsAre(2, 9));
    EXPECT_EQ(beefy->figures().good_justification_imports, 1u);
    EXPECT_EQ(beefy->figures().bad_justification_imports, 1u);
}

TEST_F(BeefyOnAChain, AProofForAKnownBlockIsRefusedWithAReasonOrTaken) {
    begin(3);
    start();
    grow(3);
    finalize(2);
    const auto import = [&](BlockNumber block, const Bytes& proof) {
        return *chain->import_justification(**chain->find_hash(block), {primitives::kBeefyEngine, proof});
    };
    EXPECT_THAT(import(2, {1}).refusal, IsRefused(RefusalReason::kUndecodableJustification, ""));
    EXPECT_THAT(import(3, encode_proof(set.proof(2, {0, 1, 2}))).refusal,
                IsRefused(RefusalReason::kJustificationOfOtherBlock, ""));
    EXPECT_THAT(import(2, encode_proof(set.proof(2, {0}))).refusal, IsRefused(RefusalReason::kTooFewVotes, ""));
    EXPECT_THAT(import(1, encode_proof(set.proof(1, {0, 1, 2}))).refusal, IsRefused(RefusalReason::kNoGadget, ""));
    EXPECT_EQ(import(2, encode_proof(set.proof(2, {0, 1, 2}))).kind, chain::JustificationOutcome::Kind::kTaken);
    run_for(1);
    EXPECT_THAT(proven, ElementsAre(2));
    beefy.reset();
    EXPECT_THAT(import(3, {1}).refusal, IsRefused(RefusalReason::kNoGadget, ""));
}

TEST_F(BeefyOnAChain, WithoutARecordItBeginsWithTheLastBlockThatIsProven) {
    begin(1);
    start();
    grow(12);
    finalize(12);
    EXPECT_THAT(proven, ElementsAre(2, 10));
    beefy.reset();
    const test::Keys second(1, 2);
    begin_set(15, second.set);
    grow(17);
    finalize(17);
    ASSERT_TRUE(chain->put_aux({{keep_record({}).key, std::nullopt}}));
    votes.clear();
    start();
    EXPECT_THAT(proven, ElementsAre(2, 10, 15));
    EXPECT_THAT(voted(), ElementsAre(15));
}

TEST_F(BeefyOnAChain, AnotherGenesisOfBeefyBeginsAnew) {
    begin(1);
    start();
    grow(4);
    finalize(4);
    add("bg", scale::encode(std::optional(BlockNumber{7})));
    grow(6);
    finalize(6);
    EXPECT_THAT(proven, ElementsAre(2));
    grow(7);
    finalize(7);
    EXPECT_THAT(proven, ElementsAre(2, 7));
}

TEST_F(BeefyOnAChain, RecordsAreFoundAsTheyWereKept) {
    VoterRecord record{.pallet_genesis = 2,
                       .best_grandpa = 30,
                       .best_beefy = 10,
                       .best_voted = 18,
                       .own_vote = mmr_root_commitment(test::Keys::root(18), 18, 1),
                       .sessions = {{.block = 2, .set = set.set, .mandatory_done = true}}};
    ASSERT_TRUE(chain->put_aux({keep_record(record)}));
    EXPECT_EQ(*find_record(*chain), record);
    record.sessions.clear();
    ASSERT_TRUE(chain->put_aux({keep_record(record)}));
    EXPECT_EQ(*find_record(*chain), std::nullopt) << "no voter writes such a record";
    ASSERT_TRUE(chain->put_aux({{keep_record(record).key, Bytes{1, 2}}}));
    EXPECT_EQ(*find_record(*chain), std::nullopt);
}

}  // namespace
}  // namespace serinus::consensus::beefy
