#include "consensus/grandpa/voter.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/voting_round.hpp"

namespace serinus::consensus::grandpa {
namespace {

using Step = VotingRound::Step;

std::vector<SignedMessage> messages_of(const std::vector<SignedVote>& votes, VoteKind kind) {
    std::vector<SignedMessage> out;
    out.reserve(votes.size());
    for (const SignedVote& vote : votes) out.push_back({{kind, vote.target}, vote.signature, vote.id});
    return out;
}

}  // namespace

struct Voter::Impl {
    const VoterChain& chain;
    std::shared_ptr<const VoterSet> voters;
    VoterOptions options;
    std::optional<size_t> self;  ///< our place among the voters
    RoundsRecord rounds;
    CastRecord cast;

    std::optional<VotingRound> best;          ///< always there but while it is replaced
    std::map<RoundNumber, VotingRound> past;  ///< completed or passed over, until their estimate is final
    BlockId finalized;                        ///< the highest that we know of
    BlockId finalized_in_rounds;              ///< by votes, not by commits of rounds that we have not played
    std::optional<std::pair<RoundNumber, Commit>> last_commit;

    /// Votes that wait for a block or for the next round, by round, voter and kind.
    std::map<std::tuple<RoundNumber, size_t, VoteKind>, std::vector<SignedMessage>> waiting;
    std::vector<CommitReceived> waiting_commits;
    std::map<PeerId, Neighbor> peers;
    std::optional<Millis> catch_up_asked;
    Millis neighbor_at = 0;
    uint64_t random_state = 0;

    Millis now = 0;  ///< of the input that is handled
    std::vector<VoterEffect>* effects = nullptr;

    Impl(const VoterChain& chain_in, std::shared_ptr<const VoterSet> voters_in, const VoterOptions& options_in)
        : chain(chain_in), voters(std::move(voters_in)), options(options_in) {}

    template <class E>
    void emit(E effect) {
        effects->push_back(std::move(effect));
    }
    uint64_t random_below(uint64_t bound) {
        random_state += 0x9e3779b97f4a7c15;
        uint64_t x = random_state;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return bound == 0 ? 0 : (x ^ (x >> 31)) % bound;
    }
    RoundNumber best_number() const { return best->votes.number(); }
    VotingRound* find(RoundNumber number) {
        if (number == best_number()) return &*best;
        const auto found = past.find(number);
        return found == past.end() ? nullptr : &found->second;
    }
    bool knows(const BlockId& block) const {
        const auto link = chain.find(block.hash);
        return link && link->number == block.number;
    }

    void restore(const BlockId& finalized_in, Millis start);
    void start_round(RoundNumber number, RoundResult last);
    void to_past(VotingRound round);

    void on(const VoteReceived& input);
    void on(const CommitReceived& input);
    void on(const CatchUpReceived& input);
    void on(const CatchUpRequested& input);
    void on(const NeighborReceived& input);
    void on(const PeerLeft& input) { peers.erase(input.peer); }
    void on(const BlocksImported&) { retry_waiting(); }
    void on(const FinalizedElsewhere& input) { note_finalized(input.block); }
    void on(const TimePassed&) {}

    void import(VotingRound& round, const SignedMessage& vote);
    void wait(RoundNumber round, size_t voter, const SignedMessage& vote);
    void retry_waiting();
    std::optional<Round> completed_round(const CatchUp& catch_up) const;
    void send_votes(PeerId peer, RoundNumber round);
    void send_neighbor();

    void advance();
    void play(VotingRound& round);
    void vote(VotingRound& round, VoteKind kind, BlockId target);
    void tell_finalized(VotingRound& round);
    void finalize(RoundNumber round, const Commit& commit);
    void note_finalized(const BlockId& block) {
        if (block.number > finalized.number) finalized = block;
    }
    /// Of the rounds to come.
    void raise_base(const BlockId& block) {
        if (block.number > finalized_in_rounds.number) finalized_in_rounds = block;
    }
    void keep_completed(const VotingRound& round);
    void complete_best();
    void run_past();
};

Voter::Voter(const VoterChain& chain, std::shared_ptr<const VoterSet> voters, RoundsRecord rounds, CastRecord cast,
             const BlockId& finalized, Millis now, const VoterOptions& options)
    : impl_(std::make_unique<Impl>(chain, std::move(voters), options)) {
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
    neighbor_at = start;
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
    impl_->effects = nullptr;
}

std::optional<Millis> Voter::next_timer(Millis now) const {
    Millis next = impl_->neighbor_at;
    const VotingRound& best = *impl_->best;
    if (best.step == Step::kStart || best.step == Step::kProposed) next = std::min(next, best.prevote_at);
    // Once it is over, precommitting waits for votes.
    if (best.step == Step::kPrevoted && best.precommit_at > now) next = std::min(next, best.precommit_at);
    for (const auto& [number, round] : impl_->past) {
        if (round.commit_at) next = std::min(next, *round.commit_at);
    }
    return next;
}

void Voter::Impl::on(const VoteReceived& input) {
    const auto voter = voters->find(input.message.id);
    if (!voter) return;
    VotingRound* round = find(input.round);
    const auto& [kind, target] = input.message.message;
    // Two votes are an equivocation whatever they are for. A second one may be for a block of a dead fork, which will
    // never be known here; without it this node could wait for the votes of this round for ever.
    const bool is_second = round && kind != VoteKind::kPrimaryPropose && round->votes.has_voted(kind, *voter);
    if (round && (is_second || knows(target))) {
        import(*round, input.message);
    } else if (round || input.round == best_number() + 1) {
        wait(input.round, *voter, input.message);
    }
}

void Voter::Impl::import(VotingRound& round, const SignedMessage& vote) {
    if (vote.message.kind == VoteKind::kPrimaryPropose) {
        const bool primary = voters->voters()[voters->primary(round.votes.number())].id == vote.id;
        if (primary && chain.is_same_or_above(round.votes.base(), vote.message.target)) {
            round.proposal = vote.message.target;
        }
        return;
    }
    if (round.votes.import(vote, chain) != ImportedVote::kEquivocation) return;
    const auto proof = round.votes.equivocation(vote.message.kind, vote.id);
    SERINUS_ASSERT(proof.has_value());
    if (options.identity != vote.id) emit(ReportEquivocation{{options.set_id, vote.message.kind, *proof}});
}

void Voter::Impl::wait(RoundNumber round, size_t voter, const SignedMessage& vote) {
    auto& votes = waiting[{round, voter, vote.message.kind}];
    if (votes.size() < 2 && std::ranges::find(votes, vote) == votes.end()) votes.push_back(vote);
}

void Voter::Impl::retry_waiting() {
    auto old = std::move(waiting);
    waiting.clear();
    for (const auto& [key, votes] : old) {
        for (const SignedMessage& vote : votes) on(VoteReceived{std::get<0>(key), vote});
    }
    auto commits = std::move(waiting_commits);
    waiting_commits.clear();
    for (const CommitReceived& commit : commits) on(commit);
}

void Voter::Impl::on(const CommitReceived& input) {
    const Commit& commit = input.commit;
    VotingRound* round = find(input.round);
    if (commit.target.number <= finalized.number && !round) return;
    const bool known = knows(commit.target) && std::ranges::all_of(commit.precommits, [&](const SignedVote& vote) {
                           return knows(vote.target);
                       });
    if (!known) {
        if (waiting_commits.size() == kMaxWaitingCommits) waiting_commits.erase(waiting_commits.begin());
        waiting_commits.push_back(input);
        return;
    }
    if (!check_commit(commit, voters, chain).empty()) return;
    if (round) {
        // Another node was quicker: ours is only worth sending if it says more.
        round->heard = std::max(round->heard.value_or(0), commit.target.number);
        for (const SignedMessage& vote : messages_of(commit.precommits, VoteKind::kPrecommit)) import(*round, vote);
    }
    finalize(input.round, commit);
}

/// The round that a catch-up response completes; nullopt: it does not. Spec: algo-process-catchup-response
std::optional<Round> Voter::Impl::completed_round(const CatchUp& catch_up) const {
    if (catch_up.round <= best_number() || !knows(catch_up.base)) return std::nullopt;
    Round round(catch_up.round, voters, catch_up.base);
    for (const auto kind : {VoteKind::kPrevote, VoteKind::kPrecommit}) {
        const auto& votes = kind == VoteKind::kPrevote ? catch_up.prevotes : catch_up.precommits;
        for (const SignedMessage& vote : messages_of(votes, kind)) {
            const ImportedVote imported = round.import(vote, chain);
            if (imported == ImportedVote::kNoVoter || imported == ImportedVote::kNotAboveBase) return std::nullopt;
        }
        if (round.weight(kind) < voters->threshold()) return std::nullopt;
    }
    return round.result().completable ? std::optional(std::move(round)) : std::nullopt;
}

void Voter::Impl::on(const CatchUpReceived& input) {
    catch_up_asked.reset();
    auto caught_up = completed_round(input.catch_up);
    if (!caught_up) return;
    const RoundNumber number = caught_up->number();
    VotingRound round{.votes = std::move(*caught_up), .step = Step::kGivenUp};
    keep_completed(round);

    // The round that we were in is over for the others; we vote there no more.
    VotingRound passed_over = std::move(*best);
    passed_over.step = Step::kGivenUp;
    start_round(number + 1, round.votes.result());
    to_past(std::move(passed_over));
    to_past(std::move(round));
    if (const auto& final_block = past.at(number).votes.result().finalized) raise_base(*final_block);
    emit(KeepRecords{cast, rounds});
    emit(RoundBegun{number + 1});
    send_neighbor();
    retry_waiting();
}

/// Spec: algo-process-catchup-request
void Voter::Impl::on(const CatchUpRequested& input) {
    const CompletedRound& last = rounds.completed.front();
    if (last.number == 0 || last.number < input.round) return;
    CatchUp answer{last.number, {}, {}, last.base};
    for (const SignedMessage& vote : last.votes) {
        auto& votes = vote.message.kind == VoteKind::kPrevote ? answer.prevotes : answer.precommits;
        votes.push_back({vote.message.target, vote.signature, vote.id});
    }
    emit(Send{input.peer, CatchUpMessage{options.set_id, std::move(answer)}});
}

/// A peer that is two rounds ahead is asked for the votes of the last; one that says the same again gets what it may
/// lack. Spec: sect-sending-catchup-request
void Voter::Impl::on(const NeighborReceived& input) {
    const Neighbor& neighbor = input.neighbor;
    if (neighbor.set_id != options.set_id) return;
    const auto known = peers.find(input.peer);
    const bool repeated = known != peers.end() && known->second == neighbor;
    peers[input.peer] = neighbor;
    if (peers.size() > kMaxPeers) peers.erase(peers.begin());

    if (neighbor.round >= best_number() + 2) {
        if (catch_up_asked && now < *catch_up_asked + options.catch_up_patience) return;
        catch_up_asked = now;
        emit(Send{input.peer, CatchUpRequest{neighbor.round - 1, options.set_id}});
        return;
    }
    if (!repeated) return;
    if (last_commit && last_commit->second.target.number > neighbor.finalized) {
        emit(Send{input.peer, CommitMessage{last_commit->first, options.set_id, to_compact(last_commit->second)}});
    }
    if (neighbor.round > 1) send_votes(input.peer, neighbor.round - 1);
    send_votes(input.peer, neighbor.round);
}

void Voter::Impl::send_votes(PeerId peer, RoundNumber number) {
    const std::vector<SignedMessage>* votes = nullptr;
    if (const VotingRound* round = find(number)) {
        votes = &round->votes.history();
    } else {
        for (const CompletedRound& completed : rounds.completed) {
            if (completed.number == number) votes = &completed.votes;
        }
    }
    if (!votes) return;
    for (const SignedMessage& vote : *votes) emit(Send{peer, VoteMessage{number, options.set_id, vote}});
}

void Voter::Impl::send_neighbor() {
    neighbor_at = now + options.neighbor_period;
    emit(Send{std::nullopt, VersionedNeighbor(Neighbor{best_number(), options.set_id, finalized.number})});
}

void Voter::Impl::advance() {
    if (now >= neighbor_at) send_neighbor();
    for (;;) {
        run_past();
        // What the round before has come to may still change, as long as its votes come in.
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
    tell_finalized(round);
}

/// Writes the vote down before it leaves. What was voted in this round in an earlier life is said again.
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

/// Only when we have voted: otherwise we might, after a restart, begin this round again on a block that it has made
/// final itself. Observed: the reference's reason.
void Voter::Impl::tell_finalized(VotingRound& round) {
    const RoundResult& result = round.votes.result();
    if (!result.completable || !result.finalized || round.told == result.finalized) return;
    if (!round.has_voted() && round.last) return;
    Commit commit = round.votes.finalizing_commit(chain);
    // With votes of equivocators on other forks there may be no commit yet that others would accept.
    if (!check_commit(commit, voters, chain).empty()) return;
    round.told = result.finalized;
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
    // Not before: votes of the next round may still be for what this one finalized.
    if (old.told) raise_base(*old.told);
    to_past(std::move(old));
    std::erase_if(waiting, [&](const auto& one) { return std::get<0>(one.first) + 1 < number; });
    emit(KeepRecords{cast, rounds});
    emit(RoundBegun{number + 1});
    send_neighbor();
    retry_waiting();
}

/// Rounds that are over still collect votes, until what they may have made final is. Observed: the reference's
/// "background rounds".
void Voter::Impl::run_past() {
    for (auto at = past.begin(); at != past.end();) {
        VotingRound& round = at->second;
        tell_finalized(round);
        if (round.commit_at && now >= *round.commit_at) {
            round.commit_at.reset();
            if (self && round.commit && round.heard.value_or(0) < round.commit->target.number) {
                emit(Send{std::nullopt, CommitMessage{at->first, options.set_id, to_compact(*round.commit)}});
            }
        }
        const auto& estimate = round.votes.result().estimate;
        const bool settled = !round.commit_at && (!estimate || estimate->number <= finalized.number);
        // The round before the current one stays: its estimate decides when that is complete.
        if (!settled || at->first + 1 == best_number()) {
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
