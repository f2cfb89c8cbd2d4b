#include "parachain/backing/statement_table.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::ValidityAttestation;

bool StatementTable::is_member(ValidatorIndex validator, CoreIndex core) const {
    const auto group = groups_.find(core);
    return group != groups_.end() &&
           std::find(group->second.begin(), group->second.end(), validator) != group->second.end();
}

StatementTable::Imported StatementTable::import(CoreIndex core, const SignedStatement& statement,
                                                const CommittedCandidateReceipt* seconded) {
    const ValidatorIndex signer = statement.validator_index;
    const CandidateHash& hash = statement.payload.candidate_hash();
    const bool is_seconded = statement.payload.is_seconded();
    if (is_seconded && !is_member(signer, core)) return {std::nullopt, Misbehavior::kUnauthorized};
    auto found = candidates_.find(hash);
    if (found == candidates_.end()) {
        if (!is_seconded || seconded == nullptr || candidates_.size() >= kMaxCandidates) return {};
        found = candidates_.emplace(hash, Candidate{core, *seconded, {}}).first;
    }
    Candidate& candidate = found->second;
    if (!is_member(signer, candidate.core)) return {std::nullopt, Misbehavior::kUnauthorized};
    const Vote vote{is_seconded, statement.signature};
    const auto [before, is_new] = candidate.votes.try_emplace(signer, vote);
    if (is_new) return {candidate.core, std::nullopt};
    if (before->second == vote) return {};
    return {std::nullopt,
            before->second.is_seconded == is_seconded ? Misbehavior::kSignedTwice : Misbehavior::kSecondedAndValid};
}

const CommittedCandidateReceipt* StatementTable::find(const CandidateHash& candidate) const {
    const auto found = candidates_.find(candidate);
    return found == candidates_.end() ? nullptr : &found->second.receipt;
}

size_t StatementTable::count_votes(const CandidateHash& candidate) const {
    const auto found = candidates_.find(candidate);
    return found == candidates_.end() ? 0 : found->second.votes.size();
}

std::optional<BackedCandidate> StatementTable::find_backed(const CandidateHash& candidate,
                                                           uint32_t minimum_votes) const {
    const auto found = candidates_.find(candidate);
    if (found == candidates_.end()) return std::nullopt;
    const auto& [core, receipt, votes] = found->second;
    const std::vector<ValidatorIndex>& group = groups_.at(core);
    if (votes.size() < polkadot_primitives::v5::effective_minimum_backing_votes(group.size(), minimum_votes)) {
        return std::nullopt;
    }
    std::map<ValidatorIndex, ValidityAttestation> attestations;
    for (const auto& [validator, vote] : votes) {
        if (vote.is_seconded) {
            attestations[validator].v = ValidityAttestation::Implicit{vote.signature};
        } else {
            attestations[validator].v = ValidityAttestation::Explicit{vote.signature};
        }
    }
    return make_backed(receipt, core, group, attestations);
}

BackedCandidate make_backed(const CommittedCandidateReceipt& receipt, CoreIndex core,
                            const std::vector<ValidatorIndex>& group,
                            const std::map<ValidatorIndex, ValidityAttestation>& votes) {
    BackedCandidate out{receipt, {}, Bits(group.size())};
    for (size_t member = 0; member < group.size(); ++member) {
        const auto vote = votes.find(group[member]);
        if (vote == votes.end()) continue;
        out.validator_indices.set(member, true);
        out.validity_votes.push_back(vote->second);
    }
    for (unsigned bit = 0; bit < 8; ++bit) out.validator_indices.push_back((core._0 >> bit & 1) != 0);
    return out;
}

}  // namespace serinus::parachain
