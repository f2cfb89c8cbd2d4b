#include "parachain/disputes/votes.hpp"

#include "parachain/disputes/tally.hpp"

namespace serinus::parachain {

bool is_backing(const ValidVoteKind& kind) noexcept {
    return std::holds_alternative<ValidVoteKind::BackingSeconded>(kind.v) ||
           std::holds_alternative<ValidVoteKind::BackingValid>(kind.v);
}

bool is_signed_by(const CheckedVote& vote, const crypto::sr25519::PublicKey& key, const CandidateHash& candidate,
                  SessionIndex session) {
    const std::optional<Bytes> payload = signing_payload(vote.vote, candidate, session);
    return payload && crypto::sr25519::verify({vote.signature._0._0}, *payload, key);
}

bool CandidateVotes::add(const CheckedVote& vote) {
    if (const auto* against = std::get_if<DisputeVote::Invalid>(&vote.vote.v)) {
        return invalid.try_emplace(vote.validator, against->_0, vote.signature).second;
    }
    const ValidVoteKind& kind = std::get<DisputeVote::Valid>(vote.vote.v)._0;
    const auto [entry, is_new] = valid.try_emplace(vote.validator, kind, vote.signature);
    if (is_new) return true;
    if (!is_backing(kind) || is_backing(entry->second.first)) return false;
    entry->second = {kind, vote.signature};
    return true;
}

size_t CandidateVotes::voter_count() const noexcept {
    size_t count = valid.size();
    for (const auto& [validator, vote] : invalid) count += valid.contains(validator) ? 0 : 1;
    return count;
}

VoteState assess(const CandidateVotes& votes, size_t validators, const std::set<ValidatorIndex>& disabled,
                 uint64_t now_s) {
    return assess(Tally::of(votes, validators), validators, disabled, now_s);
}

}  // namespace serinus::parachain
