#include "consensus/grandpa/gossip_check.hpp"

#include "consensus/grandpa/justification.hpp"

namespace serinus::consensus::grandpa {
namespace {

bool has_fitting_weight(const std::vector<SignedVote>& votes, const VoterSet& voters) {
    const Weight most = voters.total() + (voters.total() - voters.threshold());
    Weight weight = 0;
    for (const SignedVote& vote : votes) {
        const auto voter = voters.find(vote.id);
        if (!voter) return false;
        weight += voters.voters()[*voter].weight;
        if (weight > most) return false;
    }
    return weight >= voters.threshold();
}

}  // namespace

std::optional<VoterInput> check_message(const GossipMessage& message, PeerId from, SetId set_id, const VoterSet& voters,
                                        const ByteArray<32>& randomness) {
    if (const auto* vote = std::get_if<VoteMessage>(&message)) {
        if (vote->set_id != set_id || !voters.find(vote->message.id)) return std::nullopt;
        if (!check_signature(vote->message, vote->round, set_id)) return std::nullopt;
        return VoteReceived{vote->round, vote->message};
    }
    if (const auto* commit = std::get_if<CommitMessage>(&message)) {
        auto full = from_compact(commit->commit);
        if (commit->set_id != set_id || !full || !has_fitting_weight(full->precommits, voters)) return std::nullopt;
        if (!check_signatures(full->precommits, VoteKind::kPrecommit, commit->round, set_id, randomness)) {
            return std::nullopt;
        }
        return CommitReceived{commit->round, *std::move(full)};
    }
    if (const auto* neighbor = std::get_if<VersionedNeighbor>(&message)) {
        return NeighborReceived{from, std::get<Neighbor>(*neighbor)};
    }
    if (const auto* request = std::get_if<CatchUpRequest>(&message)) {
        if (request->set_id != set_id) return std::nullopt;
        return CatchUpRequested{from, request->round};
    }
    const auto& [of_set, catch_up] = std::get<CatchUpMessage>(message);
    const bool good = of_set == set_id && has_fitting_weight(catch_up.prevotes, voters) &&
                      has_fitting_weight(catch_up.precommits, voters) &&
                      check_signatures(catch_up.prevotes, VoteKind::kPrevote, catch_up.round, set_id, randomness) &&
                      check_signatures(catch_up.precommits, VoteKind::kPrecommit, catch_up.round, set_id, randomness);
    return good ? std::optional<VoterInput>(CatchUpReceived{catch_up}) : std::nullopt;
}

}  // namespace serinus::consensus::grandpa
