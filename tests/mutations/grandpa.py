#!/usr/bin/env python3
"""Breaks one rule of GRANDPA at a time and demands that a test of the consensus room fails (mutate.py)."""
from mutate import Program, main

# name, file, the rule as it stands, the broken rule
MUTATIONS = [
    ("threshold-is-half", "voter_set.hpp", "total_ - (total_ - 1) / 3", "total_ - (total_ - 1) / 2"),
    ("primary-is-always-the-first", "voter_set.hpp", "round % voters_.size()", "0 * round"),
    ("weights-wrap", "voter_set.cpp", "if (out.total_ + authority.weight < out.total_) return std::nullopt;", ""),
    ("equivocators-do-not-count", "round.cpp", "all.equivocators.set(*voter);", ""),
    ("estimate-without-equivocations", "round.cpp", "std::min(elsewhere, more_may_equivocate)", "Weight{0}"),
    ("completable-at-once", "round.cpp", "result_.completable = !highest || *highest == ghost;", "result_.completable = true;"),
    ("final-without-prevotes", "round.cpp", "result_.finalized =\n        graph_.find_ancestor(ghost, [&](const auto& votes) { return has_supermajority(votes, VoteKind::kPrecommit); });", "result_.finalized = precommit_ghost();"),
    ("prevote-at-once", "voter.cpp", "now + 2 * options.gossip_duration", "now"),
    ("precommit-early", "voter.cpp", "now + 4 * options.gossip_duration", "now + 3 * options.gossip_duration"),
    ("precommit-beside-the-estimate", "voting_round.cpp", "return tree.is_same_or_above(*last->estimate, *ghost) ? ghost : std::nullopt;", "return ghost;"),
    ("prevote-ignores-the-estimate", "voting_round.cpp", "return between ? proposal : estimate;", "return proposal;"),
    ("next-round-before-the-last-estimate", "voting_round.cpp", "estimate <= last->finalized->number", "true"),
    ("votes-are-not-recorded", "voter.cpp", "emit(KeepRecords{cast, std::nullopt});", ""),
    ("restart-forgets-votes", "voter.cpp", "!place", "true"),
    ("finalize-before-voting", "voter.cpp", "if (!round.has_voted() && round.last) return;", ""),
    ("finalize-without-a-valid-commit", "voter.cpp", "if (check_commit(commit, voters, chain)) return;", ""),
    ("past-rounds-are-dropped", "voter.cpp", "!round.commit_at && (!estimate || estimate->number <= finalized.number)", "true"),
    ("commit-below-what-is-final", "voter.cpp", "round.commit->target.number >= finalized.number", "true"),
    ("own-equivocations-are-reported", "voter_messages.cpp", "options.identity != vote.id", "true"),
    ("any-voter-proposes", "voter_messages.cpp", "if (voters->voters()[voters->primary(round.votes.number())].id != vote.id) return kNotPrimary;", ""),
    ("second-votes-wait-for-blocks", "voter_messages.cpp", "(is_second || knows(target))", "knows(target)"),
    ("known-votes-are-passed-on", "voter_messages.cpp", "from && verdict == kNew", "from.has_value()"),
    ("commits-are-not-checked", "voter_messages.cpp", "if (check_commit(commit, voters, chain)) return kProvesNothing;", ""),
    ("open-catch-ups-are-taken", "voter_messages.cpp", "if (!round.result().completable) return kProvesNothing;", ""),
    ("catch-ups-unasked", "voter_messages.cpp", "if (!catch_up_asked || catch_up_asked->peer != from || waiting_catch_up) return kNotAsked;", ""),
    ("all-peers-are-asked", "voter_messages.cpp", "if (catch_up_asked) return;", ""),
    ("requests-without-limit", "voter_messages.cpp", "if (!peers.may_answer(input.peer, now)) return judge(input.peer, kAnsweredLately);", ""),
    ("missing-blocks-are-not-asked-for", "voter.cpp", "impl_->request_blocks();", ""),
    ("missing-blocks-are-asked-for-at-once", "voter_blocks.cpp", "if (now < *block_requests_at) return;", ""),
    ("final-blocks-are-asked-for", "voter_blocks.cpp", "block.number <= finalized.number", "false"),
    ("the-same-blocks-are-asked-for-first", "voter_blocks.cpp", "one.requests = before->second;", ""),
    ("block-requests-without-limit", "voter_blocks.cpp", "i < kMaxBlockRequests", "true"),
    ("peers-that-skip-a-round-get-no-votes", "voter_messages.cpp", "view.round > previous->round + 1", "false"),
    ("views-go-back", "peer_views.cpp", "if (goes_back) return MessageVerdict::kViewGoesBack;", ""),
    ("packets-are-repeated", "peer_views.cpp", "changed || !peer.sent_at || now >= *peer.sent_at + options_.neighbor_period", "true"),
    ("changes-on-dead-forks-stay", "change_tree.cpp", "drops = true;", "kept_roots.push_back(root);"),
    ("two-changes-at-once", "change_tree.cpp", "if (enacted && below) return Finalized{.passes_two = true};", ""),
    ("forced-before-standard", "authority_set.cpp", "root->effective() <= median", "false"),
    ("second-forced-change", "authority_set.cpp", "TRY(is_above(other.hash, change.hash))", "false"),
    ("votes-beyond-a-change", "set_keeper.cpp", "if (const auto limit = sets_->limit(base.number)) number = std::min(number, *limit);", ""),
    ("signatures-are-not-checked", "gossip_check.cpp", "return good ? kNew : kWrongSignature;", "return kNew;"),
    ("unfit-weights", "gossip_check.cpp", "if (weight > most) return kUnfitWeight;", ""),
    ("superfluous-headers", "justification.cpp", "if (visited.size() == tree.size()) return std::nullopt;", "return std::nullopt;"),
    ("set-end-drops-messages", "voter_loop.cpp", "if (is_over && !std::holds_alternative<Judged>(effect) && !(to_send && to_send->from)) continue;", "if (is_over) continue;"),
]

if __name__ == "__main__":
    main("src/consensus/grandpa", MUTATIONS, [Program("consensus_test", "Grandpa*")])
