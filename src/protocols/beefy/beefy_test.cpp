// Observed: polkadot-sdk v1.1.0, sc-consensus-beefy, communication
// BEEFY among simulated nodes: voters with the gossip, the requests for proofs and the server of proofs.
#include "protocols/beefy/beefy.hpp"

#include <gtest/gtest.h>

#include "consensus/beefy/test_keys.hpp"
#include "network/simulation/world.hpp"
#include "protocols/beefy/beefy_proofs.hpp"
#include "protocols/beefy/beefy_server.hpp"
#include "protocols/simulation/due_jobs.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::gossip {
namespace {

namespace beefy = consensus::beefy;
using beefy::BlockNumber;
using beefy::SignedCommitment;
using beefy::test::Keys;
using simulation::NodeIndex;
using simulation::NodeParts;

constexpr BlockNumber kSessionLength = 20;

beefy::SetId set_of_block(BlockNumber block) { return (block - 1) / kSessionLength + 1; }
BlockNumber start_of_set(beefy::SetId set) { return static_cast<BlockNumber>((set - 1) * kSessionLength + 1); }

/// The state that a node keeps when it is killed.
struct Disk {
    beefy::VoterRecord record;
    std::map<BlockNumber, SignedCommitment> proofs;
    std::map<BlockNumber, beefy::Commitment> has_signed;
};

/// A voter and its part of the network, as the service of a node joins them.
class BeefyNode final : public Module,
                        public GossipSink,
                        public sync::BeefyProofSink,
                        public serve::BeefyProofSource,
                        public beefy::VoterChain {
  public:
    /// `best`: what all know to be final.
    BeefyNode(NodeParts parts, size_t validators, Disk& disk, const BlockNumber& best)
        : gossip(parts.core, *this, {.protocol = 0, .role = Role::kAuthority}),
          proofs(parts.core, *this, {.protocol = 0}),
          index_(parts.index),
          validators_(validators),
          disk_(disk),
          best_(best),
          server_(parts.core, *this, jobs_),
          voter_(*this, disk.record, 0, {}) {
        gossip.set_listener(proofs);
        parts.core.set_notification_module(0, gossip);
        parts.core.set_request_module(0, server_);
        parts.core.add_module(proofs);
        parts.core.add_module(*this);
    }

    void on_peer_connected(const PeerId& peer, Millis now) override {
        gossip.on_sync_peer(peer, Role::kAuthority, now);
    }
    void on_peer_gone(const PeerId& peer, Millis now) override { gossip.on_sync_peer_gone(peer, now); }
    void on_timer(Millis now) override {
        jobs_.run_all(now);
        if (next_ > now) return;
        next_ = now + 1'000;
        beefy::GrandpaFinalized finalized{.block = best_};
        for (BlockNumber block = voter_.record().best_grandpa + 1; block <= best_; ++block) {
            if (block != start_of_set(set_of_block(block))) continue;
            finalized.sessions.push_back({.block = block, .set = Keys(validators_, set_of_block(block)).set});
        }
        handle(finalized, now);
    }
    std::optional<Millis> next_timer() const override {
        const auto due = jobs_.next_timer();
        return due ? due : next_;
    }

    platform::Admission receive(GossipPeer peer, Bytes message) override {
        const auto decoded = scale::decode<beefy::GossipMessage>(message);
        EXPECT_TRUE(decoded);
        if (const auto* vote = std::get_if<beefy::VoteMessage>(&*decoded)) {
            handle(beefy::VoteReceived{*vote, peer}, next_);
        } else {
            const auto& proof =
                std::get<beefy::CompactSignedCommitment>(std::get<beefy::VersionedFinalityProof>(*decoded));
            handle(beefy::ProofReceived{from_compact(proof), peer}, next_);
        }
        return platform::Admission::kTaken;
    }
    void on_disconnected(GossipPeer) override {}
    void receive_beefy_answer(BlockNumber block, Bytes encoded) override {
        const auto proof = beefy::decode_proof(encoded);
        ASSERT_TRUE(proof);
        EXPECT_EQ(proof->commitment.block_number, block);
        proofs.on_verdict(block, beefy::AnswerVerdict::kGood, next_);
        handle(beefy::ProofReceived{*proof, std::nullopt}, next_);
    }
    std::optional<Bytes> find_beefy_proof(BlockNumber block) override {
        const auto found = disk_.proofs.find(block);
        return found == disk_.proofs.end() ? std::nullopt : std::optional(beefy::encode_proof(found->second));
    }
    std::optional<Hash256> mmr_root(BlockNumber block) const override { return Keys::root(block); }
    std::optional<beefy::AuthorityId> own_key(const beefy::ValidatorSet& set) const override {
        return index_ < validators_ ? std::optional(set.validators[index_]) : std::nullopt;
    }

    BeefyGossip gossip;
    sync::BeefyProofs proofs;

  private:
    void handle(const beefy::VoterInput& first, Millis now) {
        std::deque<beefy::VoterInput> inputs{first};
        for (; !inputs.empty(); inputs.pop_front()) {
            std::vector<beefy::VoterEffect> effects;
            voter_.handle(inputs.front(), now, effects);
            for (const auto& effect : effects) perform(effect, inputs, now);
        }
        const auto [low, high] = voter_.accepted_blocks();
        gossip.set_filter({voter_.active_set().id, low, high});
    }
    void perform(const beefy::VoterEffect& effect, std::deque<beefy::VoterInput>& inputs, Millis now) {
        if (const auto* keep = std::get_if<beefy::KeepRecord>(&effect)) disk_.record = keep->record;
        if (const auto* cast = std::get_if<beefy::CastVote>(&effect)) {
            const auto& commitment = cast->commitment;
            const auto at = disk_.has_signed.try_emplace(commitment.block_number, commitment).first;
            EXPECT_EQ(at->second, commitment) << "node " << index_ << " signed two commitments";
            const beefy::VoteMessage vote = Keys::sign(commitment, index_);
            send(beefy::GossipMessage(vote), commitment, true, cast->is_repeat, {});
            inputs.emplace_back(beefy::VoteReceived{vote, std::nullopt});
        }
        if (const auto* pass = std::get_if<beefy::PassOnVote>(&effect)) {
            send(beefy::GossipMessage(pass->vote), pass->vote.commitment, true, false, pass->from);
        }
        if (const auto* prove = std::get_if<beefy::Prove>(&effect)) {
            const auto& commitment = prove->proof.commitment;
            disk_.proofs.emplace(commitment.block_number, prove->proof);
            proofs.on_proven(commitment.block_number, now);
            send(proof_message(prove->proof), commitment, false, false, prove->from);
        }
        if (const auto* repeat = std::get_if<beefy::RepeatProof>(&effect)) {
            send(proof_message(repeat->proof), repeat->proof.commitment, false, true, {});
        }
        if (const auto* request = std::get_if<beefy::RequestProof>(&effect)) proofs.want(request->block, now);
        if (const auto* judged = std::get_if<beefy::Judged>(&effect)) {
            gossip.on_verdict(judged->peer, is_fault(judged->verdict), now);
        }
    }
    static beefy::GossipMessage proof_message(const SignedCommitment& proof) {
        return beefy::GossipMessage(beefy::VersionedFinalityProof(to_compact(proof)));
    }
    void send(const beefy::GossipMessage& message, const beefy::Commitment& commitment, bool is_vote, bool is_repeat,
              const std::optional<beefy::GossipPeer>& from) {
        gossip.send({commitment.block_number, commitment.validator_set_id, is_vote, is_repeat, from,
                     std::make_shared<const Bytes>(scale::encode(message))});
    }

    size_t index_;
    size_t validators_;
    Disk& disk_;
    const BlockNumber& best_;
    simulation::DueJobs jobs_;
    serve::BeefyServer server_;
    beefy::Voter voter_;
    Millis next_ = 0;
};

class BeefyNetwork : public testing::Test {
  protected:
    /// Validators, the last ones of the nodes have no key; node i is connected with some of those before it.
    void start(size_t nodes, size_t validators, size_t links) {
        validators_ = validators;
        disks.resize(nodes);
        for (Disk& disk : disks) {
            disk.record = {.pallet_genesis = 1,
                           .best_grandpa = 1,
                           .own_vote = {},
                           .sessions = {{.block = 1, .set = Keys(validators, 1).set}}};
        }
        for (size_t i = 0; i < nodes; ++i) {
            world.add({.protocols = {.requests = {{.names = {"/beefy/justifications/1"},
                                                   .max_request_bytes = 32,
                                                   .max_response_bytes = 1 << 20,
                                                   .timeout_ms = 3'000,
                                                   .max_inbound = 10}},
                                     .notifications = {{.names = {"/beefy/2"}, .max_message_bytes = 1 << 20}}},
                       .peers = {.out_peers = 0},
                       .make = [this](NodeParts parts) {
                           std::vector<std::unique_ptr<Module>> modules;
                           modules.push_back(std::make_unique<BeefyNode>(parts, validators_, disks[parts.index], best));
                           return modules;
                       }});
        }
        links_ = links;
        connect();
    }
    void connect() {
        for (NodeIndex i = 0; i < world.size(); ++i) {
            for (size_t back = 1; back <= links_ && back <= i; ++back) {
                if (!world.is_running(i) || !world.is_running(i - back)) continue;
                world.core(i).shell().dial(world.address(i - back), world.peer_id(i - back));
            }
        }
    }
    BeefyNode& node(NodeIndex index) { return *world.module<BeefyNode>(index); }
    bool all_proven() const {
        for (const Disk& disk : disks) {
            for (beefy::SetId set = 1; set <= set_of_block(best); ++set) {
                if (!disk.proofs.contains(start_of_set(set))) return false;
            }
        }
        return true;
    }

    BlockNumber best = 1;
    simulation::World world{{.seed = test::seeded_random()()}};
    std::vector<Disk> disks;

  private:
    size_t validators_ = 0;
    size_t links_ = 0;
};

TEST_F(BeefyNetwork, VotesCrossNodesThatAreNotConnectedWithEachOther) {
    start(7, 5, 1);
    ASSERT_TRUE(world.run_until([&] { return all_proven(); }, 60'000));
    best = 12;
    ASSERT_TRUE(world.run_until(
        [&] { return std::ranges::all_of(disks, [](const Disk& disk) { return disk.proofs.contains(9); }); }, 60'000));
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(BeefyNetwork, WhoWasAwayAsksForTheProofsOfEachSession) {
    start(5, 4, 4);
    ASSERT_TRUE(world.run_until([&] { return all_proven(); }, 60'000));
    world.stop(3);
    world.stop(4);
    world.run_for(5'000);
    const auto others_have = [&](BlockNumber block) {
        return [this, block] {
            return std::ranges::all_of(std::array{0U, 1U, 2U},
                                       [&](size_t i) { return disks[i].proofs.contains(block); });
        };
    };
    for (best = 21; best <= 101; best += kSessionLength) ASSERT_TRUE(world.run_until(others_have(best), 60'000));
    best -= kSessionLength;
    for (const NodeIndex late : {3U, 4U}) {
        EXPECT_FALSE(disks[late].proofs.contains(21));
        world.restart(late);
    }
    connect();
    ASSERT_TRUE(world.run_until([&] { return all_proven(); }, 240'000));
    // The one that has asked passes on what it got, so that the other need not ask.
    EXPECT_GE(node(3).proofs.figures().good + node(4).proofs.figures().good, 1u);
    EXPECT_EQ(node(3).proofs.figures().invalid + node(4).proofs.figures().invalid, 0u);
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(BeefyNetwork, AllMandatoryBlocksAreProvenInBadWeatherWithKillsAndPartitions) {
    start(7, 6, 3);
    world.weather().loss = 0.05;
    auto random = test::seeded_random();
    for (int step = 0; step < 60; ++step) {
        best += 2;
        const NodeIndex victim = random() % 7;
        switch (random() % 6) {
            case 0:
                if (world.is_running(victim)) world.stop(victim);
                break;
            case 1:
                world.cut_off({victim, (victim + 1) % 7});
                break;
            case 2:
                world.heal();
                break;
            default:
                if (!world.is_running(victim)) world.restart(victim);
                break;
        }
        connect();
        world.run_for(6'000);
    }
    world.heal();
    world.weather().loss = 0;
    for (NodeIndex i = 0; i < world.size(); ++i) {
        if (!world.is_running(i)) world.restart(i);
    }
    for (int i = 0; i < 60 && !all_proven(); ++i) {
        connect();
        world.run_for(15'000);
    }
    EXPECT_TRUE(all_proven());
    for (const Disk& disk : disks) {
        for (const auto& [block, proof] : disk.proofs) {
            EXPECT_TRUE(check_proof(proof, block, Keys(6, set_of_block(block)).set).is_valid);
        }
    }
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(BeefyNetwork, VotesOfThePastAreNotKeptForNewPeers) {
    start(3, 3, 2);
    ASSERT_TRUE(world.run_until([&] { return all_proven(); }, 60'000));
    best = 40;
    ASSERT_TRUE(world.run_until(
        [&] { return std::ranges::all_of(disks, [](const Disk& disk) { return disk.record.best_beefy >= 29; }); },
        20'000))
        << "soon, and not only when votes are repeated";
    world.run_for(10'000);
    for (NodeIndex i = 0; i < 3; ++i) EXPECT_LE(node(i).gossip.live_count(), 6u);
}

}  // namespace
}  // namespace serinus::network::gossip
