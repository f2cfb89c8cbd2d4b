#include <algorithm>

#include "base/assert.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/voter_impl.hpp"

namespace serinus::consensus::grandpa {
namespace {

using enum MessageVerdict;
using Step = VotingRound::Step;

std::vector<SignedMessage> messages_of(const std::vector<SignedVote>& votes, VoteKind kind) {
    std::vector<SignedMessage> out;
    out.reserve(votes.size());
    for (const SignedVote& vote : votes) out.push_back({{kind, vote.target}, vote.signature, vote.id});
    return out;
}

bool is_above(const BlockId& block, const std::optional<BlockNumber>& number) {
    return !number || block.number > *number;
}

}  // namespace

// ---- Verdicts

MessageVerdict Voter::consider(GossipPeer from, const GossipMessage& message) const {
    SetId set = impl_->options.set_id;
    if (const auto* vote = std::get_if<VoteMessage>(&message)) {
        set = vote->set_id;
    } else if (const auto* commit = std::get_if<CommitMessage>(&message)) {
        set = commit->set_id;
    } else if (const auto* request = std::get_if<CatchUpRequest>(&message)) {
        set = request->set_id;
    }
    if (set != impl_->options.set_id) return set < impl_->options.set_id ? kPastSet : kFutureSet;
    if (const auto* vote = std::get_if<VoteMessage>(&message)) return impl_->consider(*vote);
    if (const auto* commit = std::get_if<CommitMessage>(&message)) return impl_->consider(*commit);
    if (const auto* request = std::get_if<CatchUpRequest>(&message)) return impl_->consider(from, *request);
    if (const auto* catch_up = std::get_if<CatchUpMessage>(&message)) return impl_->consider(from, *catch_up);
    return kNew;  // neighbor packets of all sets are noted
}

MessageVerdict Voter::Impl::consider(const VoteMessage& vote) const {
    const auto voter = voters->find(vote.message.id);
    if (!voter) return kUnknownVoter;
    if (vote.round > best_number() + 1) return kFutureRound;
    const VoteKind kind = vote.message.message.kind;
    const VotingRound* round = find(vote.round);
    if (!round && vote.round != best_number() + 1) return kPastRound;
    if (kind == VoteKind::kPrimaryPropose) {
        if (*voter != voters->primary(vote.round)) return kNotPrimary;
        if (round && (round->proposal == vote.message.message.target || round->proposals == 2)) return kKnown;
    } else if (round && round->votes.is_known(kind, *voter, {vote.message.message.target, vote.message.signature})) {
        return kKnown;
    }
    const auto waits = waiting.find({vote.round, *voter, kind});
    if (waits == waiting.end()) return kNew;
    return waits->second.size() == 2 || is_among(waits->second, vote.message) ? kKnown : kNew;
}

MessageVerdict Voter::Impl::consider(const CommitMessage& message) const {
    const CompactCommit& commit = message.commit;
    if (commit.precommits.empty() || commit.precommits.size() != commit.authentication.size()) return kMalformedCommit;
    if (commit.target.number > finalized.number) return kNew;
    // Its votes may complete a round, once.
    const VotingRound* round = find(message.round);
    return round && is_above(commit.target, round->highest_commit_received) ? kNew : kNotHigher;
}

/// Observed: validate_catch_up_message of sc_consensus_grandpa, polkadot-stable2407
MessageVerdict Voter::Impl::consider(GossipPeer from, const CatchUpMessage& message) const {
    if (!catch_up_asked || catch_up_asked->peer != from || waiting_catch_up) return kNotAsked;
    const CatchUp& catch_up = message.catch_up;
    const bool fits = message.set_id == options.set_id && catch_up.round >= catch_up_asked->round &&
                      !catch_up.prevotes.empty() && !catch_up.precommits.empty();
    return fits ? kNew : kMalformedCatchUp;
}

/// Observed: handle_catch_up_request of sc_consensus_grandpa, polkadot-stable2407
MessageVerdict Voter::Impl::consider(GossipPeer from, const CatchUpRequest& request) const {
    const auto view = peers.find(from);
    if (view && view->set_id == options.set_id && view->round >= request.round) return kNeedlessRequest;
    const CompletedRound& last = rounds.completed.front();
    return last.votes.empty() || last.number < request.round ? kNothingToAnswer : kNew;
}

void Voter::Impl::judge(const std::optional<GossipPeer>& from, MessageVerdict verdict) {
    if (from) emit(Judged{*from, verdict});
}

void Voter::Impl::judge_and_relay(const std::optional<GossipPeer>& from, MessageVerdict verdict,
                                  GossipMessage message) {
    judge(from, verdict);
    if (from && verdict == kNew) emit(Send{std::nullopt, std::move(message), from});
}

// ---- Votes

void Voter::Impl::on(const VoteReceived& input) {
    const MessageVerdict verdict = take(input);
    judge_and_relay(input.from, verdict, VoteMessage{input.round, options.set_id, input.message});
}

/// A vote may be passed on before its block is known, as long as few wait.
MessageVerdict Voter::Impl::take(const VoteReceived& input) {
    const auto voter = voters->find(input.message.id);
    if (!voter) return kUnknownVoter;
    VotingRound* round = find(input.round);
    const auto& [kind, target] = input.message.message;
    // Two votes are an equivocation whatever they are for. A second one may be for a block of a dead fork, which will
    // never be known here; without it this node could wait for the votes of this round for ever.
    const bool is_second = round && kind != VoteKind::kPrimaryPropose && round->votes.has_voted(kind, *voter);
    if (round && (is_second || knows(target))) return import(*round, input.message);
    if (round || input.round == best_number() + 1) return wait(*voter, input);
    return input.round > best_number() ? kFutureRound : kPastRound;
}

MessageVerdict Voter::Impl::import(VotingRound& round, const SignedMessage& vote) {
    if (vote.message.kind == VoteKind::kPrimaryPropose) {
        if (voters->voters()[voters->primary(round.votes.number())].id != vote.id) return kNotPrimary;
        if (!chain.is_same_or_above(round.votes.base(), vote.message.target)) return kBelowBase;
        if (round.proposal == vote.message.target || round.proposals == 2) return kKnown;
        ++round.proposals;
        round.proposal = vote.message.target;
        return kNew;
    }
    switch (round.votes.import(vote, chain)) {
        case ImportedVote::kNew:
            return kNew;
        case ImportedVote::kDuplicate:
        case ImportedVote::kSuperfluous:
            return kKnown;
        case ImportedVote::kNotAboveBase:
            return kBelowBase;
        case ImportedVote::kNoVoter:
            return kUnknownVoter;
        case ImportedVote::kEquivocation:
            break;
    }
    const auto proof = round.votes.equivocation(vote.message.kind, vote.id);
    SERINUS_ASSERT(proof.has_value());
    if (options.identity != vote.id) emit(ReportEquivocation{{options.set_id, vote.message.kind, *proof}});
    return kNew;
}

MessageVerdict Voter::Impl::wait(size_t voter, const VoteReceived& input) {
    auto& votes = waiting[{input.round, voter, input.message.message.kind}];
    if (votes.size() == 2 || is_among(votes, input.message)) return kKnown;
    votes.push_back({input.message, input.from});
    return kNew;
}

void Voter::Impl::retry_waiting() {
    auto old = std::move(waiting);
    waiting.clear();
    for (const auto& [key, votes] : old) {
        // They were judged and passed on when they came.
        for (const auto& [vote, from] : votes) (void)take(VoteReceived{std::get<0>(key), vote, from});
    }
    auto commits = std::move(waiting_commits);
    waiting_commits.clear();
    for (const CommitReceived& commit : commits) {
        const MessageVerdict verdict = take(commit);
        if (verdict == kUnknownBlocks) continue;  // it has been judged so
        judge_and_relay(commit.from, verdict, CommitMessage{commit.round, options.set_id, to_compact(commit.commit)});
    }
    if (auto catch_up = std::exchange(waiting_catch_up, std::nullopt)) {
        const MessageVerdict verdict = take(*catch_up);
        if (verdict != kUnknownBlocks) judge(catch_up->from, verdict);
    }
}

// ---- Commits

void Voter::Impl::on(const CommitReceived& input) {
    const MessageVerdict verdict = take(input);
    judge_and_relay(input.from, verdict, CommitMessage{input.round, options.set_id, to_compact(input.commit)});
}

MessageVerdict Voter::Impl::take(const CommitReceived& input) {
    const Commit& commit = input.commit;
    VotingRound* round = find(input.round);
    const bool is_higher = commit.target.number > finalized.number;
    if (!is_higher && !round) return kNotHigher;
    const bool known = knows(commit.target) && std::ranges::all_of(commit.precommits, [&](const SignedVote& vote) {
                           return knows(vote.target);
                       });
    if (!known) {
        if (waiting_commits.size() == kMaxWaitingCommits) waiting_commits.erase(waiting_commits.begin());
        waiting_commits.push_back(input);
        return kUnknownBlocks;
    }
    if (check_commit(commit, voters, chain)) return kProvesNothing;
    if (round) {
        // Another node was quicker: ours is only worth sending if it says more.
        round->highest_commit_received = std::max(round->highest_commit_received.value_or(0), commit.target.number);
        for (const SignedMessage& vote : messages_of(commit.precommits, VoteKind::kPrecommit)) {
            (void)import(*round, vote);
        }
    }
    finalize(input.round, commit);
    return is_higher ? kNew : kKnown;
}

// ---- Falling behind

/// The round that a catch-up response completes. Spec: algo-process-catchup-response
MessageVerdict Voter::Impl::check(const CatchUp& catch_up, std::optional<Round>& out) const {
    if (catch_up.round <= best_number()) return kNotHigher;
    const auto is_known = [&](const SignedVote& vote) { return knows(vote.target); };
    if (!knows(catch_up.base) || !std::ranges::all_of(catch_up.prevotes, is_known) ||
        !std::ranges::all_of(catch_up.precommits, is_known)) {
        return kUnknownBlocks;
    }
    Round round(catch_up.round, voters, catch_up.base);
    for (const auto kind : {VoteKind::kPrevote, VoteKind::kPrecommit}) {
        const auto& votes = kind == VoteKind::kPrevote ? catch_up.prevotes : catch_up.precommits;
        for (const SignedMessage& vote : messages_of(votes, kind)) {
            const ImportedVote imported = round.import(vote, chain);
            if (imported == ImportedVote::kNoVoter) return kUnknownVoter;
            if (imported == ImportedVote::kNotAboveBase) return kProvesNothing;
        }
        if (round.weight(kind) < voters->threshold()) return kProvesNothing;
    }
    if (!round.result().completable) return kProvesNothing;
    out.emplace(std::move(round));
    return kNew;
}

void Voter::Impl::on(const CatchUpReceived& input) { judge(input.from, take(input)); }

MessageVerdict Voter::Impl::take(const CatchUpReceived& input) {
    std::optional<Round> caught_up;
    const MessageVerdict verdict = check(input.catch_up, caught_up);
    if (verdict == kUnknownBlocks) {
        waiting_catch_up = input;
        return verdict;
    }
    catch_up_asked.reset();
    if (!caught_up) {
        catch_up_retry_at = now;
        return verdict;
    }
    catch_up_tried.clear();
    catch_up_retry_at.reset();
    const RoundNumber number = caught_up->number();
    VotingRound round{.votes = std::move(*caught_up), .step = Step::kGivenUp};
    keep_completed(round);

    // The others have left the current round; this node votes there no more.
    VotingRound passed_over = std::move(*best);
    passed_over.step = Step::kGivenUp;
    start_round(number + 1, round.votes.result());
    to_past(std::move(passed_over));
    to_past(std::move(round));
    if (const auto& final_block = past.at(number).votes.result().finalized) raise_base(*final_block);
    emit(KeepRecords{cast, rounds});
    emit(RoundBegun{number + 1});
    retry_waiting();
    return kNew;
}

/// Spec: algo-process-catchup-request
void Voter::Impl::on(const CatchUpRequested& input) {
    const MessageVerdict verdict = consider(input.peer, CatchUpRequest{input.round, options.set_id});
    if (verdict != kNew) return judge(input.peer, verdict);
    if (!peers.may_answer(input.peer, now)) return judge(input.peer, kAnsweredLately);
    judge(input.peer, kNew);
    const CompletedRound& last = rounds.completed.front();
    CatchUp answer{last.number, {}, {}, last.base};
    for (const SignedMessage& vote : last.votes) {
        auto& votes = vote.message.kind == VoteKind::kPrevote ? answer.prevotes : answer.precommits;
        votes.push_back({vote.message.target, vote.signature, vote.id});
    }
    emit(Send{input.peer, CatchUpMessage{options.set_id, std::move(answer)}});
}

// ---- Peers

/// Spec: sect-grandpa-neighbor-msg
void Voter::Impl::on(const NeighborReceived& input) {
    const Neighbor& view = input.neighbor;
    std::optional<Neighbor> previous;
    const MessageVerdict verdict = peers.note(input.peer, view, now, previous);
    judge(input.peer, verdict);
    if (verdict != kNew || view.set_id != options.set_id) return;
    if (view.round >= best_number() + 2) return request_catch_up(input.peer, view.round - 1);
    // A vote is sent once, to those who are then in its round or beside it. A peer that passed over rounds, by a
    // catch-up, was not.
    const bool may_lack = !previous || previous->set_id != view.set_id || *previous == view ||
                          view.round < best_number() || view.round > previous->round + 1;
    if (may_lack) send_missing(input.peer, view);
}

/// One peer is asked at a time, and each once in a time-out. Spec: sect-sending-catchup-request
void Voter::Impl::request_catch_up(GossipPeer peer, RoundNumber round) {
    expire_catch_up();
    if (catch_up_asked) return;
    const auto [tried, is_first] = catch_up_tried.try_emplace(peer, now);
    if (!is_first && now < tried->second + options.catch_up_timeout) return;
    tried->second = now;
    waiting_catch_up.reset();
    catch_up_retry_at.reset();
    catch_up_asked = {peer, round, now};
    emit(Send{peer, CatchUpRequest{round, options.set_id}});
}

void Voter::Impl::expire_catch_up() {
    if (!catch_up_asked || now < catch_up_asked->at + options.catch_up_timeout) return;
    catch_up_tried.insert_or_assign(catch_up_asked->peer, now);  // so that others come first
    catch_up_asked.reset();
    catch_up_retry_at = now;
}

/// After a peer that has left, or has given nothing of use, the others that are ahead are asked in turn. Ours: the
/// reference waits for the next neighbor packet, which peers whose rounds stand still send every two minutes, while one
/// that lies about its round sends them as it likes.
void Voter::Impl::retry_catch_up() {
    expire_catch_up();
    if (!catch_up_retry_at || now < *catch_up_retry_at) return;
    catch_up_retry_at.reset();
    std::erase_if(catch_up_tried, [&](const auto& one) { return now >= one.second + options.catch_up_timeout; });
    if (const auto ahead = peers.find_ahead(options.set_id, best_number() + 2, catch_up_tried)) {
        return request_catch_up(ahead->first, ahead->second - 1);
    }
    for (const auto& [peer, at] : catch_up_tried) {
        const Millis free = at + options.catch_up_timeout;
        catch_up_retry_at = std::min(catch_up_retry_at.value_or(free), free);
    }
}

/// Peers take votes of their round and of those beside it, and commits that are higher than their last.
void Voter::Impl::send_missing(GossipPeer peer, const Neighbor& view) {
    if (last_commit && last_commit->second.target.number > view.finalized &&
        last_commit->second.target.number >= finalized.number) {
        emit(Send{peer, CommitMessage{last_commit->first, options.set_id, to_compact(last_commit->second)}});
    }
    if (view.round + 2 < best_number()) return;  // it asks for a catch-up
    if (view.round > 1) send_votes(peer, view.round - 1);
    send_votes(peer, view.round);
    send_votes(peer, view.round + 1);
}

void Voter::Impl::send_votes(GossipPeer peer, RoundNumber number) {
    const std::vector<SignedMessage>* votes = nullptr;
    if (const VotingRound* round = find(number)) {
        votes = &round->votes.history();
    } else {
        for (const CompletedRound& completed : rounds.completed) {
            if (completed.number == number) votes = &completed.votes;
        }
    }
    if (votes) {
        for (const SignedMessage& vote : *votes) emit(Send{peer, VoteMessage{number, options.set_id, vote}});
    }
    for (const auto& [key, waiting_votes] : waiting) {
        if (std::get<0>(key) != number) continue;
        for (const auto& one : waiting_votes) {
            if (one.from != peer) emit(Send{peer, VoteMessage{number, options.set_id, one.vote}});
        }
    }
}

void Voter::Impl::send_neighbor_packets() {
    const Neighbor own = own_view();
    for (const GossipPeer peer : peers.take_due(own, now)) emit(Send{peer, VersionedNeighbor(own)});
}

}  // namespace serinus::consensus::grandpa
