#include "parachain/statements/statement_store.hpp"

namespace serinus::parachain {

StatementStore::Inserted StatementStore::insert(const Groups& groups, const SignedStatement& statement, bool is_own) {
    if (!groups.place_of(statement.validator_index)) return Inserted::kNotInGroup;
    const auto [entry, is_new] = statements_.try_emplace(id_of(statement), Stored{statement, is_own});
    if (!is_new) {
        entry->second.is_known_by_backing = entry->second.is_known_by_backing || is_own;
        return Inserted::kKnown;
    }
    if (statement.payload.is_seconded()) ++seconded_counts_[statement.validator_index];
    return Inserted::kNew;
}

StatementFilter StatementStore::filter_of(const Groups& groups, GroupIndex group,
                                          const CandidateHash& candidate) const {
    const auto* members = groups.find(group);
    if (members == nullptr) return {};
    StatementFilter out = StatementFilter::blank(members->size());
    for (size_t i = 0; i < members->size(); ++i) {
        if (statements_.contains(seconds((*members)[i], candidate))) out.seconded.set(i, true);
        if (statements_.contains(votes_valid((*members)[i], candidate))) out.valid.set(i, true);
    }
    return out;
}

std::vector<SignedStatement> StatementStore::select(const Groups& groups, GroupIndex group,
                                                    const CandidateHash& candidate,
                                                    const StatementFilter& wanted) const {
    std::vector<SignedStatement> out;
    const auto* members = groups.find(group);
    if (members == nullptr || !wanted.has_size(members->size())) return out;
    for (const bool is_seconded : {true, false}) {
        for (size_t i = 0; i < members->size(); ++i) {
            if (!wanted.contains(i, is_seconded)) continue;
            if (const auto* found = find({!is_seconded, (*members)[i], candidate})) out.push_back(*found);
        }
    }
    return out;
}

const SignedStatement* StatementStore::find(const StatementId& statement) const {
    const auto found = statements_.find(statement);
    return found == statements_.end() ? nullptr : &found->second.statement;
}

std::vector<SignedStatement> StatementStore::fresh_for_backing(const std::vector<ValidatorIndex>& validators,
                                                               const CandidateHash& candidate) const {
    std::vector<SignedStatement> out;
    for (const bool is_valid_vote : {false, true}) {
        for (const ValidatorIndex validator : validators) {
            const auto found = statements_.find({is_valid_vote, validator, candidate});
            if (found == statements_.end() || found->second.is_known_by_backing) continue;
            out.push_back(found->second.statement);
        }
    }
    return out;
}

void StatementStore::note_known_by_backing(const StatementId& statement) {
    if (const auto found = statements_.find(statement); found != statements_.end()) {
        found->second.is_known_by_backing = true;
    }
}

size_t StatementStore::seconded_count(ValidatorIndex validator) const {
    const auto found = seconded_counts_.find(validator);
    return found == seconded_counts_.end() ? 0 : found->second;
}

}  // namespace serinus::parachain
