// Assignments and approvals among validators.
// Observed: polkadot-approval-distribution 36.0.0
#include "parachain/approval/gossip.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "parachain/approval/approval_test_support.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

using approval_test::hash_with;
using approval_test::World;
using Send = ApprovalGossipEffect::Send;
using Judged = ApprovalGossipEffect::Judged;
using Verdict = ApprovalGossipEffect::Verdict;

PeerId peer_of(uint32_t number) {
    crypto::ed25519::PublicKey key;
    store_le(key.data(), number);
    return PeerId::of(key);
}

/// Where validator `own` stands among so many, all of whose peers are known.
PeerTopology topology_of(uint32_t own, uint32_t count, const ByteArray<32>& randomness) {
    PeerTopology out{*SessionGrid(count, randomness).neighbors_of({own}), {}, {}, {}};
    for (const ValidatorIndex one : out.validators.row) out.row.insert(peer_of(one._0));
    for (const ValidatorIndex one : out.validators.column) out.column.insert(peer_of(one._0));
    for (uint32_t i = 0; i < count; ++i) {
        if (i != own) out.all.insert(peer_of(i));
    }
    return out;
}

/// Validators with voting and gossip; messages on a link keep their order.
class GossipNetwork {
  public:
    GossipNetwork(World world, std::mt19937_64& random) : world_(std::move(world)), random_(random) {
        const auto count = static_cast<uint32_t>(world_.keys.size());
        ByteArray<32> randomness{static_cast<uint8_t>(random())};
        for (uint32_t i = 0; i < count; ++i) nodes_.emplace_back();
        for (uint32_t i = 0; i < count; ++i) {
            for (uint32_t k = 0; k < count; ++k) {
                if (k != i) nodes_[i].gossip.connect(peer_of(k));
            }
            ApprovalGossip::Effects out;
            nodes_[i].gossip.set_topology(5, topology_of(i, count, randomness), out);
        }
    }

    bool loses_everything = false;
    bool is_by_chance_too = false;
    size_t sent = 0;
    std::map<Verdict, size_t> verdicts;

    void import(const ApprovalBlock& block, Tick now) {
        heads_ = {block.hash};
        for (uint32_t i = 0; i < nodes_.size(); ++i) {
            Node& node = nodes_[i];
            ApprovalVoting::Effects voting;
            ApprovalGossip::Effects gossip;
            node.gossip.expect(block.hash, block.number);
            node.voting.import_block(
                block, std::pair(world_.keys[i], ValidatorIndex{i}), [] { return ByteArray<32>{7}; }, now, voting);
            node.gossip.on_block(block, now, draw(), gossip, voting);
            handle(i, voting, gossip, now);
        }
        for (uint32_t i = 0; i < nodes_.size(); ++i) {
            ApprovalGossip::Effects gossip;
            for (uint32_t k = 0; k < nodes_.size(); ++k) {
                if (k != i) nodes_[i].gossip.on_view(peer_of(k), {heads_, 0}, draw(), gossip);
            }
            handle(i, {}, gossip, now);
        }
    }
    void run(Tick from, Tick to) {
        for (Tick now = from; now <= to; ++now) {
            for (uint32_t i = 0; i < nodes_.size(); ++i) {
                ApprovalVoting::Effects voting;
                nodes_[i].voting.on_time(now, voting);
                handle(i, voting, {}, now);
            }
            for (auto& [link, queue] : links_) {
                for (size_t count = random_() % 4; count > 0 && !queue.empty(); --count) {
                    const ApprovalMessage message = std::move(queue.front());
                    queue.pop_front();
                    ApprovalVoting::Effects voting;
                    ApprovalGossip::Effects gossip;
                    nodes_[link.second].gossip.on_message(peer_of(link.first), message, now, draw(), gossip, voting);
                    handle(link.second, voting, gossip, now);
                }
            }
            for (auto& [node, block, candidate] : std::exchange(jobs_, {})) {
                ApprovalVoting::Effects voting;
                nodes_[node].voting.on_checked(block, candidate, ApprovalVoting::Outcome::kValid, now, voting);
                handle(node, voting, {}, now);
            }
        }
    }
    size_t count_approved(const Hash256& block) const {
        size_t count = 0;
        for (const Node& node : nodes_) count += node.voting.is_approved(block);
        return count;
    }

  private:
    struct Node {
        ApprovalVoting voting{6000};
        ApprovalGossip gossip{voting};
        Node() = default;
        Node(const Node&) = delete;
    };
    Draw draw() {
        return [this](size_t a, size_t b) { return is_by_chance_too && random_() % b < a; };
    }
    void handle(uint32_t from, const ApprovalVoting::Effects& voting, const ApprovalGossip::Effects& gossip, Tick now) {
        for (const auto& effect : gossip) {
            if (const auto* judged = std::get_if<Judged>(&effect.v)) {
                ++verdicts[judged->verdict];
                continue;
            }
            const auto& send = std::get<Send>(effect.v);
            EXPECT_LE(scale::encoded_size(send.message), 100u * 1024);
            for (uint32_t to = 0; to < nodes_.size(); ++to) {
                if (std::find(send.peers.begin(), send.peers.end(), peer_of(to)) == send.peers.end()) continue;
                ++sent;
                if (!loses_everything) links_[{from, to}].push_back(send.message);
            }
        }
        for (const auto& effect : voting) {
            ApprovalGossip::Effects out;
            if (const auto* assignment = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
                nodes_[from].gossip.distribute(*assignment, draw(), out);
            } else if (const auto* approval = std::get_if<ApprovalEffect::DistributeApproval>(&effect.v)) {
                nodes_[from].gossip.distribute(*approval, out);
            } else if (const auto* check = std::get_if<ApprovalEffect::Check>(&effect.v)) {
                jobs_.emplace_back(from, check->block, check->candidate.candidate);
            } else if (const auto* sign = std::get_if<ApprovalEffect::Sign>(&effect.v)) {
                ApprovalVoting::Effects after;
                nodes_[from].voting.on_signed(world_.sign(*sign), after);
                handle(from, after, {}, now);
            }
            handle(from, {}, out, now);
        }
    }
    World world_;
    std::mt19937_64& random_;
    std::deque<Node> nodes_;
    std::vector<Hash256> heads_;
    std::map<std::pair<uint32_t, uint32_t>, std::deque<ApprovalMessage>> links_;
    std::vector<std::tuple<uint32_t, Hash256, CandidateHash>> jobs_;
};

TEST(ApprovalGossipNetwork, ReachesAllAlongTheGrid) {
    auto random = test::seeded_random();
    for (const uint32_t validators : {4u, 12u, 24u}) {
        const World world(validators);
        GossipNetwork network(World(validators), random);
        network.import(world.block(1, 2), World::begin(1));
        network.run(World::begin(1), World::begin(1) + 150);
        EXPECT_EQ(network.count_approved(hash_with(1)), validators);
        // The honest have nothing to hold against each other.
        for (const Verdict bad : {Verdict::kDuplicate, Verdict::kUnexpected, Verdict::kInvalid, Verdict::kMalformed}) {
            EXPECT_EQ(network.verdicts[bad], 0u) << static_cast<int>(bad);
        }
        if (validators == 24) {
            // Each message reaches 23 others in two steps, twice at most where its two ways meet.
            EXPECT_LE(network.sent, network.verdicts[Verdict::kNew] * 2 + 100);
        }
    }
}

TEST(ApprovalGossipNetwork, SendsToAFewMoreByChance) {
    auto random = test::seeded_random();
    const World world(24);
    size_t sent_by_grid = 0;
    for (const bool by_chance : {false, true}) {
        GossipNetwork network(World(24), random);
        network.is_by_chance_too = by_chance;
        network.import(world.block(1, 2), World::begin(1));
        network.run(World::begin(1), World::begin(1) + 150);
        EXPECT_EQ(network.count_approved(hash_with(1)), 24u);
        EXPECT_EQ(network.verdicts[Verdict::kDuplicate] + network.verdicts[Verdict::kInvalid], 0u);
        if (by_chance) EXPECT_GT(network.sent, sent_by_grid + sent_by_grid / 4);
        sent_by_grid = network.sent;
    }
}

// All that was sent is lost; when the block is 16 old, those who made the messages send them to all.
TEST(ApprovalGossipNetwork, IsAggressiveWhenFinalityLags) {
    auto random = test::seeded_random();
    const World world(12);
    GossipNetwork network(World(12), random);
    network.loses_everything = true;
    network.import(world.block(1, 2), World::begin(1));
    network.run(World::begin(1), World::begin(1) + 60);
    EXPECT_EQ(network.count_approved(hash_with(1)), 0u);
    network.loses_everything = false;
    for (uint32_t number = 2; number <= 16; ++number) network.import(world.block(number, 0), World::begin(number));
    network.run(World::begin(16), World::begin(16) + 60);
    EXPECT_EQ(network.count_approved(hash_with(1)), 0u) << "nothing is sent twice before";
    network.import(world.block(17, 0), World::begin(17));
    network.run(World::begin(17), World::begin(17) + 200);
    EXPECT_EQ(network.count_approved(hash_with(1)), 12u);
    EXPECT_EQ(network.verdicts[Verdict::kInvalid] + network.verdicts[Verdict::kDuplicate], 0u);
}

// --- one node ---

class Gossip : public testing::Test {
  protected:
    Gossip() {
        gossip.set_topology(5, topology_of(0, 12, {}), effects);
        for (uint32_t i = 1; i < 12; ++i) gossip.connect(peer_of(i));
    }
    void import() {
        voting.import_block(block, std::nullopt, [] { return ByteArray<32>{}; }, World::begin(1), out);
        gossip.on_block(block, World::begin(1), never, effects, out);
    }
    void see(uint32_t peer) { gossip.on_view(peer_of(peer), {{block.hash}, 0}, never, effects); }
    /// The verdicts on a message of a peer.
    std::vector<Verdict> receive(uint32_t peer, const ApprovalMessage& message) {
        effects.clear();
        gossip.on_message(peer_of(peer), message, World::begin(1) + 60, never, effects, out);
        std::vector<Verdict> verdicts;
        for (const auto& effect : effects) {
            if (const auto* judged = std::get_if<Judged>(&effect.v)) verdicts.push_back(judged->verdict);
        }
        return verdicts;
    }
    /// What a validator announces first; nothing if it is not assigned.
    std::pair<IndirectAssignment, Bits> assignment(uint32_t validator = 10) const {
        ApprovalVoting other(6000);
        ApprovalVoting::Effects all;
        other.import_block(
            block, std::pair(world.keys[validator], ValidatorIndex{validator}), [] { return ByteArray<32>{}; },
            World::begin(1), all);
        for (Tick now = World::begin(1); now < World::begin(1) + 60; ++now) other.on_time(now, all);
        for (const auto& effect : all) {
            if (const auto* one = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
                return {one->assignment, one->candidates};
            }
        }
        return {};
    }
    IndirectApproval approval(const Bits& bits) const {
        ApprovalEffect::Sign sign{block.hash, {10}, block.session, {}, bits};
        for (size_t i = 0; i < bits.size(); ++i) {
            if (bits[i]) sign.candidates.push_back(block.candidates[i].candidate);
        }
        return world.sign(sign);
    }
    static ApprovalMessage message_of(const std::pair<IndirectAssignment, Bits>& one) {
        return {ApprovalMessage::Assignments{{one}}};
    }
    static ApprovalMessage message_of(const IndirectApproval& one) { return {ApprovalMessage::Approvals{{one}}}; }
    using Verdicts = std::vector<Verdict>;

    const Draw never = [](size_t, size_t) { return false; };
    World world{12};
    ApprovalBlock block = world.block(1, 4);
    ApprovalVoting voting{6000};
    ApprovalGossip gossip{voting};
    ApprovalGossip::Effects effects;
    ApprovalVoting::Effects out;
};

TEST_F(Gossip, JudgesWhatComes) {
    import();
    see(1);
    see(2);
    const auto one = assignment();
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{Verdict::kNew});
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{Verdict::kDuplicate});
    EXPECT_EQ(receive(2, message_of(one)), Verdicts{Verdict::kKnown}) << "validator 10 is not sent to by this one";
    EXPECT_EQ(receive(2, message_of(one)), Verdicts{Verdict::kDuplicate});
    auto wrong = one;
    wrong.first.validator = {11};
    EXPECT_EQ(receive(1, message_of(wrong)), Verdicts{Verdict::kInvalid});
    auto padded = one;
    padded.second.push_back(false);
    EXPECT_EQ(receive(1, message_of(padded)), Verdicts{Verdict::kMalformed});
}

TEST_F(Gossip, WantsAssignmentsBeforeApprovals) {
    import();
    see(1);
    const auto one = assignment();
    const IndirectApproval vote = approval(one.second);
    EXPECT_EQ(receive(1, message_of(vote)), Verdicts{Verdict::kUnexpected});
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{Verdict::kNew});
    auto forged = vote;
    forged.signature._0._0[9] ^= 1;
    EXPECT_EQ(receive(1, message_of(forged)), Verdicts{Verdict::kInvalid});
    EXPECT_EQ(receive(1, message_of(vote)), Verdicts{Verdict::kNew});
    EXPECT_EQ(receive(1, message_of(vote)), Verdicts{Verdict::kDuplicate});
    Bits beyond(5);
    beyond.set(4, true);
    auto other = vote;
    other.candidate_indices = beyond;
    EXPECT_EQ(receive(1, message_of(other)), Verdicts{Verdict::kUnexpected});
}

// What disputes take as votes for a candidate.
TEST_F(Gossip, KnowsTheApprovalsOfABlock) {
    import();
    see(1);
    const auto one = assignment();
    const IndirectApproval vote = approval(one.second);
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{Verdict::kNew});
    EXPECT_TRUE(gossip.approvals_in(block.hash).empty());
    EXPECT_EQ(receive(1, message_of(vote)), Verdicts{Verdict::kNew});
    EXPECT_EQ(gossip.approvals_in(block.hash), std::vector<IndirectApproval>{vote});
    EXPECT_TRUE(gossip.approvals_in(Hash256()).empty());
    EXPECT_EQ(gossip.blocks(), std::vector<Hash256>{block.hash});
}

TEST_F(Gossip, TakesNothingOutOfView) {
    const auto one = assignment();
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{Verdict::kUnexpected}) << "no such block";
    import();
    EXPECT_EQ(receive(1, message_of(one)), (Verdicts{Verdict::kUnexpected, Verdict::kNew})) << "true all the same";
    gossip.on_finalized(1, effects);
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{}) << "late is not wrong";
    EXPECT_EQ(gossip.block_count(), 0u);
}

// When finality lags, blocks of sessions long past go on to be approved.
TEST_F(Gossip, KnowsTheWayInASessionAsLongAsABlockIsOfIt) {
    import();
    see(1);
    for (SessionIndex session = 6; session < 20; ++session) {
        gossip.set_topology(session, topology_of(0, 12, {}), effects);
    }
    const auto topology = topology_of(0, 12, {});
    uint32_t signer = 0;
    for (const ValidatorIndex one : topology.validators.row) {
        if (!assignment(one._0).second.empty()) signer = one._0;
    }
    ASSERT_NE(signer, 0u);
    for (uint32_t peer = 2; peer < 12; ++peer) see(peer);
    EXPECT_EQ(receive(signer, message_of(assignment(signer))), Verdicts{Verdict::kNew});
    EXPECT_EQ(effects.size(), 2u) << "the verdict, and what goes to the column";
}

TEST_F(Gossip, KeepsMessagesForALeafThatIsBeingLookedAt) {
    const auto one = assignment();
    gossip.expect(block.hash, block.number);
    see(1);
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{});
    EXPECT_EQ(receive(1, message_of(approval(one.second))), Verdicts{});
    effects.clear();
    import();
    size_t good = 0;
    for (const auto& effect : effects) {
        const auto* judged = std::get_if<Judged>(&effect.v);
        good += judged != nullptr && judged->verdict == Verdict::kNew;
    }
    EXPECT_EQ(good, 2u);
}

TEST_F(Gossip, WhatWaitsForALeafGoesWhenItIsFinal) {
    gossip.expect(block.hash, block.number);
    see(1);
    EXPECT_EQ(receive(1, message_of(assignment())), Verdicts{});
    gossip.on_finalized(block.number, effects);
    effects.clear();
    import();
    EXPECT_TRUE(effects.empty());
}

TEST_F(Gossip, TellsAPeerWhatItLacksWhenItSeesTheBlock) {
    import();
    see(1);
    const auto one = assignment();
    receive(1, message_of(one));
    receive(1, message_of(approval(one.second)));
    // Validator 10 is a neighbour or not: then its messages go on to some of the grid, or to none.
    const auto topology = topology_of(0, 12, {});
    const GridRoute route = topology.validators.route({10}, false);
    for (uint32_t peer = 2; peer < 12; ++peer) {
        effects.clear();
        see(peer);
        EXPECT_EQ(effects.size(), topology.validators.is_on(route, {peer}) ? 2u : 0u);
        effects.clear();
        see(peer);
        EXPECT_TRUE(effects.empty()) << "once";
    }
}

// What a validator of the row has made goes to the column: again when the block is 16, 32, 48 old, and from 64 to both.
TEST_F(Gossip, SendsAgainWhenFinalityLagsAndFurtherWhenItLagsMore) {
    const auto topology = topology_of(0, 12, {});
    uint32_t signer = 0;
    for (const ValidatorIndex one : topology.validators.row) {
        if (!assignment(one._0).second.empty()) signer = one._0;
    }
    ASSERT_NE(signer, 0u);
    import();
    for (uint32_t peer = 1; peer < 12; ++peer) see(peer);
    ASSERT_EQ(receive(signer, message_of(assignment(signer))), Verdicts{Verdict::kNew});
    const auto receivers = [this] {
        std::set<PeerId> peers;
        for (const auto& effect : effects) {
            if (const auto* send = std::get_if<Send>(&effect.v)) peers.insert(send->peers.begin(), send->peers.end());
        }
        return peers;
    };
    EXPECT_EQ(receivers(), topology.column);
    std::set<PeerId> both = topology.column;
    both.insert(topology.row.begin(), topology.row.end());
    both.erase(peer_of(signer));
    for (uint32_t age = 1; age <= 520; ++age) {
        effects.clear();
        const ApprovalBlock next = world.block(1 + age, 0);
        voting.import_block(next, std::nullopt, [] { return ByteArray<32>{}; }, World::begin(1 + age), out);
        gossip.on_block(next, World::begin(1 + age), never, effects, out);
        const bool is_sent = age >= 16 && age % 16 == 0 && age <= 500;
        EXPECT_EQ(receivers(), !is_sent ? std::set<PeerId>{} : age < 64 ? topology.column : both) << age;
    }
}

// Ours: memory is bounded where finality stands for hours. No vote of GRANDPA is further below the best block than 500.
TEST_F(Gossip, ForgetsBlocksThatAreFarBelowTheHighest) {
    import();
    see(1);
    see(2);
    const auto one = assignment();
    const auto advance = [&](uint32_t age) {
        const ApprovalBlock next = world.block(1 + age, 0);
        voting.import_block(next, std::nullopt, [] { return ByteArray<32>{}; }, World::begin(1 + age), out);
        gossip.on_block(next, World::begin(1 + age), never, effects, out);
    };
    for (uint32_t age = 1; age <= 512; ++age) advance(age);
    EXPECT_EQ(gossip.block_count(), 513u);
    EXPECT_EQ(receive(1, message_of(one)), Verdicts{Verdict::kNew});
    advance(513);
    EXPECT_EQ(gossip.block_count(), 513u);
    // Others may keep it for longer.
    EXPECT_EQ(receive(2, message_of(one)), Verdicts{});
    EXPECT_EQ(receive(2, message_of(approval(one.second))), Verdicts{});
    gossip.on_block(block, World::begin(514), never, effects, out);
    EXPECT_EQ(gossip.block_count(), 513u) << "nor does it come back";
    gossip.on_finalized(514, effects);
    EXPECT_EQ(gossip.block_count(), 0u);
    EXPECT_EQ(receive(2, message_of(one)), Verdicts{Verdict::kUnexpected}) << "it was final long ago";
}

TEST_F(Gossip, IgnoresAValidatorThatSignsManyCombinations) {
    import();
    see(1);
    // It is assigned to all candidates.
    std::vector<std::pair<IndirectAssignment, Bits>> all;
    ApprovalVoting other(6000);
    ApprovalVoting::Effects effects_of_other;
    other.import_block(
        block, std::pair(world.keys[10], ValidatorIndex{10}), [] { return ByteArray<32>{}; }, World::begin(1),
        effects_of_other);
    for (Tick now = World::begin(1); now < World::begin(1) + 60; ++now) other.on_time(now, effects_of_other);
    for (const auto& effect : effects_of_other) {
        if (const auto* one = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
            EXPECT_EQ(receive(1, message_of({one->assignment, one->candidates})), Verdicts{Verdict::kNew});
        }
    }
    size_t taken = 0;
    for (uint8_t mask = 1; mask < 16; ++mask) {
        Bits bits;
        for (int i = 0; mask >> i != 0; ++i) bits.push_back((mask >> i & 1) != 0);
        if (bits.count_ones() > 3) continue;  // the parameter
        taken += receive(1, message_of(approval(bits))) == Verdicts{Verdict::kNew} ? 1 : 0;
    }
    EXPECT_EQ(taken, 4u) << "as many as there are candidates";
}

TEST_F(Gossip, ForgetsPeers) {
    import();
    see(1);
    gossip.disconnect(peer_of(1));
    effects.clear();
    see(1);
    EXPECT_TRUE(effects.empty());
    gossip.connect(peer_of(1));
    const auto one = assignment();
    EXPECT_EQ(receive(1, message_of(one)), (Verdicts{Verdict::kUnexpected, Verdict::kNew}));
}

}  // namespace
}  // namespace serinus::parachain
