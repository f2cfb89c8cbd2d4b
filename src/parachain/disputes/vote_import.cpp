// The import of votes: what `DisputeCoordinator` does with those on one candidate.
#include "parachain/disputes/coordinator.hpp"
#include "parachain/disputes/stored_disputes.hpp"

namespace serinus::parachain {

namespace {

using Stage = DisputeStatus::Stage;

}  // namespace

bool DisputeCoordinator::Change::is_freshly_concluded() const noexcept {
    return is_freshly(Stage::kConcludedFor) || is_freshly(Stage::kConcludedAgainst);
}

bool DisputeCoordinator::Change::has_fresh_status() const noexcept {
    return is_freshly_disputed() || (!before.is_confirmed() && after.is_confirmed()) || is_freshly_concluded() ||
           (!before.has_byzantine_against && after.has_byzantine_against);
}

ImportVerdict DisputeCoordinator::import(const CandidateReceipt& receipt, SessionIndex session,
                                         std::span<const CheckedVote> votes, const DisputeFacts& facts, uint64_t now_s,
                                         Effects& out) {
    touched_.clear();
    if (!recent_block_) return ImportVerdict::kNotReady;
    const ImportVerdict verdict = import_votes({session, receipt.hash()}, &receipt, votes, {facts, now_s, out});
    start_participations(out);
    return verdict;
}

ImportVerdict DisputeCoordinator::import_votes(const DisputeKey& key, const CandidateReceipt* receipt,
                                               std::span<const CheckedVote> votes, const Context& context) {
    if (key.first < earliest_session()) return ImportVerdict::kAncientSession;
    const DisputeSession* session = context.facts.find_session(key.first);
    if (session == nullptr) return ImportVerdict::kUnknownSession;
    const size_t validators = session->validators.size();
    const auto found = find_tally(key, *session, context.facts);
    if (!found) return ImportVerdict::kUnreadable;
    const Tallies::Entry* known = *found;
    const auto other = known == nullptr && receipt == nullptr ? find_receipt(key.second, context.facts) : std::nullopt;
    if (other) receipt = &*other;
    if (known == nullptr && receipt == nullptr) return ImportVerdict::kUnknownCandidate;
    const CandidateReceipt candidate = known == nullptr ? *receipt : known->receipt;
    const auto disabled_ones = disabled(candidate, key.first, validators, context.facts);

    Change change{.key = key,
                  .session = *session,
                  .disabled = disabled_ones,
                  .is_first = known == nullptr,
                  .tally = known == nullptr ? Tally(validators) : known->tally,
                  .before = {},
                  .after = {},
                  .added = {candidate, {}, {}}};
    change.before = assess(change.tally, validators, disabled_ones, context.now_s);
    add_votes(change, votes);
    change.after = assess(change.tally, validators, disabled_ones, context.now_s);
    // Approvals are no votes until there is a dispute, and come in until it ends.
    if (change.is_freshly_disputed() || change.is_freshly_concluded()) add_approvals(change, context);

    const bool may_be_spam = is_spam(key.second, change.after);
    if (!may_be_spam) {
        spam_.clear(key);
    } else if (!take_spam_slots(change)) {
        return ImportVerdict::kSpam;
    }
    store(change, context.out);
    if (change.after.is_disputed() && !may_be_spam && is_own_vote_missing(key, change.tally, *session)) {
        participate(key, candidate, context);
    }
    if (change.is_freshly_disputed()) {
        context.out.push_back({DisputeEffect::Began{key}});
        const bool has_voted = session->own && change.tally.has_voted(*session->own);
        const auto known_votes = has_voted ? load(key, context.facts) : std::nullopt;
        if (known_votes) send_own_votes(key, *known_votes, *session, true, context);
    }
    if (!change.before.has_byzantine_against && change.after.has_byzantine_against) {
        revert_blocks(key.second, context.out);
    }
    if (change.after.status && change.after.status->is_concluded()) conclude(change, context);
    return ImportVerdict::kImported;
}

/// Votes of a block come without the receipt, and once: those of a dispute under another session than the candidate's
/// would be missing for ever. The reference leaves them out.
std::optional<CandidateReceipt> DisputeCoordinator::find_receipt(const CandidateHash& candidate,
                                                                 const DisputeFacts& facts) const {
    for (SessionIndex session = earliest_session(); session <= highest_session_; ++session) {
        if (const auto votes = load({session, candidate}, facts)) return votes->receipt;
    }
    return std::nullopt;
}

void DisputeCoordinator::add_votes(Change& change, std::span<const CheckedVote> votes) {
    for (const CheckedVote& vote : votes) {
        if (vote.validator._0 >= change.session.validators.size()) continue;
        if (!change.tally.add(vote)) continue;
        if (const auto* in_favour = std::get_if<DisputeVote::Valid>(&vote.vote.v)) {
            change.added.valid.insert_or_assign(vote.validator, std::pair(in_favour->_0, vote.signature));
        } else {
            change.added.add(vote);
        }
    }
}

void DisputeCoordinator::add_approvals(Change& change, const Context& context) {
    std::vector<CheckedVote> votes;
    for (const ApprovalSignature& approval : context.facts.approvals_of(change.key.second)) {
        if (auto vote = vote_of(approval, change.key)) votes.push_back(std::move(*vote));
    }
    add_votes(change, votes);
    change.after = assess(change.tally, change.session.validators.size(), change.disabled, context.now_s);
}

bool DisputeCoordinator::is_spam(const CandidateHash& candidate, const VoteState& state) const {
    if (state.is_confirmed()) return false;
    if (state.are_all_raisers_disabled) return true;
    return state.is_disputed() && !scraper_.is_included(candidate) && !scraper_.is_backed(candidate);
}

bool DisputeCoordinator::take_spam_slots(const Change& change) {
    if (change.added.invalid.empty()) return true;
    bool has_slot = false;
    for (const auto& [validator, vote] : change.added.invalid) has_slot |= spam_.add(change.key, validator);
    return has_slot;
}

void DisputeCoordinator::store(const Change& change, Effects& out) {
    DisputeEffect::Store store;
    if (change.has_new_votes()) {
        tallies_.put(change.key, {change.added.receipt, change.tally});
        CandidateVotes& touched =
            touched_.try_emplace(change.key, CandidateVotes{change.added.receipt, {}, {}}).first->second;
        for (const auto& [validator, vote] : change.added.valid) touched.valid.insert_or_assign(validator, vote);
        for (const auto& [validator, vote] : change.added.invalid) touched.invalid.insert_or_assign(validator, vote);
        store.changes = store_votes(change.key, change.added, change.is_first);
        const std::optional<ValidatorIndex>& own = change.session.own;
        store.is_own_vote = own && (change.added.valid.contains(*own) || change.added.invalid.contains(*own));
    }
    if (update_dispute(change)) {
        const Dispute& dispute = disputes_.at(change.key);
        const StoredDispute record{dispute.status, dispute.has_byzantine_against};
        store.changes.emplace_back(dispute_key(change.key), scale::encode(record));
    }
    if (!store.changes.empty()) out.push_back({std::move(store)});
}

bool DisputeCoordinator::update_dispute(const Change& change) {
    if (!change.after.status) return false;
    if (!change.has_fresh_status()) {
        const auto known = disputes_.find(change.key);
        if (known == disputes_.end() || known->second.status.is_confirmed()) return false;
        for (const auto& [validator, vote] : change.added.invalid) known->second.raisers.insert(validator);
        return false;
    }
    const auto [entry, is_new] = disputes_.try_emplace(change.key);
    Dispute& dispute = entry->second;
    const bool is_same = !is_new && dispute.status.stage == change.after.status->stage;
    if (!is_same) dispute.status = *change.after.status;
    dispute.has_byzantine_against |= change.after.has_byzantine_against;
    dispute.raisers.clear();
    if (dispute.status.is_confirmed()) return true;
    for (const ValidatorIndex validator : change.tally.against()) dispute.raisers.insert(validator);
    return true;
}

void DisputeCoordinator::conclude(const Change& change, const Context& context) {
    const Stage stage = change.after.status->stage;
    if (!change.is_freshly_concluded()) {
        // A validator that votes after the end has lost as well. The reference does not ask before it starts again.
        if (!change.has_new_votes()) return;
        return revisit_disputes_of(lost_.add_losers(change.key.first, change.added, stage), change.key.first, context);
    }
    const bool is_valid = stage == Stage::kConcludedFor;
    const bool is_own_lost = change.session.own && (is_valid ? change.tally.is_against(*change.session.own)
                                                             : change.tally.is_for(*change.session.own));
    context.out.push_back({DisputeEffect::Concluded{change.key, is_valid, is_own_lost}});
    const auto votes = load(change.key, context.facts);
    if (!votes) return;
    revisit_disputes_of(lost_.add_losers(change.key.first, *votes, stage), change.key.first, context);
}

/// Disputes of few that only losers have begun are at rest until others join them. Of those that others have begun too
/// the own vote goes out again, with a vote that makes a dispute to those who know the losers; the reference does not,
/// and a node that has a dispute which no other one sees votes for no block above it.
void DisputeCoordinator::revisit_disputes_of(const std::set<ValidatorIndex>& losers, SessionIndex session,
                                             const Context& context) {
    if (losers.empty()) return;
    const DisputeSession* of_session = context.facts.find_session(session);
    for (auto at = disputes_.lower_bound({session, {}}); at != disputes_.end() && at->first.first == session;) {
        const auto& [key, dispute] = *at;
        const auto has_lost = [&](ValidatorIndex validator) { return lost_.contains(session, validator); };
        const auto is_fresh = [&](ValidatorIndex validator) { return losers.contains(validator); };
        const bool is_concerned =
            !dispute.status.is_confirmed() && std::any_of(dispute.raisers.begin(), dispute.raisers.end(), is_fresh);
        if (!is_concerned) {
            ++at;
        } else if (std::all_of(dispute.raisers.begin(), dispute.raisers.end(), has_lost)) {
            context.out.push_back({DisputeEffect::Store{{{dispute_key(key), std::nullopt}}, false}});
            at = disputes_.erase(at);
        } else {
            const auto votes = load(key, context.facts);
            if (votes && of_session != nullptr) send_own_votes(key, *votes, *of_session, false, context);
            ++at;
        }
    }
}

void DisputeCoordinator::revert_blocks(const CandidateHash& candidate, Effects& out) {
    auto blocks = scraper_.blocks_including(candidate);
    if (!blocks.empty()) out.push_back({DisputeEffect::Revert{std::move(blocks)}});
}

}  // namespace serinus::parachain
