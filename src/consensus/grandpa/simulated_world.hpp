/// The state of a simulated network: its blocks, nodes and faults. For simulated_network.cpp and simulated_liars.cpp
/// alone.
#pragma once

#include <algorithm>
#include <deque>

#include "consensus/grandpa/simulated_network.hpp"
#include "consensus/grandpa/test_tree.hpp"
#include "consensus/grandpa/vote_watch.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::consensus::grandpa::test {

inline constexpr Millis kGossip = 200;
inline constexpr Millis kSlot = 500;

struct World;

struct SimBlock {
    BlockId id;
    Hash256 parent;
    const SimBlock* below;
    size_t author;
    std::optional<PendingChange> change;
};

/// All blocks, also those that no node knows.
struct AllBlocks final : BlockTree {
    std::map<Hash256, SimBlock> blocks;

    std::optional<BlockLink> find(const Hash256& hash) const override {
        const auto found = blocks.find(hash);
        return found == blocks.end() ? std::nullopt
                                     : std::optional(BlockLink{found->second.parent, found->second.id.number});
    }
    bool is_same_or_above(const BlockId& ancestor, const BlockId& block) const override {
        const auto found = blocks.find(block.hash);
        const SimBlock* at = found == blocks.end() ? nullptr : &found->second;
        while (at && at->id.number > ancestor.number) at = at->below;
        return at && at->id == ancestor;
    }
};

/// What remains after a crash.
struct Disk {
    AuthoritySet set;
    BlockId finalized;
    std::map<SetId, std::pair<RoundsRecord, CastRecord>> records;
    std::map<BlockNumber, std::pair<RoundNumber, Commit>> justifications;  ///< of blocks that changed the set
};

struct Node final : VoterChain {
    World* world = nullptr;
    size_t index = 0;
    std::optional<Fault> fault;
    bool down = false;
    bool gone = false;  ///< for good
    Disk disk;
    std::map<Hash256, BlockId> blocks;  ///< with their parents, none on dead forks
    PeerViews peers;
    std::unique_ptr<Voter> voter;
    SetId voter_set = 0;
    uint64_t life = 0;   ///< how often it has started
    uint64_t timer = 0;  ///< the latest that was set

    AuthorityId id() const { return test_id(index + 1); }
    std::optional<BlockLink> find(const Hash256& hash) const override;
    std::optional<BlockId> best_vote(const BlockId& base) const override;
    std::optional<BlockId> best_above(const BlockId& base) const;
    IsAbove is_above() const {
        return [this](const Hash256& ancestor, const Hash256& block) -> OrFailure<bool> {
            if (ancestor == block || !find(ancestor) || !find(block)) return false;
            return is_same_or_above({ancestor, find(ancestor)->number}, {block, find(block)->number});
        };
    }
};

/// The network checks it, so no node can sign for another.
inline Signature simulated_signature(const Message& message, RoundNumber round, SetId set, const AuthorityId& id) {
    Signature signature;
    const auto bytes = signed_bytes(message, round, set);
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    std::copy_n(id.begin(), signature.size() - bytes.size(), signature.begin() + bytes.size());
    return signature;
}
inline SignedMessage sign(const Message& message, RoundNumber round, SetId set, const AuthorityId& id) {
    return {message, simulated_signature(message, round, set, id), id};
}
inline bool all_signed(const std::vector<SignedVote>& votes, VoteKind kind, RoundNumber round, SetId set) {
    return std::ranges::all_of(votes, [&](const SignedVote& vote) {
        return vote.signature == simulated_signature({kind, vote.target}, round, set, vote.id);
    });
}

/// Neighbor packets and requests are not signed.
inline bool is_signed(const GossipMessage& message) {
    if (const auto* vote = std::get_if<VoteMessage>(&message)) {
        return vote->message == sign(vote->message.message, vote->round, vote->set_id, vote->message.id);
    }
    if (const auto* commit = std::get_if<CommitMessage>(&message)) {
        return all_signed(from_compact(commit->commit)->precommits, VoteKind::kPrecommit, commit->round,
                          commit->set_id);
    }
    if (const auto* answer = std::get_if<CatchUpMessage>(&message)) {
        const auto& [set, catch_up] = *answer;
        return all_signed(catch_up.prevotes, VoteKind::kPrevote, catch_up.round, set) &&
               all_signed(catch_up.precommits, VoteKind::kPrecommit, catch_up.round, set);
    }
    return true;
}

struct Crash {};  // unwinds what a node was doing; stays in the simulation

struct World {
    SimulationOptions options;
    SimulationReport report;
    platform::VirtualTime time;
    std::mt19937_64& random = time.random();
    Millis now = 0;  ///< of the event that runs
    AllBlocks tree;
    std::map<Hash256, SimBlock>& blocks = tree.blocks;
    std::vector<BlockId> block_list;
    std::vector<std::unique_ptr<Node>> nodes;
    std::vector<size_t> group;  ///< of each node
    std::vector<AuthorityList> sets;
    bool one_chain = false;
    bool forced = false;
    BlockId highest_final;
    std::optional<VoteWatch> watch;

    explicit World(const SimulationOptions& options_in) : options(options_in), time(options_in.seed) {}

    bool chance(double p) { return std::uniform_real_distribution<double>(0, 1)(random) < p; }
    uint64_t below(uint64_t bound) { return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random); }
    bool healed() const { return now >= options.heal_at; }
    void at(Millis when, std::function<void()> what) {
        time.post_after_us((when - std::min(when, now)) * 1000, [this, what = std::move(what)] {
            now = time.now_ms();
            what();
        });
    }
    void violation(const std::string& what) {
        if (report.violations.size() < 5) report.violations.push_back(std::to_string(now) + " ms: " + what);
    }

    void run();
    AuthorityList random_set();
    void author();
    void deliver_block(size_t to, const Hash256& hash);
    void import(Node& node, const SimBlock& block);
    void send(size_t from, std::optional<GossipPeer> to, const GossipMessage& message,
              const std::optional<GossipPeer>& but_not_to = {});
    void receive(Node& node, size_t from, const GossipMessage& message);
    void justify(Node& node, size_t to, SetId set);
    void report_verdict(size_t from, MessageVerdict verdict);
    void connect(Node& node);
    void disconnect(Node& node);
    void act(Node& node, const VoterInput& input);
    void perform(Node& node, VoterEffect& effect, std::deque<VoterInput>& more);
    void cast(Node& node, const CastVote& vote, std::deque<VoterInput>& more);
    void cast_faulty(Node& node, const CastVote& vote);
    void agree_with_all(Node& node, const CastVote& vote);
    void vote_late(Node& node, const CastVote& vote);
    void send_random(Node& node, const CastVote& vote);
    SignedMessage sign_as(const Node& node, VoteKind kind, const BlockId& target, RoundNumber round) const;
    BlockId recent_block();
    void finalize(Node& node, RoundNumber round, const Commit& commit);
    void apply_finality(Node& node, const BlockId& block);
    void begin_voter(Node& node);
    void set_timer(Node& node);
    void maybe_crash() {
        if (!healed() && chance(options.crash)) throw Crash{};
    }
    void crash(Node& node);
    void partition();
    bool receives_from(const Node& node, size_t from) const {
        if (options.line && node.index + 1 != from && from + 1 != node.index) return false;
        return healed() || group[node.index] == group[from] || (options.bridging && (node.fault || nodes[from]->fault));
    }
    bool can_have(const Node& node, const SimBlock& block) const {
        return block.author == node.index || std::ranges::any_of(nodes, [&](const auto& other) {
                   return !other->down && other->blocks.contains(block.id.hash) && receives_from(node, other->index);
               });
    }
};

}  // namespace serinus::consensus::grandpa::test
