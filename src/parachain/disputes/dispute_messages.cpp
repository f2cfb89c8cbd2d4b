#include "parachain/disputes/dispute_messages.hpp"

namespace serinus::parachain {
namespace {

/// Precondition: there is one.
template <class Votes>
auto opposite_of(const Votes& votes, const std::set<ValidatorIndex>& disabled) {
    const auto found =
        std::find_if(votes.begin(), votes.end(), [&](const auto& vote) { return !disabled.contains(vote.first); });
    return found == votes.end() ? votes.begin() : found;
}

/// Of all that the verdict on the signature depends on.
Hash256 hash_of_vote(const CheckedVote& vote, const crypto::sr25519::PublicKey& key, const CandidateHash& candidate,
                     SessionIndex session) {
    return hashing::blake2b_256(scale::encode(std::tuple(session, candidate, key.bytes, vote.vote, vote.signature)));
}

}  // namespace

void GoodVotes::add(const Hash256& vote) {
    if (newer_.size() >= kKept) older_ = std::exchange(newer_, {});
    newer_.insert(vote);
}

DisputeSession DisputeSession::of(const polkadot_primitives::v5::SessionInfo& session, uint32_t max_coalesced) {
    DisputeSession out;
    out.validators.reserve(session.validators.size());
    for (const auto& validator : session.validators._0) out.validators.push_back({validator._0._0});
    out.discovery_keys.reserve(session.discovery_keys.size());
    for (const auto& key : session.discovery_keys) out.discovery_keys.push_back(key._0._0);
    out.max_coalesced = max_coalesced;
    return out;
}

std::optional<CheckedVote> vote_of(const ApprovalSignature& approval, const DisputeKey& dispute) {
    const auto& candidates = approval.candidates;
    if (approval.session != dispute.first) return std::nullopt;
    if (std::find(candidates.begin(), candidates.end(), dispute.second) == candidates.end()) return std::nullopt;
    ValidVoteKind kind{ValidVoteKind::ApprovalChecking{}};
    if (candidates.size() > 1) {
        auto several = decltype(ValidVoteKind::ApprovalCheckingMultipleCandidates::candidates)::from(candidates);
        if (!several) return std::nullopt;
        kind.v = ValidVoteKind::ApprovalCheckingMultipleCandidates{std::move(*several)};
    }
    return CheckedVote{{DisputeVote::Valid{std::move(kind)}}, approval.validator, approval.signature};
}

std::optional<DisputeRequest> make_dispute_request(const CandidateVotes& votes, SessionIndex session,
                                                   const CheckedVote& vote, const std::set<ValidatorIndex>& disabled) {
    if (votes.valid.empty() && !vote.is_valid()) return std::nullopt;
    if (votes.invalid.empty() && vote.is_valid()) return std::nullopt;
    DisputeRequest out{votes.receipt, session, {}, {}};
    if (vote.is_valid()) {
        const auto& [validator, opposite] = *opposite_of(votes.invalid, disabled);
        out.invalid_vote = {validator, opposite.second, opposite.first};
        out.valid_vote = {vote.validator, vote.signature, std::get<DisputeVote::Valid>(vote.vote.v)._0};
    } else {
        const auto& [validator, opposite] = *opposite_of(votes.valid, disabled);
        out.valid_vote = {validator, opposite.second, opposite.first};
        out.invalid_vote = {vote.validator, vote.signature, std::get<DisputeVote::Invalid>(vote.vote.v)._0};
    }
    return out;
}

Result<std::array<CheckedVote, 2>, DisputeRequestFault> check_dispute_request(const DisputeRequest& request,
                                                                              const DisputeSession& session,
                                                                              GoodVotes& good) {
    using Several = ValidVoteKind::ApprovalCheckingMultipleCandidates;
    if (const auto* several = std::get_if<Several>(&request.valid_vote.kind.v);
        several != nullptr && several->candidates.size() > session.max_coalesced) {
        return DisputeRequestFault::kTooManyCoalesced;
    }
    const CandidateHash candidate = request.candidate_receipt.hash();
    std::array<CheckedVote, 2> out{
        CheckedVote{{DisputeVote::Valid{request.valid_vote.kind}},
                    request.valid_vote.validator_index,
                    request.valid_vote.signature},
        CheckedVote{{DisputeVote::Invalid{request.invalid_vote.kind}},
                    request.invalid_vote.validator_index,
                    request.invalid_vote.signature},
    };
    for (const CheckedVote& vote : out) {
        if (vote.validator._0 >= session.validators.size()) return DisputeRequestFault::kBadSignature;
        const crypto::sr25519::PublicKey& key = session.validators[vote.validator._0];
        const Hash256 hash = hash_of_vote(vote, key, candidate, request.session_index);
        if (good.contains(hash)) continue;
        if (!is_signed_by(vote, key, candidate, request.session_index)) {
            return DisputeRequestFault::kBadSignature;
        }
        good.add(hash);
    }
    return out;
}

}  // namespace serinus::parachain
