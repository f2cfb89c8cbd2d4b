// What faulty voters do. They know the state of all nodes, but cannot sign for others.
#include "consensus/grandpa/simulated_world.hpp"

namespace serinus::consensus::grandpa::test {

SignedMessage World::sign_as(const Node& node, VoteKind kind, const BlockId& target, RoundNumber round) const {
    return sign({kind, target}, round, node.voter_set, node.id());
}

BlockId World::recent_block() {
    return block_list[block_list.size() - 1 - below(std::min<size_t>(block_list.size(), 12))];
}

void World::cast_faulty(Node& node, const CastVote& vote) {
    switch (*node.fault) {
        case Fault::kAgreesWithAll:
            return agree_with_all(node, vote);
        case Fault::kVotesLate:
            return vote_late(node, vote);
        case Fault::kRandomMessages:
            return send_random(node, vote);
        case Fault::kSilent:
            return;
    }
}

/// Votes to each node in its own round: prevotes for its best block, precommits for its prevote GHOST.
void World::agree_with_all(Node& node, const CastVote& vote) {
    for (const auto& other : nodes) {
        if (!other->voter || other->voter_set != node.voter_set || other->index == node.index) continue;
        const Round& round = other->voter->best_round();
        const auto ghost = round.result().prevote_ghost;
        const auto target =
            vote.message.kind == VoteKind::kPrecommit && ghost ? ghost : other->best_vote(other->disk.finalized);
        if (!target) continue;
        const RoundNumber number = round.number();
        send(node.index, other->index,
             VoteMessage{number, node.voter_set, sign_as(node, vote.message.kind, *target, number)});
    }
}

/// Prevotes as it should. Sends two different precommits after the end of the round, to one node each.
void World::vote_late(Node& node, const CastVote& vote) {
    if (vote.message.kind != VoteKind::kPrecommit) {
        const SignedMessage message = sign(vote.message, vote.round, node.voter_set, node.id());
        return send(node.index, std::nullopt, VoteMessage{vote.round, node.voter_set, message});
    }
    for (int i = 0; i < 2; ++i) {
        const BlockId target = i == 0 ? vote.message.target : recent_block();
        const VoteMessage late{vote.round, node.voter_set, sign_as(node, VoteKind::kPrecommit, target, vote.round)};
        at(now + 5 * kGossip + below(20 * kGossip),
           [this, &node, to = below(nodes.size()), late] { send(node.index, to, late); });
    }
}

/// Votes for any blocks, others for each, in any of the rounds around; commits and catch-ups that prove nothing, of
/// real votes and its own.
void World::send_random(Node& node, const CastVote& vote) {
    for (size_t to = 0; to < nodes.size(); ++to) {
        for (uint64_t votes = below(4); votes > 0; --votes) {
            const RoundNumber round = std::max<RoundNumber>(vote.round + below(4), 3) - 2;
            const auto kind = static_cast<VoteKind>(below(3));
            send(node.index, to, VoteMessage{round, node.voter_set, sign_as(node, kind, recent_block(), round)});
        }
    }
    if (!chance(0.3)) return;
    const auto some = [&](VoteKind kind) {
        std::vector<SignedVote> votes;
        for (const SignedVote& one : node.voter->best_round().votes(kind)) {
            if (chance(0.8)) votes.push_back(one);
        }
        for (int i = 0; i < 3; ++i) {
            const SignedMessage more = sign_as(node, kind, recent_block(), vote.round);
            votes.push_back({more.message.target, more.signature, more.id});
        }
        return votes;
    };
    const Commit commit{recent_block(), some(VoteKind::kPrecommit)};
    send(node.index, std::nullopt, CommitMessage{vote.round, node.voter_set, to_compact(commit)});
    const CatchUp catch_up{vote.round, some(VoteKind::kPrevote), some(VoteKind::kPrecommit), recent_block()};
    send(node.index, std::nullopt, CatchUpMessage{node.voter_set, catch_up});
    send(node.index, std::nullopt, VersionedNeighbor(Neighbor{vote.round + below(5), node.voter_set, 1000}));
}

}  // namespace serinus::consensus::grandpa::test
