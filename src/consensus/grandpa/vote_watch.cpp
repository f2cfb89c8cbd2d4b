#include "consensus/grandpa/vote_watch.hpp"

#include "base/assert.hpp"

namespace serinus::consensus::grandpa::test {

std::string VoteWatch::cast(SetId set, const VoterSet& voters, RoundNumber round, const AuthorityId& id,
                            const Message& vote) {
    const auto [voted, is_new] = votes_[{set, round, vote.kind}].try_emplace(id, vote.target);
    if (!is_new) return voted->second == vote.target ? "" : "an honest voter equivocates";
    if (vote.kind == VoteKind::kPrimaryPropose) return "";

    // Spec: defn-grandpa-ghost
    if (vote.kind == VoteKind::kPrecommit &&
        !may_have_supermajority(find(set, round, VoteKind::kPrevote), voters, vote.target)) {
        return "a precommit for a block that cannot have two thirds of the prevotes";
    }
    // Safety rests on this: what a round may have made final is below all votes of the next. Spec: algo-grandpa-round
    const Votes* last = round == 0 ? nullptr : find(set, round - 1, VoteKind::kPrecommit);
    if (!last) return "";
    for (const auto& [voter, precommit] : *last) {
        if (tree_->is_same_or_above(precommit, vote.target)) continue;
        if (may_have_supermajority(last, voters, lowest_beside(vote.target, precommit))) {
            return "a vote beside what the round before may have made final";
        }
    }
    return "";
}

std::string VoteWatch::finalize(SetId set, const VoterSet& voters, RoundNumber round, const BlockId& block) const {
    const bool good = may_have_supermajority(find(set, round, VoteKind::kPrecommit), voters, block);
    return good ? "" : "a block is final that cannot have two thirds of the precommits";
}

const VoteWatch::Votes* VoteWatch::find(SetId set, RoundNumber round, VoteKind kind) const {
    const auto found = votes_.find({set, round, kind});
    return found == votes_.end() ? nullptr : &found->second;
}

bool VoteWatch::may_have_supermajority(const Votes* votes, const VoterSet& voters, const BlockId& block) const {
    Weight weight = 0;
    for (const Authority& voter : voters.voters()) {
        const auto vote = votes ? votes->find(voter.id) : Votes::const_iterator();
        const bool for_it = votes && vote != votes->end() && tree_->is_same_or_above(block, vote->second);
        if (for_it || faulty_.contains(voter.id)) weight += voter.weight;
    }
    return weight >= voters.threshold();
}

/// The lowest block on the way to `vote` that is not `target` or below it.
BlockId VoteWatch::lowest_beside(const BlockId& target, BlockId vote) const {
    for (;;) {
        const auto link = tree_->find(vote.hash);
        SERINUS_ASSERT(link.has_value());
        const BlockId parent{link->parent, link->number - 1};
        if (tree_->is_same_or_above(parent, target)) return vote;
        vote = parent;
    }
}

}  // namespace serinus::consensus::grandpa::test
