#include "consensus/grandpa/gossip_check.hpp"

#include "base/assert.hpp"
#include "consensus/grandpa/justification.hpp"

namespace serinus::consensus::grandpa {
namespace {

using enum MessageVerdict;

/// kNew: they fit.
MessageVerdict check_weight(const std::vector<SignedVote>& votes, const VoterSet& voters) {
    const Weight most = voters.total() + (voters.total() - voters.threshold());
    Weight weight = 0;
    for (const SignedVote& vote : votes) {
        const auto voter = voters.find(vote.id);
        if (!voter) return kUnknownVoter;
        weight += voters.voters()[*voter].weight;
        if (weight > most) return kUnfitWeight;
    }
    return weight >= voters.threshold() ? kNew : kUnfitWeight;
}

}  // namespace

MessageVerdict check_weights(const GossipMessage& message, const VoterSet& voters) {
    if (const auto* vote = std::get_if<VoteMessage>(&message)) {
        return voters.find(vote->message.id) ? kNew : kUnknownVoter;
    }
    if (const auto* commit = std::get_if<CommitMessage>(&message)) {
        const auto full = from_compact(commit->commit);
        return full ? check_weight(full->precommits, voters) : kMalformedCommit;
    }
    if (const auto* answer = std::get_if<CatchUpMessage>(&message)) {
        const MessageVerdict prevotes = check_weight(answer->catch_up.prevotes, voters);
        return prevotes != kNew ? prevotes : check_weight(answer->catch_up.precommits, voters);
    }
    return kNew;
}

MessageVerdict check_message(const GossipMessage& message, SetId set_id, const VoterSet& voters,
                             const ByteArray<32>& randomness) {
    const MessageVerdict weights = check_weights(message, voters);
    if (weights != kNew) return weights;
    bool good = true;  // neighbor packets and requests have no signatures
    if (const auto* vote = std::get_if<VoteMessage>(&message)) {
        good = check_signature(vote->message, vote->round, set_id);
    } else if (const auto* commit = std::get_if<CommitMessage>(&message)) {
        good = check_signatures(from_compact(commit->commit)->precommits, VoteKind::kPrecommit, commit->round, set_id,
                                randomness);
    } else if (const auto* answer = std::get_if<CatchUpMessage>(&message)) {
        const auto& [round, prevotes, precommits, base] = answer->catch_up;
        good = check_signatures(prevotes, VoteKind::kPrevote, round, set_id, randomness) &&
               check_signatures(precommits, VoteKind::kPrecommit, round, set_id, randomness);
    }
    return good ? kNew : kWrongSignature;
}

VoterInput to_input(GossipMessage message, GossipPeer from) {
    if (auto* vote = std::get_if<VoteMessage>(&message)) return VoteReceived{vote->round, vote->message, from};
    if (const auto* commit = std::get_if<CommitMessage>(&message)) {
        auto full = from_compact(commit->commit);
        SERINUS_ASSERT(full.has_value());  // checked by check_message
        return CommitReceived{commit->round, *std::move(full), from};
    }
    if (const auto* neighbor = std::get_if<VersionedNeighbor>(&message)) {
        return NeighborReceived{from, std::get<Neighbor>(*neighbor)};
    }
    if (const auto* request = std::get_if<CatchUpRequest>(&message)) return CatchUpRequested{from, request->round};
    return CatchUpReceived{std::move(std::get<CatchUpMessage>(message).catch_up), from};
}

}  // namespace serinus::consensus::grandpa
