#include "consensus/grandpa/round.hpp"

#include "base/assert.hpp"

namespace serinus::consensus::grandpa {

Round::Round(RoundNumber number, std::shared_ptr<const VoterSet> voters, const BlockId& base)
    : number_(number),
      voters_(std::move(voters)),
      graph_(base, voters_->size()),
      prevotes_(voters_->size()),
      precommits_(voters_->size()) {}

ImportedVote Round::import(const SignedMessage& vote, const BlockTree& tree) {
    const VoteKind kind = vote.message.kind;
    SERINUS_ASSERT(kind != VoteKind::kPrimaryPropose);
    const auto voter = voters_->find(vote.id);
    if (!voter) return ImportedVote::kNoVoter;

    Tally& all = tally(kind);
    Votes& votes = all.votes[*voter];
    const Vote cast{vote.message.target, vote.signature};
    if (votes.first == cast || votes.second == cast) return ImportedVote::kDuplicate;
    if (votes.second) return ImportedVote::kSuperfluous;

    if (!votes.first) {
        if (!graph_.insert(vote.message.target, kind, *voter, tree)) return ImportedVote::kNotAboveBase;
        votes.first = cast;
        all.weight += voters_->voters()[*voter].weight;
    } else {
        votes.second = cast;
        all.equivocators.set(*voter);
        all.equivocating += voters_->voters()[*voter].weight;
    }
    history_.push_back(vote);
    if (kind == VoteKind::kPrevote && prevotes_.weight >= voters_->threshold()) {
        // Votes only come, so the block with the supermajority only moves up. Spec: defn-grandpa-ghost
        result_.prevote_ghost = graph_.find_ghost(
            result_.prevote_ghost, [&](const auto& votes) { return has_supermajority(votes, VoteKind::kPrevote); });
    }
    update();
    return votes.second ? ImportedVote::kEquivocation : ImportedVote::kNew;
}

bool Round::has_supermajority(const BlockVotes& votes, VoteKind kind) const {
    // Who equivocated has voted for this block too. Spec: defn-observed-votes
    const VoterBits& bits = kind == VoteKind::kPrevote ? votes.prevotes : votes.precommits;
    return voters_->weight_of(bits, tally(kind).equivocators) >= voters_->threshold();
}

/// Whether the block may still get a supermajority of precommits: from voters who have not voted yet, and from as
/// many who voted elsewhere as may be faulty. Spec: defn-total-potential-votes
bool Round::can_get_precommits(const BlockVotes& votes) const {
    const Weight for_it = voters_->weight_of(votes.precommits, precommits_.equivocators);
    const Weight not_voted = voters_->total() - precommits_.weight;
    const Weight tolerated = voters_->total() - voters_->threshold();
    const Weight more_may_equivocate = tolerated - std::min(tolerated, precommits_.equivocating);
    const Weight elsewhere = precommits_.weight - std::min(precommits_.weight, for_it);
    return for_it + not_voted + std::min(elsewhere, more_may_equivocate) >= voters_->threshold();
}

/// Spec: defn-grandpa-completable, algo-grandpa-best-candidate
void Round::update() {
    if (!result_.prevote_ghost) return;
    const BlockId ghost = *result_.prevote_ghost;
    if (precommits_.weight < voters_->threshold()) {
        // The voters that are missing and those that may equivocate can still make any block final.
        result_.estimate = ghost;
        return;
    }
    // Final is what has both supermajorities. Spec: algo-finalizable
    result_.finalized =
        graph_.find_ancestor(ghost, [&](const auto& votes) { return has_supermajority(votes, VoteKind::kPrecommit); });

    const auto possible = [&](const auto& votes) { return can_get_precommits(votes); };
    result_.estimate = graph_.find_ancestor(ghost, possible);
    if (!result_.estimate) {
        result_.completable = false;
    } else if (*result_.estimate != ghost) {
        result_.completable = true;
    } else {
        const auto highest = graph_.find_ghost(ghost, possible);
        result_.completable = !highest || *highest == ghost;
    }
}

std::optional<BlockId> Round::precommit_ghost() const {
    return graph_.find_ghost(std::nullopt,
                             [&](const auto& votes) { return has_supermajority(votes, VoteKind::kPrecommit); });
}

std::optional<DoubleVote> Round::equivocation(VoteKind kind, const AuthorityId& id) const {
    const auto voter = voters_->find(id);
    if (!voter || !tally(kind).votes[*voter].second) return std::nullopt;
    const Votes& votes = tally(kind).votes[*voter];
    return DoubleVote{number_, id, *votes.first, *votes.second};
}

Commit Round::finalizing_commit(const BlockTree& tree) const {
    const auto ghost = precommit_ghost();
    SERINUS_ASSERT(ghost.has_value());
    Commit commit{*ghost, {}};
    Weight weight = 0;
    std::vector<size_t> elsewhere;  // equivocators without a vote for the block: both votes together count for it
    for (size_t i = 0; i < precommits_.votes.size(); ++i) {
        const auto& [first, second] = precommits_.votes[i];
        const auto supports = [&](const auto& vote) {
            return vote && tree.is_same_or_above(commit.target, vote->first);
        };
        if (const auto* vote = supports(first) ? &first : supports(second) ? &second : nullptr) {
            commit.precommits.push_back({(*vote)->first, (*vote)->second, voters_->voters()[i].id});
            weight += voters_->voters()[i].weight;
        } else if (second) {
            elsewhere.push_back(i);
        }
    }
    for (const size_t i : elsewhere) {
        if (weight >= voters_->threshold()) break;
        const auto& [first, second] = precommits_.votes[i];
        commit.precommits.push_back({first->first, first->second, voters_->voters()[i].id});
        commit.precommits.push_back({second->first, second->second, voters_->voters()[i].id});
        weight += voters_->voters()[i].weight;
    }
    return commit;
}

std::vector<SignedVote> Round::votes(VoteKind kind) const {
    std::vector<SignedVote> out;
    for (size_t i = 0; i < voters_->size(); ++i) {
        const auto& [first, second] = tally(kind).votes[i];
        if (first) out.push_back({first->first, first->second, voters_->voters()[i].id});
        if (second) out.push_back({second->first, second->second, voters_->voters()[i].id});
    }
    return out;
}

}  // namespace serinus::consensus::grandpa
