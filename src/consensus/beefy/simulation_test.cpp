/// Several voters over a network that loses messages, is cut, and has a liar; voters are killed and begin again with
/// what they stored. One chain, whose finality everybody learns sooner or later.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "consensus/beefy/test_keys.hpp"
#include "consensus/beefy/voter.hpp"

namespace serinus::consensus::beefy {
namespace {

constexpr size_t kVoters = 7;
constexpr BlockNumber kSessionLength = 20;
constexpr Millis kStep = 1000;
constexpr Millis kFaultsEnd = 300'000;
constexpr Millis kEnd = 900'000;

SetId set_of(BlockNumber block) { return (block - 1) / kSessionLength + 1; }
BlockNumber start_of(SetId set) { return static_cast<BlockNumber>((set - 1) * kSessionLength + 1); }

class World;

struct SimulatedNode final : VoterChain {
    size_t index = 0;
    VoterRecord disk;  ///< what a kill leaves
    std::optional<Voter> voter;
    std::map<BlockNumber, SignedCommitment> proofs;
    bool is_cut = false;

    std::optional<Hash256> mmr_root(BlockNumber block) const override { return test::Keys::root(block); }
    std::optional<AuthorityId> own_key(const ValidatorSet& set) const override { return set.validators[index]; }
};

class World {
  public:
    explicit World(uint64_t seed) : random_(seed), nodes_(kVoters) {
        for (size_t i = 0; i < kVoters; ++i) {
            nodes_[i].index = i;
            nodes_[i].disk = {.pallet_genesis = 1,
                              .best_grandpa = 1,
                              .own_vote = {},
                              .sessions = {{.block = 1, .set = test::Keys(kVoters, 1).set}}};
            if (i != kLate) start(nodes_[i]);
        }
    }

    void run() {
        for (now_ = 0; now_ < kEnd; now_ += kStep) {
            if (now_ % 6000 == 0 && now_ < kFaultsEnd) ++chain_;
            if (now_ < kFaultsEnd) break_something();
            if (now_ == kFaultsEnd) heal();
            for (SimulatedNode& node : nodes_) {
                if (!node.voter) continue;
                if (now_ >= kFaultsEnd || chance(3)) learn_finality(node);
                give(node, TimePassed{});
            }
            deliver();
        }
    }

    void check() const {
        for (const SimulatedNode& node : nodes_) {
            const VoterRecord& record = node.voter->record();
            EXPECT_EQ(record.best_grandpa, chain_);
            EXPECT_EQ(record.sessions.size(), 1u);
            EXPECT_TRUE(record.sessions[0].mandatory_done);
            EXPECT_EQ(record.sessions[0].set.id, set_of(chain_));
            EXPECT_LT(chain_ - record.best_beefy, 8u) << "behind by less than the smallest step";
            for (SetId set = 1; set <= set_of(chain_); ++set) {
                ASSERT_TRUE(node.proofs.contains(start_of(set))) << "node " << node.index << " set " << set;
            }
            for (const auto& [block, proof] : node.proofs) {
                EXPECT_TRUE(check_proof(proof, block, test::Keys(kVoters, set_of(block)).set).is_valid);
                EXPECT_EQ(proof.commitment.payload.at(0).second, honest_payload(block));
            }
        }
        EXPECT_GT(kills_, 0u);
        EXPECT_GT(lost_, 0u);
        EXPECT_GT(reports_, 0u);
    }

  private:
    static constexpr size_t kLate = 5;
    static constexpr size_t kLiar = 6;

    struct Message {
        size_t to = 0;
        size_t from = 0;
        std::variant<VoteMessage, SignedCommitment> content;
    };

    static Bytes honest_payload(BlockNumber block) {
        return mmr_root_commitment(test::Keys::root(block), block, 0).payload[0].second;
    }
    bool chance(uint32_t one_of) { return random_() % one_of == 0; }
    void start(SimulatedNode& node) { node.voter.emplace(node, node.disk, now_, VoterOptions{}); }

    void break_something() {
        SimulatedNode& node = nodes_[random_() % kVoters];
        if (chance(10)) node.is_cut = !node.is_cut;
        if (chance(10) && node.voter) {
            start(node);
            ++kills_;
        }
    }
    void heal() {
        for (SimulatedNode& node : nodes_) node.is_cut = false;
        start(nodes_[kLate]);
    }

    void learn_finality(SimulatedNode& node) {
        const BlockNumber before = node.voter->record().best_grandpa;
        GrandpaFinalized finalized{.block = chain_};
        for (BlockNumber block = before + 1; block <= chain_; ++block) {
            if (block != start_of(set_of(block))) continue;
            finalized.sessions.push_back({.block = block, .set = test::Keys(kVoters, set_of(block)).set});
        }
        give(node, finalized);
    }

    void give(SimulatedNode& node, const VoterInput& input) {
        std::vector<VoterEffect> effects;
        node.voter->handle(input, now_, effects);
        for (const VoterEffect& effect : effects) {
            // A kill between any two effects: what follows is not done.
            if (now_ < kFaultsEnd && chance(200)) {
                start(node);
                ++kills_;
                return;
            }
            apply(node, effect);
        }
    }

    void apply(SimulatedNode& node, const VoterEffect& effect) {
        if (const auto* keep = std::get_if<KeepRecord>(&effect)) node.disk = keep->record;
        if (const auto* cast = std::get_if<CastVote>(&effect)) cast_vote(node, cast->commitment);
        if (const auto* pass = std::get_if<PassOnVote>(&effect)) send(node, pass->vote);
        if (const auto* prove = std::get_if<Prove>(&effect)) {
            node.proofs.emplace(prove->proof.commitment.block_number, prove->proof);
            send(node, prove->proof);
        }
        if (const auto* repeat = std::get_if<RepeatProof>(&effect)) send(node, repeat->proof);
        if (std::holds_alternative<ReportEquivocation>(effect)) ++reports_;
        if (const auto* request = std::get_if<RequestProof>(&effect)) ask(node, request->block);
        if (const auto* judged = std::get_if<Judged>(&effect); judged != nullptr && judged->peer != kLiar) {
            using enum MessageVerdict;
            EXPECT_TRUE(judged->verdict != kBadSignature && judged->verdict != kBadProof &&
                        judged->verdict != kUnknownVoter);
        }
    }

    void cast_vote(SimulatedNode& node, const Commitment& commitment) {
        const auto& signed_before =
            signed_.try_emplace({node.index, commitment.block_number}, commitment).first->second;
        EXPECT_EQ(signed_before, commitment) << "node " << node.index << " signed two commitments";
        EXPECT_EQ(node.disk.own_vote, commitment) << "signed before it was stored";
        const VoteMessage vote = test::Keys::sign(commitment, node.index);
        send(node, vote);
        if (node.index == kLiar) {
            Commitment lie = commitment;
            lie.payload[0].second[5] ^= 1;
            send(node, test::Keys::sign(lie, kLiar));
        }
        queue_.push_back({node.index, node.index, vote});
    }

    void ask(SimulatedNode& node, BlockNumber block) {
        for (const SimulatedNode& other : nodes_) {
            const auto found = other.proofs.find(block);
            if (found == other.proofs.end() || other.is_cut || node.is_cut) continue;
            queue_.push_back({node.index, other.index, found->second});
            return;
        }
    }

    template <class T>
    void send(const SimulatedNode& from, const T& content) {
        for (const SimulatedNode& to : nodes_) {
            if (to.index != from.index) queue_.push_back({to.index, from.index, content});
        }
    }

    void deliver() {
        while (!queue_.empty()) {
            std::vector<Message> messages = std::exchange(queue_, {});
            std::ranges::shuffle(messages, random_);
            for (const Message& message : messages) {
                SimulatedNode& to = nodes_[message.to];
                const bool is_own = message.to == message.from;
                const bool is_lost =
                    now_ < kFaultsEnd && !is_own && (to.is_cut || nodes_[message.from].is_cut || chance(5));
                if (is_lost) ++lost_;
                if (is_lost || !to.voter) continue;
                const auto from = is_own ? std::nullopt : std::optional<GossipPeer>(message.from);
                if (const auto* vote = std::get_if<VoteMessage>(&message.content)) {
                    give(to, VoteReceived{*vote, from});
                } else {
                    give(to, ProofReceived{std::get<SignedCommitment>(message.content), from});
                }
            }
        }
    }

    std::mt19937_64 random_;
    std::vector<SimulatedNode> nodes_;
    std::vector<Message> queue_;
    std::map<std::pair<size_t, BlockNumber>, Commitment> signed_;
    BlockNumber chain_ = 1;
    Millis now_ = 0;
    size_t kills_ = 0;
    size_t lost_ = 0;
    size_t reports_ = 0;
};

TEST(BeefySimulation, AllMandatoryBlocksAreProvenAndNobodySignsTwice) {
    for (uint64_t seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE(seed);
        World world(seed);
        world.run();
        world.check();
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace serinus::consensus::beefy
