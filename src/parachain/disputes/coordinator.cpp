#include "parachain/disputes/coordinator.hpp"

#include "parachain/disputes/dispute_messages.hpp"
#include "parachain/disputes/stored_disputes.hpp"
#include "primitives/parachain/receipt_version.hpp"

namespace serinus::parachain {

namespace v9 = polkadot_primitives::v9;

DisputeCoordinator::DisputeCoordinator(const std::vector<std::pair<Bytes, Bytes>>& stored) {
    for (const auto& [key, value] : stored) {
        const auto known = read_dispute(key, value);
        if (!known) continue;
        const auto& [dispute, record] = *known;
        disputes_[dispute] = {record.status, record.has_byzantine_against, {}};
    }
}

Hash256 DisputeCoordinator::scheduling_parent(const CandidateReceipt& receipt) const noexcept {
    return v9::scheduling_parent_of(receipt.descriptor, v9::version_for_checking(receipt.descriptor, v3_seen_));
}

namespace {

Result<std::optional<CandidateVotes>, std::string> read_stored(const DisputeKey& dispute, const DisputeFacts& facts) {
    TRY_ASSIGN(const StoredRecords records, facts.stored_under(votes_key(dispute)));
    return read_votes(dispute, records);
}

}  // namespace

Result<std::optional<CandidateVotes>, std::string> DisputeCoordinator::read(const DisputeKey& dispute,
                                                                            const DisputeFacts& facts) const {
    TRY_ASSIGN(auto votes, read_stored(dispute, facts));
    const auto touched = touched_.find(dispute);
    if (touched == touched_.end()) return votes;
    if (!votes) return touched->second;
    for (const auto& [validator, vote] : touched->second.valid) votes->valid.insert_or_assign(validator, vote);
    for (const auto& [validator, vote] : touched->second.invalid) votes->invalid.insert_or_assign(validator, vote);
    return votes;
}

std::optional<CandidateVotes> DisputeCoordinator::load(const DisputeKey& dispute, const DisputeFacts& facts) const {
    auto votes = read(dispute, facts);
    return votes ? *std::move(votes) : std::nullopt;
}

Result<const Tallies::Entry*, std::string> DisputeCoordinator::find_tally(const DisputeKey& dispute,
                                                                          const DisputeSession& session,
                                                                          const DisputeFacts& facts) {
    if (const auto* known = tallies_.find(dispute)) return known;
    TRY_ASSIGN(const auto votes, read(dispute, facts));
    if (!votes) return nullptr;
    return &tallies_.put(dispute, {votes->receipt, Tally::of(*votes, session.validators.size())});
}

std::optional<CandidateVotes> DisputeCoordinator::votes_of(const DisputeKey& dispute, const DisputeFacts& facts) const {
    auto votes = read_stored(dispute, facts);
    return votes ? *std::move(votes) : std::nullopt;
}

std::set<ValidatorIndex> DisputeCoordinator::disabled(const CandidateReceipt& receipt, SessionIndex session,
                                                      size_t validators, const DisputeFacts& facts) const {
    return disabled_validators(facts.disabled_at(scheduling_parent(receipt)), lost_.of_session(session), validators);
}

// --- leaves ---

void DisputeCoordinator::on_leaf(DisputeLeaf leaf, const DisputeFacts& facts, uint64_t now_s, Effects& out) {
    const Context context{facts, now_s, out};
    touched_.clear();
    const bool is_first = !recent_block_;
    v3_seen_ |= leaf.enables_v3;
    if (is_first || leaf.number > recent_block_->first) recent_block_ = {leaf.number, leaf.hash};
    enter_session(leaf.session, out);

    for (const ScrapedBlock& block : leaf.blocks) {
        scraper_.note(block);
        for (const CandidateReceipt& receipt : block.included) participation_.prioritize(receipt.hash());
    }
    if (is_first) restore(context);
    for (ScrapedBlock& block : leaf.blocks) {
        if (!is_first && includes_given_up(block)) {
            out.push_back({DisputeEffect::Revert{{{block.number, block.hash}}}});
        }
        if (block.backers.empty() && block.disputes.empty()) continue;
        if (backlog_.size() >= kMaxBacklog) backlog_.pop_front();
        backlog_.push_back(std::move(block));
    }
    import_backlog(facts, now_s, out);
    retry_participations(context);
    start_participations(out);
}

/// Whether a candidate of the block is one for which blocks were given up: the reference does not ask again.
bool DisputeCoordinator::includes_given_up(const ScrapedBlock& block) const {
    return std::any_of(block.included.begin(), block.included.end(), [&](const CandidateReceipt& receipt) {
        const CandidateHash candidate = receipt.hash();
        for (SessionIndex age = 0; age < kWindow && age <= highest_session_; ++age) {
            const auto found = disputes_.find({highest_session_ - age, candidate});
            if (found != disputes_.end() && found->second.has_byzantine_against) return true;
        }
        return false;
    });
}

void DisputeCoordinator::enter_session(SessionIndex session, Effects& out) {
    if (session <= highest_session_) return;
    highest_session_ = session;
    const SessionIndex earliest = earliest_session();
    const DisputeKey first{earliest, {}};
    disputes_.erase(disputes_.begin(), disputes_.lower_bound(first));
    signing_.erase(signing_.begin(), signing_.lower_bound(first));
    retries_.erase(retries_.begin(), retries_.lower_bound(first));
    spam_.forget_before(earliest);
    lost_.forget_before(earliest);
    if (earliest == 0) return;
    out.push_back({DisputeEffect::RemoveRange{dispute_key({}), dispute_key(first)}});
    out.push_back({DisputeEffect::RemoveRange{votes_key({}), votes_key(first)}});
}

void DisputeCoordinator::import_backlog(const DisputeFacts& facts, uint64_t now_s, Effects& out) {
    touched_.clear();
    const Context context{facts, now_s, out};
    for (size_t i = 0; i < kBlocksAtOnce && !backlog_.empty(); ++i) {
        const ScrapedBlock block = std::move(backlog_.front());
        backlog_.pop_front();
        import_block(block, context);
    }
    start_participations(out);
}

void DisputeCoordinator::import_block(const ScrapedBlock& block, const Context& context) {
    std::vector<CheckedVote> votes;
    for (const auto& [receipt, backers] : block.backers) {
        const v9::DescriptorVersion version = v9::version_for_checking(receipt.descriptor, v3_seen_);
        const Hash256 parent = v9::scheduling_parent_of(receipt.descriptor, version);
        const SessionIndex session = v9::scheduling_session_of(receipt.descriptor, version).value_or(block.session);
        votes.clear();
        for (const auto& [validator, attestation] : backers) {
            ValidVoteKind kind{ValidVoteKind::BackingValid{parent}};
            if (attestation.is_implicit()) kind.v = ValidVoteKind::BackingSeconded{parent};
            votes.push_back({{DisputeVote::Valid{std::move(kind)}}, validator, attestation.signature()});
        }
        (void)import_votes({session, receipt.hash()}, &receipt, votes, context);
    }
    for (const DisputeVoteSet& set : block.disputes) {
        votes.clear();
        for (const auto& [vote, validator, signature] : set.statements) votes.push_back({vote, validator, signature});
        (void)import_votes({set.session, set.candidate_hash}, nullptr, votes, context);
    }
}

// --- after a restart ---

void DisputeCoordinator::restore(const Context& context) {
    // What others have lost first: it decides who is disabled.
    for (const auto& [key, dispute] : disputes_) {
        if (!dispute.status.is_concluded()) continue;
        if (const auto votes = load(key, context.facts)) lost_.add_losers(key.first, *votes, dispute.status.stage);
    }
    forget_disputes_of_losers(context);
    for (auto& [key, dispute] : disputes_) {
        if (dispute.has_byzantine_against) revert_blocks(key.second, context.out);
        if (!dispute.status.is_inactive(context.now_s)) restore_active(key, dispute, context);
    }
}

/// The node may have died after it had stored how a dispute ended, and before it forgot those of its losers
/// (`revisit_disputes_of`): nothing would end them, and this node would vote for no block above them.
void DisputeCoordinator::forget_disputes_of_losers(const Context& context) {
    for (auto at = disputes_.begin(); at != disputes_.end();) {
        const DisputeKey& key = at->first;
        const auto votes = at->second.status.is_confirmed() ? std::nullopt : load(key, context.facts);
        const bool is_of_losers = votes && !votes->invalid.empty() &&
                                  std::all_of(votes->invalid.begin(), votes->invalid.end(),
                                              [&](const auto& vote) { return lost_.contains(key.first, vote.first); });
        if (is_of_losers) context.out.push_back({DisputeEffect::Store{{{dispute_key(key), std::nullopt}}, false}});
        at = is_of_losers ? disputes_.erase(at) : std::next(at);
    }
}

void DisputeCoordinator::restore_active(const DisputeKey& key, Dispute& dispute, const Context& context) {
    const DisputeSession* session = context.facts.find_session(key.first);
    const auto votes = load(key, context.facts);
    if (session == nullptr || !votes) return;
    const auto disabled_ones = disabled(votes->receipt, key.first, session->validators.size(), context.facts);
    const VoteState state = assess(*votes, session->validators.size(), disabled_ones, context.now_s);
    if (!dispute.status.is_confirmed()) {
        for (const auto& [validator, vote] : votes->invalid) dispute.raisers.insert(validator);
    }
    const bool may_be_spam = is_spam(key.second, state);
    if (may_be_spam) {
        for (const auto& [validator, vote] : votes->invalid) spam_.add(key, validator);
    } else if (is_own_vote_missing(key, *votes, *session)) {
        participate(key, votes->receipt, context);
    }
    // Also where it may be spam, as far as this leaf knows: the candidate may be on another fork, or above this block.
    send_own_votes(key, *votes, *session, false, context);
}

// --- own votes ---

void DisputeCoordinator::vote(const CandidateReceipt& receipt, SessionIndex session, bool is_valid,
                              const DisputeFacts& facts, uint64_t now_s, Effects& out) {
    touched_.clear();
    const DisputeKey key{session, receipt.hash()};
    const DisputeSession* of_session = facts.find_session(session);
    if (of_session == nullptr || session < earliest_session() || !recent_block_) return;
    const auto known = find_tally(key, *of_session, facts);
    // A vote that is there already may be for the other side.
    if (!known) return note_retry(key, receipt);
    if (!is_own_vote_missing(key, *known == nullptr ? Tally(0) : (*known)->tally, *of_session)) return;
    const ValidatorIndex own = *of_session->own;
    if (take_own_approval(key, receipt, own, {facts, now_s, out})) return;
    signing_[key] = {receipt, own, is_valid};
    DisputeVote own_vote{DisputeVote::Invalid{InvalidDisputeStatementKind::Explicit}};
    if (is_valid) own_vote.v = DisputeVote::Valid{{ValidVoteKind::Explicit{}}};
    out.push_back({DisputeEffect::Sign{key, own, is_valid, *signing_payload(own_vote, key.second, session)}});
}

void DisputeCoordinator::on_signed(const DisputeKey& dispute, const std::optional<ValidatorSignature>& signature,
                                   const DisputeFacts& facts, uint64_t now_s, Effects& out) {
    touched_.clear();
    auto node = signing_.extract(dispute);
    if (node.empty() || !signature) return;
    const Signing& signing = node.mapped();
    // An own approval may have come in the meantime; a second vote would be a lie.
    const DisputeSession* session = facts.find_session(dispute.first);
    if (session == nullptr) return;
    const auto known = find_tally(dispute, *session, facts);
    if (!known) return note_retry(dispute, signing.receipt);
    if (*known != nullptr && (*known)->tally.has_voted(signing.validator)) return;
    const Context context{facts, now_s, out};
    if (take_own_approval(dispute, signing.receipt, signing.validator, context)) return;
    CheckedVote vote{{DisputeVote::Invalid{InvalidDisputeStatementKind::Explicit}}, signing.validator, *signature};
    if (signing.is_valid) vote.vote.v = DisputeVote::Valid{{ValidVoteKind::Explicit{}}};
    import_own(dispute, signing.receipt, vote, context);
}

void DisputeCoordinator::import_own(const DisputeKey& key, const CandidateReceipt& receipt, const CheckedVote& vote,
                                    const Context& context) {
    if (import_votes(key, &receipt, {&vote, 1}, context) != ImportVerdict::kImported) return;
    const auto votes = load(key, context.facts);
    if (!votes) return;
    send(key, *votes, vote, context);
    start_participations(context.out);
}

void DisputeCoordinator::send(const DisputeKey& key, const CandidateVotes& votes, const CheckedVote& vote,
                              const Context& context) const {
    const DisputeSession* session = context.facts.find_session(key.first);
    const size_t validators = session == nullptr ? 0 : session->validators.size();
    const auto disabled_ones = disabled(votes.receipt, key.first, validators, context.facts);
    if (auto request = make_dispute_request(votes, key.first, vote, disabled_ones)) {
        context.out.push_back({DisputeEffect::Send{std::move(*request)}});
    }
}

bool DisputeCoordinator::take_own_approval(const DisputeKey& key, const CandidateReceipt& receipt, ValidatorIndex own,
                                           const Context& context) {
    for (const ApprovalSignature& approval : context.facts.approvals_of(key.second)) {
        const auto vote = approval.validator == own ? vote_of(approval, key) : std::nullopt;
        if (!vote) continue;
        import_own(key, receipt, *vote, context);
        return true;
    }
    return false;
}

std::optional<bool> DisputeCoordinator::own_side(const DisputeKey& dispute, const DisputeFacts& facts) const {
    if (const auto signing = signing_.find(dispute); signing != signing_.end()) return signing->second.is_valid;
    const DisputeSession* session = facts.find_session(dispute.first);
    if (session == nullptr || !session->own) return std::nullopt;
    const ValidatorIndex own = *session->own;
    if (const Tallies::Entry* known = tallies_.peek(dispute)) {
        return known->tally.has_voted(own) ? std::optional(known->tally.is_for(own)) : std::nullopt;
    }
    const auto read = read_stored(dispute, facts);
    if (!read) return false;
    const std::optional<CandidateVotes>& votes = *read;
    if (!votes || !votes->has_voted(own)) return std::nullopt;
    return votes->valid.contains(own);
}

void DisputeCoordinator::send_own_votes(const DisputeKey& key, const CandidateVotes& votes,
                                        const DisputeSession& session, bool approvals_only,
                                        const Context& context) const {
    if (!session.own) return;
    std::vector<CheckedVote> own;
    if (const auto vote = votes.valid.find(*session.own); vote != votes.valid.end()) {
        const ValidVoteKind& kind = vote->second.first;
        const bool is_approval = !is_backing(kind) && !std::holds_alternative<ValidVoteKind::Explicit>(kind.v);
        if (is_approval || !approvals_only) {
            own.push_back({{DisputeVote::Valid{kind}}, *session.own, vote->second.second});
        }
    }
    if (const auto vote = votes.invalid.find(*session.own); vote != votes.invalid.end() && !approvals_only) {
        own.push_back({{DisputeVote::Invalid{vote->second.first}}, *session.own, vote->second.second});
    }
    for (const CheckedVote& vote : own) send(key, votes, vote, context);
}

// --- participation ---

void DisputeCoordinator::participate(const DisputeKey& key, const CandidateReceipt& receipt, const Context& context) {
    (void)participation_.add({key.second, receipt, key.first}, scraper_.is_included(key.second),
                             context.facts.number_of(scheduling_parent(receipt)));
}

void DisputeCoordinator::start_participations(Effects& out) {
    while (auto request = participation_.start_next()) {
        out.push_back({DisputeEffect::Participate{std::move(*request), recent_block_->second}});
    }
}

void DisputeCoordinator::on_participated(const DisputeKey& dispute, Outcome outcome, const DisputeFacts& facts,
                                         uint64_t now_s, Effects& out) {
    const auto request = participation_.finish(dispute);
    if (!request) return;
    if (outcome == Outcome::kValid || outcome == Outcome::kInvalid) {
        retries_.erase(dispute);
        vote(request->receipt, request->session, outcome == Outcome::kValid, facts, now_s, out);
    } else {
        note_retry(dispute, request->receipt);
    }
    start_participations(out);
}

void DisputeCoordinator::note_retry(const DisputeKey& key, const CandidateReceipt& receipt) {
    if (retries_.size() < kMaxRetried) retries_.try_emplace(key, Retry{receipt, 0});
}

void DisputeCoordinator::retry_participations(const Context& context) {
    for (auto at = retries_.begin(); at != retries_.end();) {
        auto& [key, retry] = *at;
        const DisputeSession* session = context.facts.find_session(key.first);
        const auto known = session == nullptr ? Result<const Tallies::Entry*, std::string>(nullptr)
                                              : find_tally(key, *session, context.facts);
        if (!known) {
            ++at;
            continue;
        }
        const bool is_over =
            *known == nullptr || find_status(key) == nullptr || !is_own_vote_missing(key, (*known)->tally, *session);
        if (is_over) {
            at = retries_.erase(at);
            continue;
        }
        if (retry.count < kMaxRetries && !participation_.is_running(key)) {
            ++retry.count;
            participate(key, retry.receipt, context);
        }
        ++at;
    }
}

// --- what others ask ---

size_t DisputeCoordinator::count_undisputed(std::span<const BlockCandidates> blocks) const {
    const auto is_disputed = [&](const BlockCandidates& block) {
        return std::any_of(block.included.begin(), block.included.end(), [&](const CandidateHash& candidate) {
            const DisputeStatus* status = find_status({block.session, candidate});
            return status != nullptr && status->may_be_invalid();
        });
    };
    return static_cast<size_t>(std::find_if(blocks.begin(), blocks.end(), is_disputed) - blocks.begin());
}

const DisputeStatus* DisputeCoordinator::find_status(const DisputeKey& dispute) const {
    const auto found = disputes_.find(dispute);
    return found == disputes_.end() ? nullptr : &found->second.status;
}

std::map<DisputeKey, DisputeStatus> DisputeCoordinator::recent() const {
    std::map<DisputeKey, DisputeStatus> out;
    for (const auto& [key, dispute] : disputes_) out.emplace_hint(out.end(), key, dispute.status);
    return out;
}

std::set<CandidateHash> DisputeCoordinator::active(uint64_t now_s) const {
    std::set<CandidateHash> out;
    for (const auto& [key, dispute] : disputes_) {
        if (!dispute.status.is_inactive(now_s)) out.insert(key.second);
    }
    return out;
}

}  // namespace serinus::parachain
