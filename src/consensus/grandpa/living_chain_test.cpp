// The gadget on a chain in memory, in virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "chain/files/exported_state.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "consensus/grandpa/follow.hpp"
#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/start.hpp"
#include "consensus/grandpa/stored.hpp"
#include "crypto/ed25519.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::consensus::grandpa {
namespace {

using chain::ImportOutcome;
using chain::IsRefused;
using chain::RefusalReason;
using crypto::ed25519::public_key_of;
using primitives::digest::Consensus;
using serinus::test::TestChain;
using testing::HasSubstr;

constexpr uint64_t kGossip = 10;

AuthoritySet set_of(AuthorityList authorities) {
    AuthoritySet set;
    set.current = std::move(authorities);
    return set;
}

class GrandpaOnAChain : public testing::Test {
  protected:
    GrandpaOnAChain() {
        alice = *AuthorityId::from(*keys.generate(crypto::key_types::kGrandpa, crypto::Scheme::kEd25519, "//Alice"));
        EXPECT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}}))}));
    }
    ~GrandpaOnAChain() override { grandpa.reset(); }

    void start(std::optional<VotingRules> rules = kVoteForBest) {
        GrandpaOptions options;
        options.scheduler = scheduler.get();
        options.send = [this](const OutgoingMessage& message) { on_sent(message); };
        options.report_verdict = [this](GossipPeer peer, MessageVerdict verdict) {
            verdicts.emplace_back(peer, verdict);
        };
        options.request_block = [this](const BlockId& block, const std::vector<GossipPeer>& peers) {
            for (const GossipPeer peer : peers) requested.emplace_back(peer, block);
        };
        options.is_authority = is_authority;
        options.gossip_duration_ms = options.sole_voter_gossip_duration_ms = kGossip;
        options.justification_period = 4;
        options.voting_rules = rules;
        options.vote_limit = vote_limit;
        auto started = grandpa::start(*chain, keys, std::move(options));
        ASSERT_TRUE(started) << started.error().reason;
        grandpa = *std::move(started);
        ASSERT_NE(grandpa, nullptr);
        grandpa->subscribe([this](const auto& justification) { justifications.push_back(*justification); });
    }
    /// No vote of this node contradicts another one.
    void on_sent(const OutgoingMessage& sent) {
        EXPECT_EQ(*scale::decode<GossipMessage>(*sent.encoded), sent.message);
        if (sent.from) return relayed.emplace_back(*sent.from, sent.message), void();
        if (sent.peer) return addressed.emplace_back(*sent.peer, sent.message), void();
        const auto* vote = std::get_if<VoteMessage>(&sent.message);
        if (!vote) return;
        EXPECT_TRUE(check_signature(vote->message, vote->round, vote->set_id));
        const auto [at, is_new] =
            votes.try_emplace({vote->set_id, vote->round, vote->message.message.kind}, vote->message.message.target);
        EXPECT_EQ(at->second, vote->message.message.target) << "equivocation in round " << vote->round;
    }
    void receive(GossipPeer peer, const GossipMessage& message) {
        EXPECT_EQ(grandpa->receive(peer, scale::encode(message)), platform::Admission::kTaken);
        run_for(1);
    }
    static SignedVote sign_vote(const crypto::ed25519::Seed& seed, VoteKind kind, const BlockId& block,
                                RoundNumber round, SetId set) {
        return {block, crypto::ed25519::sign(seed, signed_bytes({kind, block}, round, set)), public_key_of(seed)};
    }
    void run_for(uint64_t ms) { time.run_until_ms(time.now_ms() + ms); }
    void rounds(int count) { run_for(static_cast<uint64_t>(count) * 5 * kGossip); }
    Hash256 best() { return chain->best().hash; }

    /// A child of the best block with a digest item of GRANDPA.
    ImportOutcome import(const std::optional<ConsensusLog>& log, std::optional<primitives::Justification> proof = {}) {
        auto block = chain.build(best()).block;
        if (log) block.header.digest.push_back(Consensus{primitives::kGrandpaEngine, scale::encode(*log)});
        std::optional<primitives::Justifications> proofs;
        if (proof) proofs = {*std::move(proof)};
        auto outcome = chain->import({block, proofs}, chain::BlockOrigin::kNetworkBroadcast);
        EXPECT_TRUE(outcome);
        return *std::move(outcome);
    }
    /// What a voter of another node would make of a round.
    primitives::Justification justify(const BlockId& block, const crypto::ed25519::Seed& seed, SetId set) {
        const Message message{VoteKind::kPrecommit, block};
        const Justification out{
            1, {block, {{block, crypto::ed25519::sign(seed, signed_bytes(message, 1, set)), public_key_of(seed)}}}, {}};
        return {primitives::kGrandpaEngine, scale::encode(out)};
    }

    /// A child of the best block with a justification for it.
    ImportOutcome import_justified(const crypto::ed25519::Seed& seed, SetId set) {
        const auto block = chain.build(best()).block;
        const BlockId id{primitives::header_hash(block.header), block.header.number.value};
        auto outcome =
            chain->import({block, primitives::Justifications{justify(id, seed, set)}}, chain::BlockOrigin::kFile);
        EXPECT_TRUE(outcome);
        return *std::move(outcome);
    }
    std::unique_ptr<Follower> follow_it() {
        auto follower = follow(*chain, *scheduler);
        EXPECT_TRUE(follower);
        return *std::move(follower);
    }

    /// //Alice, of the development chains.
    const crypto::ed25519::Seed alice_seed =
        *crypto::ed25519::Seed::from(*from_hex("abf8e5bdbe30c65656c0a3cbd181ff8a56294a69dfedd27982aace4a76909115"));
    TestChain chain;
    AuthorityId alice;
    bool is_authority = true;
    VoteLimit vote_limit = {};
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    crypto::NodeKeys keys{*scheduler};
    std::unique_ptr<RunningGrandpa> grandpa;
    std::vector<Bytes> justifications;
    std::map<std::tuple<SetId, RoundNumber, VoteKind>, BlockId> votes;
    std::vector<std::pair<GossipPeer, MessageVerdict>> verdicts;
    std::vector<std::pair<GossipPeer, BlockId>> requested;
    std::vector<std::pair<GossipPeer, GossipMessage>> relayed;    ///< with the peers that they came from
    std::vector<std::pair<GossipPeer, GossipMessage>> addressed;  ///< to one peer
};

TEST_F(GrandpaOnAChain, AChainWithoutAuthoritiesHasNoGadget) {
    TestChain other;
    const auto started = grandpa::start(*other, keys, {});
    ASSERT_TRUE(started);
    EXPECT_EQ(*started, nullptr);
}

TEST_F(GrandpaOnAChain, OneAuthorityFinalizesEachBlockWithinARound) {
    start();
    for (int i = 0; i < 3; ++i) {
        chain.add(best());
        rounds(2);
        EXPECT_EQ(chain->finalized(), chain->best());
    }
    ASSERT_TRUE(grandpa->state());
    EXPECT_EQ(grandpa->state()->best.total_weight, 1u);
    EXPECT_EQ(grandpa->state()->best.threshold_weight, 1u);
    EXPECT_GE(grandpa->state()->best.round, 4u);
    EXPECT_GE(grandpa->counts().precommits, 3u);

    ASSERT_EQ(justifications.size(), 3u);
    const auto last = *scale::decode<Justification>(justifications.back());
    EXPECT_EQ(last.commit.target, chain->best());
    const auto voters = std::make_shared<const VoterSet>(*VoterSet::from({{alice, 1}}));
    EXPECT_EQ(check_justification(last, 0, voters, {}), std::nullopt);
}

// The first one, one of each period, and the latest can be shown.
TEST_F(GrandpaOnAChain, FewJustificationsAreKept) {
    start();
    std::vector<BlockNumber> kept;
    for (BlockNumber number = 1; number <= 9; ++number) {
        const Hash256 block = chain.add(best());
        rounds(2);
        if (*chain->find_justifications(block)) kept.push_back(number);
    }
    EXPECT_THAT(kept, testing::ElementsAre(1, 4, 8));

    const auto proof = *grandpa->prove_finality(7);
    ASSERT_TRUE(proof);
    const auto decoded = *scale::decode<FinalityProof>(*proof);
    EXPECT_EQ(decoded.block, best());
    EXPECT_EQ(decoded.justification, justifications.back());
    ASSERT_EQ(decoded.unknown_headers.size(), 2u) << "8 and 9";
    EXPECT_EQ(primitives::header_hash(decoded.unknown_headers.back()), best());
    EXPECT_EQ(grandpa->prove_finality(10).error(), "Block not yet finalized");
}

TEST_F(GrandpaOnAChain, TheDefaultVotingRulesStayBehindTheBestBlock) {
    start(VotingRules{});
    chain.add_many(best(), 6);
    rounds(4);
    EXPECT_EQ(chain->finalized().number, 4u);
}

TEST_F(GrandpaOnAChain, VotesGoNoHigherThanTheirLimit) {
    std::optional<BlockNumber> limit = 3;
    vote_limit = [&](const BlockId& base, const BlockId& at) {
        EXPECT_LE(base.number, at.number);
        return limit;
    };
    start();
    chain.add_many(best(), 6);
    rounds(4);
    EXPECT_EQ(chain->finalized().number, 3u);
    // Below what is final it limits nothing: votes stay where they are.
    limit = 1;
    rounds(4);
    EXPECT_EQ(chain->finalized().number, 3u);
    limit.reset();
    rounds(4);
    EXPECT_EQ(chain->finalized().number, 6u);
}

TEST_F(GrandpaOnAChain, ARestartedVoterDoesNotEquivocate) {
    for (int i = 0; i < 20; ++i) {
        start();
        run_for(3 + static_cast<uint64_t>(i) * 7 % 50);  // in all places of a round
        chain.add(best());
        run_for(static_cast<uint64_t>(i) * 3 % 40);
        grandpa.reset();
    }
    EXPECT_GT(votes.size(), 10u);
    start();
    rounds(3);
    EXPECT_EQ(chain->finalized(), chain->best());
}

// Spec: sect-authority-set
TEST_F(GrandpaOnAChain, AScheduledChangeTakesEffectWithFinality) {
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    start();
    import(ScheduledChange{{{public_key_of(bob), 1}}, 1});
    const BlockId enacting = import(std::nullopt).block;
    chain.add_many(best(), 3);
    rounds(4);
    EXPECT_EQ(chain->finalized(), enacting) << "the old set goes no further";
    EXPECT_TRUE(*chain->find_justifications(enacting.hash)) << "those that change the set are kept";
    ASSERT_TRUE(grandpa->state());
    EXPECT_EQ(grandpa->state()->set_id, 1u);
    EXPECT_EQ(grandpa->state()->best.prevotes_missing, std::vector{public_key_of(bob).bytes});

    // The new set finalizes: by justifications, as Bob is elsewhere.
    const BlockId wrong = import(std::nullopt, justify(chain->finalized(), bob, 1)).block;
    EXPECT_EQ(chain->finalized(), enacting) << "a justification of another block";
    auto block = chain.build(best()).block;
    const BlockId id{primitives::header_hash(block.header), block.header.number.value};
    const auto outcome =
        *chain->import({block, primitives::Justifications{justify(id, bob, 1)}}, chain::BlockOrigin::kNetworkBroadcast);
    EXPECT_EQ(outcome.bad_justification, std::nullopt);
    EXPECT_EQ(chain->finalized(), id);
    EXPECT_EQ(id.number, wrong.number + 1);

    // All of this is there after a restart.
    grandpa.reset();
    start();
    rounds(1);
    ASSERT_TRUE(grandpa->state());
    EXPECT_EQ(grandpa->state()->set_id, 1u);
    const auto proof = *grandpa->prove_finality(1);
    ASSERT_TRUE(proof);
    EXPECT_EQ(scale::decode<FinalityProof>(*proof)->block, enacting.hash) << "by the last block of its set";
}

TEST_F(GrandpaOnAChain, BlocksAboveAChangeWaitForIt) {
    ASSERT_EQ(public_key_of(alice_seed), alice);
    start();
    const BlockId signal = import(ScheduledChange{{{alice, 1}}, 0}).block;
    const BlockId above = import(std::nullopt).block;
    const auto refused = *grandpa->check_justification(above, justify(above, alice_seed, 0).data);
    EXPECT_THAT(refused.refusal, IsRefused(RefusalReason::kJustificationTooEarly, "must be final first"));
    EXPECT_THAT(grandpa->check_justification(signal, justify(signal, alice_seed, 1).data)->refusal,
                IsRefused(RefusalReason::kBadVoteSignature, "signature"));
    EXPECT_THAT(grandpa->check_justification(signal, as_bytes("?"))->refusal,
                IsRefused(RefusalReason::kUndecodableJustification, "decoded"));
    EXPECT_EQ(grandpa->check_justification(signal, justify(signal, alice_seed, 0).data)->refusal, std::nullopt);
    rounds(4);
    EXPECT_EQ(chain->finalized(), above) << "by the next set, which is Alice again";
    EXPECT_EQ(grandpa->state()->set_id, 1u);
}

// Spec: sect-authority-set, defn-finalizing-justification
TEST_F(GrandpaOnAChain, AFollowerFinalizesByTheJustificationsOfBlocks) {
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    auto follower = follow_it();
    ASSERT_NE(follower, nullptr);
    import(ScheduledChange{{{public_key_of(bob), 1}}, 1});
    EXPECT_EQ(chain->finalized().number, 0u);
    const BlockId enacting = import_justified(alice_seed, 0).block;
    EXPECT_EQ(chain->finalized(), enacting);
    EXPECT_EQ(follower->sets().set_id(), 1u);

    const auto late = import_justified(alice_seed, 0);
    EXPECT_EQ(late.kind, ImportOutcome::Kind::kImported) << "the block is as good as without it";
    EXPECT_THAT(late.bad_justification, IsRefused(RefusalReason::kTooFewVotes, "no authority of the set"));
    EXPECT_EQ(chain->finalized(), enacting);
    EXPECT_EQ(*chain->find_justifications(late.block.hash), std::nullopt);

    // The next user of this database has the set of Bob.
    follower.reset();
    follower = follow_it();
    EXPECT_EQ(follower->sets().set_id(), 1u);
    EXPECT_EQ(import_justified(bob, 1).bad_justification, std::nullopt);
    EXPECT_EQ(chain->finalized(), chain->best());
    follower.reset();
    start();
    rounds(1);
    ASSERT_TRUE(grandpa->state());
    EXPECT_EQ(grandpa->state()->set_id, 1u);
    EXPECT_EQ(grandpa->state()->best.prevotes_missing, std::vector{public_key_of(bob).bytes});
}

TEST_F(GrandpaOnAChain, AChainWithoutAuthoritiesIsNotFollowed) {
    TestChain other;
    const auto follower = follow(*other, *scheduler);
    ASSERT_TRUE(follower);
    EXPECT_EQ(*follower, nullptr);
}

// `revert` removes blocks with the changes that they signalled and the votes for them. No round is voted in twice.
TEST_F(GrandpaOnAChain, RevertedBlocksAreForgotten) {
    const BlockId gone{Hash256{}, 9};
    AuthoritySet set = set_of({{alice, 1}});
    const IsAbove none = [](const Hash256&, const Hash256&) -> OrFailure<bool> { return false; };
    ASSERT_TRUE(set.standard.add({{{alice, 1}}, 0, gone.number, gone.hash, {}}, none));
    set.forced = {{{{alice, 1}}, 5, gone.number, gone.hash, WhenImported{0}}};
    RoundsRecord rounds_record = first_rounds(chain->genesis());
    rounds_record.completed.front().number = 7;
    rounds_record.completed.front().result.estimate = gone;
    CastRecord cast;
    cast.rounds[8] = {alice, std::nullopt, gone, std::nullopt};
    ASSERT_TRUE(chain->put_aux({keep_set(set), keep_rounds(0, rounds_record), keep_cast(0, cast)}));

    EXPECT_EQ(**load_set(*chain), set_of({{alice, 1}}));
    start();
    for (int i = 0; i < 2; ++i) {
        chain.add(best());
        rounds(2);
        EXPECT_EQ(chain->finalized(), chain->best());
    }
    ASSERT_FALSE(votes.empty());
    EXPECT_EQ(std::get<1>(votes.begin()->first), 9u);
}

// A node that joins while the first set still votes: its chain begins at another block, but the set's rounds go on.
TEST_F(GrandpaOnAChain, RoundsOfASetGoOnWhereTheChainBeginsWithALaterBlock) {
    TestChain source;
    source.add_many(source->genesis().hash, 5);
    const Hash256 hash = (*source->find_hash(5)).value();
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}}))}));
    start();
    grandpa->peer_joined(6);
    rounds(3);
    const RoundNumber played = grandpa->state()->best.round;
    ASSERT_GT(played, 1u);
    ASSERT_FALSE(votes.empty());

    const auto base = chain->import_base({.header = **source->find_header(hash),
                                          .body = *source->find_body(hash),
                                          .authorities = chain::FinalityAuthorities{0, {{alice.bytes, 1}}},
                                          .state = chain::export_state(**source->state_of(hash)).value()});
    ASSERT_TRUE(base) << base.error().reason;
    ASSERT_EQ(base->kind, ImportOutcome::Kind::kImported);
    run_for(1);
    ASSERT_TRUE(grandpa->state());
    EXPECT_GE(grandpa->state()->best.round, played);
    for (int i = 0; i < 2; ++i) {
        chain.add(best());
        rounds(2);
        EXPECT_EQ(chain->finalized(), chain->best()) << "it votes, and not twice in a round";
    }
    Neighbor last;
    for (const auto& [peer, message] : addressed) {
        const auto* packet = std::get_if<VersionedNeighbor>(&message);
        if (packet == nullptr) continue;
        const auto& view = std::get<Neighbor>(*packet);
        EXPECT_GE(view.round, last.round) << "at block " << view.finalized;
        EXPECT_GE(view.finalized, last.finalized);
        last = view;
    }
    EXPECT_EQ(last.finalized, 7u);
}

// Also after the node ended between the begin of its chain and the next task of the voter.
TEST_F(GrandpaOnAChain, RoundsThatWereWrittenAreNotVotedInAgainAboveALaterBlock) {
    const BlockId first = chain->genesis(), base{Hash256{}, 9};
    VoterRecords records{rounds_after(7, first), {}};
    EXPECT_EQ(continue_rounds(records, base), rounds_after(7, base));
    records.cast.rounds[8] = {alice, std::nullopt, first, std::nullopt};
    EXPECT_EQ(continue_rounds(records, base), rounds_after(8, base));
    EXPECT_EQ(continue_rounds({}, base), first_rounds(base));
}

TEST_F(GrandpaOnAChain, BlocksThatSignalInvalidChangesAreRefused) {
    start();
    EXPECT_EQ(import(ScheduledChange{{}, 0}).kind, ImportOutcome::Kind::kRefused);
    EXPECT_EQ(import(ForcedChange{0, {{{alice, 0}}, 0}}).kind, ImportOutcome::Kind::kRefused);
    EXPECT_EQ(import(Pause{1}).kind, ImportOutcome::Kind::kImported) << "without effect in any node";
    rounds(2);
    EXPECT_EQ(chain->finalized(), chain->best());
}

// Spec: sect-finality-forced-changes
TEST_F(GrandpaOnAChain, AForcedChangeReplacesVotersThatHaveStopped) {
    grandpa.reset();
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}, {public_key_of(bob), 1}}))}));
    start();
    chain.add_many(best(), 3);
    rounds(4);
    EXPECT_EQ(chain->finalized().number, 0u) << "Bob is silent";

    import(ForcedChange{0, {{{alice, 1}}, 2}});
    run_for(1);
    EXPECT_FALSE(grandpa->state()) << "the old set is asked to vote no more";
    grandpa.reset();
    start();
    rounds(1);
    EXPECT_FALSE(grandpa->state()) << "nor after a restart";
    import(std::nullopt);
    EXPECT_EQ(chain->finalized().number, 0u);
    import(std::nullopt);
    rounds(3);
    ASSERT_TRUE(grandpa->state());
    EXPECT_EQ(grandpa->state()->set_id, 1u);
    EXPECT_EQ(chain->finalized(), chain->best());
}

TEST_F(GrandpaOnAChain, AKeyThatIsInsertedLaterVotes) {
    const auto gran = crypto::key_types::kGrandpa;
    crypto::NodeKeys elsewhere(*scheduler);
    const auto dave = *AuthorityId::from(*elsewhere.generate(gran, crypto::Scheme::kEd25519, "//Dave"));
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{dave, 1}}))}));
    start();
    chain.add(best());
    rounds(10);
    EXPECT_EQ(chain->finalized().number, 0u);
    EXPECT_TRUE(votes.empty());
    ASSERT_TRUE(keys.generate(gran, crypto::Scheme::kEd25519, "//Dave"));
    run_for(31'000);
    EXPECT_EQ(chain->finalized(), chain->best());
}

// ---- Peers

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST_F(GrandpaOnAChain, MessagesOfPeersAreJudgedAndGoodOnesPassedOn) {
    using enum MessageVerdict;
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}, {public_key_of(bob), 1}}))}));
    start();
    EXPECT_EQ(grandpa->receive(5, scale::encode(GossipMessage(CatchUpRequest{1, 0}))), platform::Admission::kTaken);
    run_for(1);
    const auto vote_of = [](const SignedVote& vote) {
        return VoteMessage{1, 0, {{VoteKind::kPrevote, vote.target}, vote.signature, vote.id}};
    };
    const SignedVote good = sign_vote(bob, VoteKind::kPrevote, chain->best(), 1, 0);
    SignedVote forged = good;
    forged.signature[0] ^= 1;
    receive(5, vote_of(forged));
    EXPECT_THAT(relayed, IsEmpty());
    receive(6, vote_of(good));
    receive(5, vote_of(good));
    VoteMessage of_other_set = vote_of(good);
    of_other_set.set_id = 1;
    receive(5, of_other_set);
    EXPECT_EQ(grandpa->receive(7, {9, 9}), platform::Admission::kTaken);
    run_for(1);
    EXPECT_THAT(verdicts, ElementsAre(Pair(5, kNothingToAnswer), Pair(5, kWrongSignature), Pair(6, kNew),
                                      Pair(5, kKnown), Pair(5, kFutureSet), Pair(7, kUndecodable)));
    EXPECT_THAT(relayed, ElementsAre(Pair(6, GossipMessage(vote_of(good)))));
}

// What waits of a peer that is found to lie, or that leaves, costs no signature check, and peers take turns.
TEST_F(GrandpaOnAChain, MessagesOfALiarThatWaitAreDropped) {
    using enum MessageVerdict;
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}, {public_key_of(bob), 1}}))}));
    start();
    run_for(1);
    const SignedVote good = sign_vote(bob, VoteKind::kPrevote, chain->best(), 1, 0);
    const auto vote_of = [](const SignedVote& vote) {
        return scale::encode(
            GossipMessage(VoteMessage{1, 0, {{VoteKind::kPrevote, vote.target}, vote.signature, vote.id}}));
    };
    size_t taken = 0;
    for (int i = 0; i < 10'000; ++i) {
        SignedVote forged = good;
        forged.signature[static_cast<size_t>(i) % 32] ^= 1;
        taken += grandpa->receive(5, vote_of(forged)) != platform::Admission::kRefused ? 1 : 0;
    }
    EXPECT_EQ(taken, platform::MailboxLimits().max_messages_of_sender);
    EXPECT_EQ(grandpa->receive(6, vote_of(good)), platform::Admission::kTaken) << "others have room";
    EXPECT_EQ(grandpa->receive(7, {9, 9}), platform::Admission::kTaken);
    grandpa->on_disconnected(7);
    run_for(1);
    EXPECT_THAT(verdicts, ElementsAre(Pair(5, kWrongSignature), Pair(6, kNew)));
}

// A block that its author sent to one node alone is never announced.
TEST_F(GrandpaOnAChain, ABlockThatMessagesOfPeersNameIsAskedFor) {
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}, {public_key_of(bob), 1}}))}));
    start();
    const auto block = chain.build(best()).block;
    const BlockId id{primitives::header_hash(block.header), block.header.number.value};
    const SignedVote vote = sign_vote(bob, VoteKind::kPrevote, id, 1, 0);
    receive(6, VoteMessage{1, 0, {{VoteKind::kPrevote, vote.target}, vote.signature, vote.id}});
    rounds(10);
    EXPECT_THAT(requested, IsEmpty());
    run_for(11'000);
    EXPECT_THAT(requested, ElementsAre(Pair(6, id), Pair(6, id)));
    ASSERT_TRUE(chain->import({block, std::nullopt}, chain::BlockOrigin::kNetworkBroadcast));
    run_for(20'000);
    EXPECT_EQ(requested.size(), 2u);
    EXPECT_EQ(grandpa->state()->best.prevotes_weight, 2u);
}

// Peers that are behind need the last commit of a set most.
TEST_F(GrandpaOnAChain, ACommitThatEndsItsSetIsJudgedAndPassedOn) {
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}, {public_key_of(bob), 1}}))}));
    start();
    grandpa->peer_joined(6);
    const BlockId enacting = import(ScheduledChange{{{alice, 1}}, 0}).block;
    run_for(1);
    addressed.clear();
    Commit commit{enacting, {}};
    for (const auto* seed : {&alice_seed, &bob}) {
        commit.precommits.push_back(sign_vote(*seed, VoteKind::kPrecommit, enacting, 9, 0));
    }
    const GossipMessage message = CommitMessage{9, 0, to_compact(commit)};
    receive(5, message);
    EXPECT_EQ(chain->finalized(), enacting);
    EXPECT_EQ(grandpa->state()->set_id, 1u);
    EXPECT_THAT(verdicts, ElementsAre(Pair(5, MessageVerdict::kNew)));
    EXPECT_THAT(relayed, ElementsAre(Pair(5, message)));
    EXPECT_THAT(addressed, testing::Contains(Pair(6, GossipMessage(VersionedNeighbor(Neighbor{1, 1, 1})))));
    relayed.clear();
    receive(5, message);
    EXPECT_EQ(verdicts.back().second, MessageVerdict::kPastSet);
    EXPECT_THAT(relayed, IsEmpty());
}

// Spec: sect-grandpa-neighbor-msg
TEST_F(GrandpaOnAChain, PeersAreToldWhenTheyComeAndAsTimePasses) {
    const auto packets_sent_to = [&] {
        std::vector<GossipPeer> out;
        for (const auto& [peer, message] : std::exchange(addressed, {})) {
            if (std::holds_alternative<VersionedNeighbor>(message)) out.push_back(peer);
        }
        return out;
    };
    is_authority = false;
    start();
    grandpa->peer_joined(6);
    run_for(1);
    EXPECT_THAT(packets_sent_to(), ElementsAre(6));
    run_for(119'000);
    EXPECT_THAT(packets_sent_to(), IsEmpty());
    run_for(1'000);
    EXPECT_THAT(packets_sent_to(), ElementsAre(6));
    grandpa->on_disconnected(6);
    run_for(300'000);
    EXPECT_THAT(packets_sent_to(), IsEmpty());
}

TEST_F(GrandpaOnAChain, AnUnvotedChainJudgesNothing) {
    const crypto::ed25519::Seed bob(ByteArray<32>{2});
    ASSERT_TRUE(chain->put_aux({keep_set(set_of({{alice, 1}, {public_key_of(bob), 1}}))}));
    start();
    import(ForcedChange{0, {{{alice, 1}}, 5}});
    run_for(1);
    ASSERT_FALSE(grandpa->state()) << "paused";
    grandpa->peer_joined(6);
    receive(6, VersionedNeighbor(Neighbor{1, 0, 0}));
    EXPECT_THAT(verdicts, ElementsAre(Pair(6, MessageVerdict::kNotVoting)));
}

}  // namespace
}  // namespace serinus::consensus::grandpa
