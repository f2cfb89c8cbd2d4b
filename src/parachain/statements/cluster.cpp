#include "parachain/statements/cluster.hpp"

namespace serinus::parachain {

ClusterTracker::ClusterTracker(std::vector<ValidatorIndex> members, size_t seconding_limit)
    : members_(std::move(members)), seconding_limit_(seconding_limit) {
    SERINUS_ASSERT(!members_.empty());
}

bool ClusterTracker::is_member(ValidatorIndex validator) const noexcept {
    return std::find(members_.begin(), members_.end(), validator) != members_.end();
}

const ClusterTracker::Knowledge* ClusterTracker::find(ValidatorIndex member) const {
    const auto found = knowledge_.find(member);
    return found == knowledge_.end() ? nullptr : &found->second;
}

bool ClusterTracker::is_known_to(ValidatorIndex member, const StatementId& statement) const {
    const Knowledge* known = find(member);
    return known != nullptr && (known->from_it.contains(statement) || known->to_it.contains(statement));
}

bool ClusterTracker::is_within_limit(ValidatorIndex originator, const CandidateHash& candidate) const {
    const Knowledge* known = find(originator);
    if (known == nullptr) return seconding_limit_ > 0;
    return known->seconded.size() - (known->seconded.contains(candidate) ? 1 : 0) < seconding_limit_;
}

ClusterTracker::Incoming ClusterTracker::check_incoming(ValidatorIndex sender, const StatementId& statement) const {
    if (!is_member(sender) || !is_member(statement.originator)) return Incoming::kNotInGroup;
    const Knowledge* of_sender = find(sender);
    if (of_sender != nullptr && of_sender->from_it.contains(statement)) return Incoming::kDuplicate;
    if (statement.is_valid_vote) {
        return knows_candidate(sender, statement.candidate) ? Incoming::kAccepted : Incoming::kCandidateUnknown;
    }
    size_t brought = 0;
    if (of_sender != nullptr) {
        for (const StatementId& one : of_sender->from_it) {
            if (!one.is_valid_vote && one.originator == statement.originator) ++brought;
        }
    }
    if (brought >= seconding_limit_) return Incoming::kTooManySeconded;
    return is_within_limit(statement.originator, statement.candidate) ? Incoming::kAccepted
                                                                      : Incoming::kExcessButAccepted;
}

void ClusterTracker::make_pending(ValidatorIndex member, const StatementId& statement) {
    if (!is_known_to(member, statement)) pending_[member].insert(statement);
}

void ClusterTracker::note_received(ValidatorIndex sender, const StatementId& statement) {
    for (const ValidatorIndex member : members_) {
        if (member == sender) {
            pending_[member].erase(statement);
        } else {
            make_pending(member, statement);
        }
    }
    Knowledge& of_sender = knowledge_[sender];
    of_sender.from_it.insert(statement);
    if (statement.is_valid_vote) return;
    of_sender.candidates_from_it.insert(statement.candidate);
    if (is_within_limit(statement.originator, statement.candidate)) {
        knowledge_[statement.originator].seconded.insert(statement.candidate);
    }
}

void ClusterTracker::note_issued(const StatementId& statement) {
    for (const ValidatorIndex member : members_) make_pending(member, statement);
}

ClusterTracker::Outgoing ClusterTracker::check_outgoing(ValidatorIndex target, const StatementId& statement) const {
    if (!is_member(target) || !is_member(statement.originator)) return Outgoing::kNotInGroup;
    if (is_known_to(target, statement)) return Outgoing::kKnown;
    if (statement.is_valid_vote) {
        return knows_candidate(target, statement.candidate) ? Outgoing::kAllowed : Outgoing::kCandidateUnknown;
    }
    return is_within_limit(statement.originator, statement.candidate) ? Outgoing::kAllowed : Outgoing::kTooManySeconded;
}

void ClusterTracker::note_sent(ValidatorIndex target, const StatementId& statement) {
    Knowledge& of_target = knowledge_[target];
    of_target.to_it.insert(statement);
    if (!statement.is_valid_vote) {
        of_target.candidates_to_it.insert(statement.candidate);
        knowledge_[statement.originator].seconded.insert(statement.candidate);
    }
    pending_[target].erase(statement);
}

bool ClusterTracker::knows_candidate(ValidatorIndex member, const CandidateHash& candidate) const {
    const Knowledge* known = find(member);
    return known != nullptr && (known->candidates_to_it.contains(candidate) ||
                                known->candidates_from_it.contains(candidate) || known->seconded.contains(candidate));
}

bool ClusterTracker::may_request(ValidatorIndex member, const CandidateHash& candidate) const {
    const Knowledge* known = find(member);
    return is_member(member) && known != nullptr && known->candidates_to_it.contains(candidate) &&
           !known->candidates_from_it.contains(candidate);
}

bool ClusterTracker::was_told(ValidatorIndex member, const CandidateHash& candidate) const {
    const Knowledge* known = find(member);
    return is_member(member) && known != nullptr && known->candidates_to_it.contains(candidate);
}

std::vector<StatementId> ClusterTracker::pending_for(ValidatorIndex member) const {
    const auto found = pending_.find(member);
    if (found == pending_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

}  // namespace serinus::parachain
