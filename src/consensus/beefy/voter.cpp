#include "consensus/beefy/voter.hpp"

#include <algorithm>
#include <bit>

#include "base/assert.hpp"

namespace serinus::consensus::beefy {
namespace {

constexpr int32_t kCostOfCheckedSignature = 25;

}  // namespace

bool is_sound(const VoterRecord& record) {
    if (record.sessions.empty() || record.best_beefy > record.best_grandpa) return false;
    for (size_t i = 0; i < record.sessions.size(); ++i) {
        const SessionStart& session = record.sessions[i];
        if (session.set.validators.empty() || session.block > record.best_grandpa) return false;
        if (session.mandatory_done && record.sessions.size() > 1) return false;
        if (i == 0) continue;
        const SessionStart& before = record.sessions[i - 1];
        if (session.block <= before.block || session.set.id <= before.set.id) return false;
    }
    return true;
}

std::optional<BlockNumber> vote_target(BlockNumber best_grandpa, BlockNumber best_beefy, BlockNumber session_start,
                                       uint32_t min_block_delta) {
    uint64_t target = session_start;
    if (best_beefy >= session_start) {
        const uint64_t behind = best_grandpa > best_beefy ? best_grandpa - best_beefy : 0;
        const uint64_t step = std::bit_ceil((behind + 1) / 2);
        target = best_beefy + std::max(uint64_t{std::max(min_block_delta, 1U)}, step);
    }
    if (target > best_grandpa) return std::nullopt;
    return static_cast<BlockNumber>(target);
}

int32_t reputation_change(MessageVerdict verdict, size_t signatures_checked) {
    switch (verdict) {
        case MessageVerdict::kGoodVote:
        case MessageVerdict::kGoodProof:
            return 100;
        case MessageVerdict::kKnownVote:
            return 50;
        case MessageVerdict::kPast:
            return -50;
        case MessageVerdict::kFuture:
        case MessageVerdict::kBadSignature:
            return -100;
        case MessageVerdict::kUnknownVoter:
            return -150;
        case MessageVerdict::kCannotTell:
            return 0;
        case MessageVerdict::kUndecodable:
            return 0;  // by its size
        case MessageVerdict::kBadProof:
            return -5000 -
                   kCostOfCheckedSignature * static_cast<int32_t>(std::min<size_t>(signatures_checked, 100'000));
    }
    return 0;
}

const char* to_string(MessageVerdict verdict) noexcept {
    switch (verdict) {
        case MessageVerdict::kGoodVote:
            return "a good vote";
        case MessageVerdict::kKnownVote:
            return "a known vote";
        case MessageVerdict::kGoodProof:
            return "a good proof";
        case MessageVerdict::kPast:
            return "a message for a past block or set";
        case MessageVerdict::kFuture:
            return "a message for a future block or set";
        case MessageVerdict::kCannotTell:
            return "a message before the first set of voters is known";
        case MessageVerdict::kUnknownVoter:
            return "a vote of an unknown voter";
        case MessageVerdict::kBadSignature:
            return "a vote with a wrong signature";
        case MessageVerdict::kBadProof:
            return "a proof without enough good signatures";
        case MessageVerdict::kUndecodable:
            return "an undecodable message";
    }
    return "unknown";
}

Voter::Voter(const VoterChain& chain, const VoterRecord& record, Millis now, const VoterOptions& options)
    : chain_(chain), options_(options), record_(record), next_repeat_(now) {
    SERINUS_ASSERT(is_sound(record));
    for (const SessionStart& start : record.sessions) {
        Session& session = sessions_.emplace_back(start.block, start.set);
        if (start.mandatory_done) session.set_mandatory_done();
    }
}

std::pair<BlockNumber, BlockNumber> Voter::accepted_blocks() const {
    const Session& session = sessions_.front();
    if (!session.mandatory_done()) return {session.start(), session.start()};
    return {std::max(session.start(), record_.best_beefy), record_.best_grandpa};
}

MessageVerdict Voter::consider_vote(BlockNumber block, SetId set) const {
    const auto [first, last] = accepted_blocks();
    if (set != active_set().id) return set < active_set().id ? MessageVerdict::kPast : MessageVerdict::kFuture;
    if (block < first) return MessageVerdict::kPast;
    return block > last ? MessageVerdict::kFuture : MessageVerdict::kGoodVote;
}

MessageVerdict Voter::consider_proof(BlockNumber block, SetId set) const {
    if (block < accepted_blocks().first || set < active_set().id) return MessageVerdict::kPast;
    return set > active_set().id ? MessageVerdict::kFuture : MessageVerdict::kGoodProof;
}

void Voter::handle(const VoterInput& input, Millis now, std::vector<VoterEffect>& effects) {
    if (const auto* finalized = std::get_if<GrandpaFinalized>(&input)) on_finalized(*finalized, effects);
    if (const auto* vote = std::get_if<VoteReceived>(&input)) on_vote(*vote, effects);
    if (const auto* proof = std::get_if<ProofReceived>(&input)) on_proof(*proof, effects);
    apply_waiting_proofs(effects);
    apply_waiting_votes(effects);
    if (is_syncing_) return;
    if (now >= next_repeat_) {
        next_repeat_ = now + options_.repeat_period;
        requested_.reset();
        repeat(effects);
    }
    vote(effects);
    request_mandatory(effects);
}

void Voter::on_finalized(const GrandpaFinalized& input, std::vector<VoterEffect>& effects) {
    if (input.block <= record_.best_grandpa) return;
    record_.best_grandpa = input.block;
    for (const SessionStart& start : input.sessions) {
        // A set that is empty, old or not of these blocks can only come from a runtime at fault.
        const Session& last = sessions_.back();
        if (start.set.validators.empty() || start.set.id <= last.set().id || start.block <= last.start() ||
            start.block > input.block) {
            continue;
        }
        sessions_.emplace_back(start.block, start.set);
    }
    forget_proven_sessions();
    if (!input.sessions.empty()) keep(effects);
}

void Voter::on_vote(const VoteReceived& input, std::vector<VoterEffect>& effects) {
    const VoteMessage& vote = input.vote;
    const auto judge = [&](MessageVerdict verdict) {
        if (input.from) effects.emplace_back(Judged{*input.from, verdict, reputation_change(verdict, 0)});
    };
    const MessageVerdict considered = consider_vote(vote.commitment.block_number, vote.commitment.validator_set_id);
    if (considered == MessageVerdict::kFuture && input.from) {
        waiting_votes_.push_back(input);
        if (waiting_votes_.size() > kMaxWaitingVotes) waiting_votes_.pop_front();
    }
    if (considered != MessageVerdict::kGoodVote) return judge(considered);
    Session& session = sessions_.front();
    if (session.knows(vote)) return judge(MessageVerdict::kKnownVote);
    if (!session.set().contains(vote.id)) return judge(MessageVerdict::kUnknownVoter);
    if (!check_signature(vote)) return judge(MessageVerdict::kBadSignature);
    judge(MessageVerdict::kGoodVote);
    count_vote(input, effects);
}

/// A good vote for an accepted block.
void Voter::count_vote(const VoteReceived& input, std::vector<VoterEffect>& effects) {
    const VoteMessage& vote = input.vote;
    Session& session = sessions_.front();
    // The block that was proven last is still passed on, for peers that lack it, but not counted.
    if (vote.commitment.block_number <= record_.best_beefy && session.mandatory_done()) return;
    Session::Added added = session.add(vote);
    if (added.equivocation && chain_.own_key(session.set()) != vote.id) {
        effects.emplace_back(ReportEquivocation{*std::move(added.equivocation)});
    }
    if (added.concluded) return conclude(*added.concluded, std::nullopt, effects);
    if (input.from && !added.is_known) effects.emplace_back(PassOnVote{vote, *input.from});
}

/// Those that were judged as of the future when they came.
void Voter::apply_waiting_votes(std::vector<VoterEffect>& effects) {
    for (;;) {
        const std::pair place(active_set().id, accepted_blocks());
        if (votes_applied_for_ == place) return;
        votes_applied_for_ = place;
        for (VoteReceived& one : std::exchange(waiting_votes_, {})) {
            const Commitment& commitment = one.vote.commitment;
            // A vote may conclude its block, and what is accepted changes.
            const MessageVerdict verdict = consider_vote(commitment.block_number, commitment.validator_set_id);
            if (verdict == MessageVerdict::kFuture) waiting_votes_.push_back(std::move(one));
            if (verdict != MessageVerdict::kGoodVote) continue;
            const Session& session = sessions_.front();
            const bool is_good =
                !session.knows(one.vote) && session.set().contains(one.vote.id) && check_signature(one.vote);
            if (is_good) count_vote(one, effects);
        }
    }
}

void Voter::on_proof(const ProofReceived& input, std::vector<VoterEffect>& effects) {
    const Commitment& commitment = input.proof.commitment;
    const auto judge = [&](MessageVerdict verdict, size_t checked) {
        if (input.from) effects.emplace_back(Judged{*input.from, verdict, reputation_change(verdict, checked)});
    };
    const BlockNumber block = commitment.block_number;
    if (input.is_checked && commitment.validator_set_id > active_set().id) return keep_waiting(input.proof);
    const MessageVerdict considered = consider_proof(block, commitment.validator_set_id);
    if (considered != MessageVerdict::kGoodProof) return judge(considered, 0);
    const ProofVerdict verdict =
        input.is_checked ? ProofVerdict{.is_valid = true} : check_proof(input.proof, block, active_set());
    judge(verdict.is_valid ? MessageVerdict::kGoodProof : MessageVerdict::kBadProof, verdict.signatures_checked);
    if (!verdict.is_valid) return;
    if (block > accepted_blocks().second) return keep_waiting(input.proof);
    if (block <= record_.best_beefy && sessions_.front().mandatory_done()) return;
    conclude(input.proof, input.from, effects);
}

void Voter::conclude(const SignedCommitment& proof, std::optional<GossipPeer> from, std::vector<VoterEffect>& effects) {
    const BlockNumber block = proof.commitment.block_number;
    sessions_.front().conclude(block);
    record_.best_beefy = std::max(record_.best_beefy, block);
    if (record_.own_vote && record_.own_vote->block_number <= block) record_.own_vote.reset();
    forget_proven_sessions();
    last_proof_ = proof;
    effects.emplace_back(Prove{proof, from});
    keep(effects);
}

void Voter::keep_waiting(const SignedCommitment& proof) {
    waiting_proofs_.emplace(proof.commitment.block_number, proof);
    if (waiting_proofs_.size() <= kMaxWaitingProofs) return;
    waiting_proofs_.erase(std::prev(waiting_proofs_.end()));
    ++dropped_proofs_;
}

void Voter::apply_waiting_proofs(std::vector<VoterEffect>& effects) {
    while (!waiting_proofs_.empty()) {
        const auto [first, last] = accepted_blocks();
        const auto next = waiting_proofs_.begin();
        if (next->first > last) return;
        const SignedCommitment proof = std::move(next->second);
        waiting_proofs_.erase(next);
        const BlockNumber block = proof.commitment.block_number;
        // It was checked with the set of its time, and that of another one proves nothing here.
        const bool is_new = block >= first && proof.commitment.validator_set_id == active_set().id &&
                            !(block <= record_.best_beefy && sessions_.front().mandatory_done());
        if (is_new) conclude(proof, std::nullopt, effects);
    }
}

std::optional<BlockNumber> Voter::target() const {
    const Session& session = sessions_.front();
    // After the mandatory block of a set is proven, votes for others count; before, for that one alone.
    if (!session.mandatory_done()) return session.start();
    return vote_target(record_.best_grandpa, record_.best_beefy, session.start(), options_.min_block_delta);
}

void Voter::vote(std::vector<VoterEffect>& effects) {
    const Session& session = sessions_.front();
    const auto target = this->target();
    if (!target || *target <= record_.best_voted) return;
    const auto key = chain_.own_key(session.set());
    if (!key) return;
    const auto root = chain_.mmr_root(*target);
    if (!root) return;
    record_.best_voted = *target;
    record_.own_vote = mmr_root_commitment(*root, *target, session.set().id);
    keep(effects);
    effects.emplace_back(CastVote{*record_.own_vote, *key});
}

void Voter::request_mandatory(std::vector<VoterEffect>& effects) {
    const Session& session = sessions_.front();
    if (session.mandatory_done() || requested_ == session.start()) return;
    requested_ = session.start();
    effects.emplace_back(RequestProof{session.start(), session.set()});
}

void Voter::repeat(std::vector<VoterEffect>& effects) {
    const ValidatorSet& set = active_set();
    if (last_proof_) effects.emplace_back(RepeatProof{*last_proof_});
    if (!record_.own_vote || record_.own_vote->validator_set_id != set.id) return;
    if (const auto key = chain_.own_key(set)) effects.emplace_back(CastVote{*record_.own_vote, *key, true});
}

void Voter::keep(std::vector<VoterEffect>& effects) {
    record_.sessions.clear();
    for (const Session& session : sessions_) {
        record_.sessions.push_back({session.start(), session.set(), session.mandatory_done()});
    }
    SERINUS_ASSERT(is_sound(record_));
    effects.emplace_back(KeepRecord{record_});
}

void Voter::forget_proven_sessions() {
    while (sessions_.size() > 1 && sessions_.front().mandatory_done()) sessions_.pop_front();
}

}  // namespace serinus::consensus::beefy
