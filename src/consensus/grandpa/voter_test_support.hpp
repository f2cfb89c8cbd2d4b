/// One voter on a chain of named blocks, its disk and its clock. For tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consensus/grandpa/test_tree.hpp"
#include "consensus/grandpa/voter.hpp"

namespace serinus::consensus::grandpa::test {

inline constexpr auto kPrevote = VoteKind::kPrevote;
inline constexpr auto kPrecommit = VoteKind::kPrecommit;
inline constexpr auto kPropose = VoteKind::kPrimaryPropose;

class NamedChain final : public VoterChain {
  public:
    std::optional<BlockLink> find(const Hash256& hash) const override { return tree.find(hash); }
    std::optional<BlockId> best_vote(const BlockId& base) const override {
        asked = base;
        return best;
    }

    NamedTree tree{"0", 0};
    std::optional<BlockId> best;
    mutable std::optional<BlockId> asked;
};

/// Voter 1 of four, who wait 20 and 40 ms in each round. Voter 2 is the primary of round 1, as the order begins with 0.
class GrandpaVoter : public testing::Test {
  protected:
    GrandpaVoter() {
        chain.tree.push("0", {"1", "2", "3", "4"});
        chain.tree.push("2", {"3b", "4b"});
        chain.best = chain.tree["4"];
        begin();
    }
    void begin(std::optional<uint64_t> identity = 1, const char* finalized = "0") {
        VoterOptions options{.set_id = 7, .gossip_duration = 10};
        if (identity) options.identity = test_id(*identity);
        voter.emplace(chain, peers, test_voters(test_authorities(4)), rounds, cast, chain.tree[finalized], now,
                      options);
        handle(TimePassed{});
    }
    void handle(const VoterInput& input) {
        std::vector<VoterEffect> out;
        voter->handle(input, now, out);
        for (VoterEffect& effect : out) {
            if (const auto* keep = std::get_if<KeepRecords>(&effect)) {
                cast = keep->cast;
                if (keep->rounds) rounds = *keep->rounds;
            }
            effects.push_back(std::move(effect));
        }
    }
    void vote(RoundNumber round, VoteKind kind, const char* block, std::initializer_list<uint64_t> voters) {
        for (const uint64_t one : voters) handle(VoteReceived{round, test_vote(kind, chain.tree[block], test_id(one))});
    }
    void pass_to(Millis time) {
        now = time;
        handle(TimePassed{});
    }
    template <class E>
    std::vector<E> take() {
        std::vector<E> out;
        for (const auto& effect : effects) {
            if (const auto* one = std::get_if<E>(&effect)) out.push_back(*one);
        }
        effects.clear();
        return out;
    }
    /// Messages but neighbor packets.
    std::vector<Send> take_sent() {
        auto out = take<Send>();
        std::erase_if(out, [](const Send& one) { return std::holds_alternative<VersionedNeighbor>(one.message); });
        return out;
    }
    /// What it has cast since the last time, after it was written down.
    std::vector<Message> cast_votes() {
        std::vector<Message> out;
        bool kept = false;
        for (const auto& effect : effects) {
            kept |= std::holds_alternative<KeepRecords>(effect);
            const auto* one = std::get_if<CastVote>(&effect);
            if (one && expect_kept) EXPECT_TRUE(kept) << "a vote leaves before it is on the disk";
            if (one) out.push_back(one->message);
        }
        effects.clear();
        return out;
    }
    Message message(VoteKind kind, const char* block) const { return {kind, chain.tree[block]}; }
    /// Round 1 with all votes for a block, ours too.
    void play_round(const char* block) {
        pass_to(now + 20);
        vote(voter->best_round().number(), kPrevote, block, {1, 2, 3});
        pass_to(now + 20);
        vote(voter->best_round().number(), kPrecommit, block, {1, 2, 3});
    }

    NamedChain chain;
    RoundsRecord rounds;
    CastRecord cast;
    Millis now = 0;
    /// Said again after 100 s; peers may say the same again after 5.
    static constexpr Millis kPeriod = 100'000;
    PeerViews peers{{.neighbor_period = kPeriod, .answer_period = 60'000, .max_peers = 100}};
    std::optional<Voter> voter;
    std::vector<VoterEffect> effects;
    bool expect_kept = true;
};

}  // namespace serinus::consensus::grandpa::test
