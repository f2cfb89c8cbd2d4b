#include <algorithm>

#include "base/assert.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/voter_impl.hpp"

namespace serinus::consensus::grandpa {
namespace {

using Step = VotingRound::Step;

}  // namespace

Voter::Voter(const VoterChain& chain, PeerViews& peers, std::shared_ptr<const VoterSet> voters, RoundsRecord rounds,
             CastRecord cast, const BlockId& finalized, Millis now, const VoterOptions& options)
    : impl_(std::make_unique<Impl>(chain, peers, std::move(voters), options)) {
    impl_->rounds = std::move(rounds);
    impl_->cast = std::move(cast);
    impl_->restore(finalized, now);
}
Voter::~Voter() = default;
Voter::Voter(Voter&&) noexcept = default;

const CastRecord& Voter::cast() const noexcept { return impl_->cast; }
const RoundsRecord& Voter::rounds() const noexcept { return impl_->rounds; }
const VoterSet& Voter::voters() const noexcept { return *impl_->voters; }
const Round& Voter::best_round() const noexcept { return impl_->best->votes; }

std::vector<const Round*> Voter::past_rounds() const {
    std::vector<const Round*> out;
    for (const auto& [number, round] : impl_->past) out.push_back(&round.votes);
    return out;
}

/// Spec: algo-initiate-grandpa
void Voter::Impl::restore(const BlockId& finalized_in, Millis start) {
    now = start;
    random_state = options.seed;
    self = options.identity ? voters->find(*options.identity) : std::nullopt;
    finalized = finalized_in;
    finalized_in_rounds = finalized_in;
    if (rounds.completed.empty()) rounds.completed = first_rounds(finalized_in).completed;

    const CompletedRound& completed = rounds.completed.front();
    RoundResult last = completed.result;
    if (completed.number > 0) {
        VotingRound round{.votes = Round(completed.number, voters, completed.base), .step = Step::kGivenUp};
        for (const SignedMessage& vote : completed.votes) {
            if (vote.message.kind != VoteKind::kPrimaryPropose) (void)round.votes.import(vote, chain);
        }
        if (round.votes.result().completable) {
            last = round.votes.result();
            to_past(std::move(round));
        }
    }
    start_round(completed.number + 1, std::move(last));
}

void Voter::Impl::start_round(RoundNumber number, RoundResult last) {
    best.emplace(VotingRound{.votes = Round(number, voters, finalized_in_rounds),
                             .prevote_at = now + 2 * options.gossip_duration,
                             .precommit_at = now + 4 * options.gossip_duration,
                             .last = std::move(last)});
}

void Voter::Impl::to_past(VotingRound round) {
    // Spread, so that the first commit spares the others theirs.
    round.commit_at = now + random_below(2 * options.gossip_duration);
    const RoundNumber number = round.votes.number();
    past.insert_or_assign(number, std::move(round));
    if (past.size() > kMaxPastRounds) past.erase(past.begin());
}

void Voter::handle(const VoterInput& input, Millis now, std::vector<VoterEffect>& effects) {
    impl_->now = std::max(impl_->now, now);
    impl_->effects = &effects;
    std::visit([&](const auto& one) { impl_->on(one); }, input);
    impl_->advance();
    impl_->retry_catch_up();
    impl_->request_blocks();
    impl_->send_neighbor_packets();
    impl_->effects = nullptr;
}

std::optional<Millis> Voter::next_timer(Millis now) const {
    std::optional<Millis> next = impl_->peers.next_due();
    const auto at = [&](Millis time) { next = std::min(next.value_or(time), time); };
    const VotingRound& best = *impl_->best;
    if (best.step == Step::kStart || best.step == Step::kProposed) at(best.prevote_at);
    // Once it is over, precommitting waits for votes.
    if (best.step == Step::kPrevoted && best.precommit_at > now) at(best.precommit_at);
    for (const auto& [number, round] : impl_->past) {
        if (round.commit_at) at(*round.commit_at);
    }
    if (impl_->block_requests_at) at(*impl_->block_requests_at);
    if (impl_->catch_up_asked) at(impl_->catch_up_asked->at + impl_->options.catch_up_timeout);
    if (impl_->catch_up_retry_at) at(*impl_->catch_up_retry_at);
    return next;
}

void Voter::Impl::advance() {
    for (;;) {
        run_past();
        // The result of the round before may still change while its votes arrive.
        if (const auto before = past.find(best_number() - 1); before != past.end()) {
            best->last = before->second.votes.result();
        }
        play(*best);
        if (!best->is_complete() || !best->has_voted()) return;
        complete_best();
    }
}

void Voter::Impl::play(VotingRound& round) {
    const bool completable = round.votes.result().completable;
    const bool primary = self && *self == voters->primary(round.votes.number());
    if (round.step == Step::kStart && primary) {
        if (const auto block = round.what_to_propose()) {
            vote(round, VoteKind::kPrimaryPropose, *block);
            round.step = Step::kProposed;
        }
    }
    if ((round.step == Step::kStart || round.step == Step::kProposed) && (now >= round.prevote_at || completable)) {
        round.step = Step::kPrevoted;
        if (self) {
            const auto base = round.prevote_base(chain);
            const auto target = base ? chain.best_vote(*base) : std::nullopt;
            if (target) {
                vote(round, VoteKind::kPrevote, *target);
            } else {
                round.step = Step::kGivenUp;  // who does not prevote does not precommit
            }
        }
    }
    if (round.step == Step::kPrevoted && (now >= round.precommit_at || completable)) {
        if (const auto target = round.what_to_precommit(chain)) {
            if (self) vote(round, VoteKind::kPrecommit, *target);
            round.step = Step::kPrecommitted;
        }
    }
    announce_finalized(round);
}

/// Records the vote before it is sent. A vote that was cast in this round before a restart is repeated.
void Voter::Impl::vote(VotingRound& round, VoteKind kind, BlockId target) {
    CastVotes& votes = cast.rounds[round.votes.number()];
    if (votes.id != *options.identity) {
        votes = {};
        votes.id = *options.identity;
    }
    std::optional<BlockId>& place = kind == VoteKind::kPrevote     ? votes.prevote
                                    : kind == VoteKind::kPrecommit ? votes.precommit
                                                                   : votes.proposal;
    if (!place) {
        place = target;
        emit(KeepRecords{cast, std::nullopt});
    }
    emit(CastVote{round.votes.number(), {kind, *place}});
}

/// Only after voting: otherwise, after a restart, this round could begin again on a block that it has made final
/// itself. Observed: VotingRound::try_finalize of finality_grandpa 0.16
void Voter::Impl::announce_finalized(VotingRound& round) {
    const RoundResult& result = round.votes.result();
    if (!result.completable || !result.finalized || round.announced == result.finalized) return;
    if (!round.has_voted() && round.last) return;
    Commit commit = round.votes.finalizing_commit(chain);
    // With votes of equivocators on other forks there may be no commit yet that others would accept.
    if (check_commit(commit, voters, chain)) return;
    round.announced = result.finalized;
    round.commit = std::move(commit);
    finalize(round.votes.number(), *round.commit);
    if (&round != &*best) raise_base(*result.finalized);
}

void Voter::Impl::finalize(RoundNumber round, const Commit& commit) {
    if (!last_commit || commit.target.number > last_commit->second.target.number) last_commit = {round, commit};
    if (commit.target.number <= finalized.number) return;
    finalized = commit.target;
    emit(Finalize{round, commit});
}

void Voter::Impl::keep_completed(const VotingRound& round) {
    const Round& votes = round.votes;
    auto& completed = rounds.completed;
    const auto place = std::ranges::find_if(completed, [&](const auto& one) { return one.number <= votes.number(); });
    CompletedRound record{votes.number(), votes.result(), votes.base(), votes.history()};
    if (place != completed.end() && place->number == votes.number()) {
        *place = std::move(record);
    } else {
        completed.insert(place, std::move(record));
    }
    if (completed.size() > kCompletedRounds) completed.pop_back();
    std::erase_if(cast.rounds, [&](const auto& one) { return one.first <= completed.front().number; });
}

void Voter::Impl::complete_best() {
    keep_completed(*best);
    VotingRound old = std::move(*best);
    const RoundNumber number = old.votes.number();
    start_round(number + 1, old.votes.result());
    // Not before the next round has begun: its votes may still be for the block that this one finalized.
    if (old.announced) raise_base(*old.announced);
    to_past(std::move(old));
    std::erase_if(waiting, [&](const auto& one) { return std::get<0>(one.first) + 1 < number; });
    emit(KeepRecords{cast, rounds});
    emit(RoundBegun{number + 1});
    retry_waiting();
}

/// Past rounds still collect votes until their estimate is final. Observed: the background rounds of
/// finality_grandpa 0.16
void Voter::Impl::run_past() {
    for (auto at = past.begin(); at != past.end();) {
        VotingRound& round = at->second;
        announce_finalized(round);
        if (round.commit_at && now >= *round.commit_at) {
            round.commit_at.reset();
            // Peers take a commit below the block of our neighbor packet for a fault.
            if (self && round.commit && round.highest_commit_received.value_or(0) < round.commit->target.number &&
                round.commit->target.number >= finalized.number) {
                emit(Send{std::nullopt, CommitMessage{at->first, options.set_id, to_compact(*round.commit)}});
            }
        }
        const auto& estimate = round.votes.result().estimate;
        const bool is_done = !round.commit_at && (!estimate || estimate->number <= finalized.number);
        // The round before the current one stays: its estimate decides when that is complete.
        if (!is_done || at->first + 1 == best_number()) {
            ++at;
            continue;
        }
        if (std::ranges::any_of(rounds.completed, [&](const auto& one) { return one.number == at->first; })) {
            keep_completed(round);
            emit(KeepRecords{cast, rounds});
        }
        at = past.erase(at);
    }
}

}  // namespace serinus::consensus::grandpa
