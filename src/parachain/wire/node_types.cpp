#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

std::vector<size_t> ones_of(const Bits& bits) {
    std::vector<size_t> out;
    for (size_t i = 0; i < bits.size(); ++i) {
        if (bits[i]) out.push_back(i);
    }
    return out;
}

Bits bits_of(const std::vector<size_t>& indices) {
    Bits out(indices.empty() ? 0 : *std::max_element(indices.begin(), indices.end()) + 1);
    for (const size_t index : indices) out.set(index, true);
    return out;
}

Bytes approval_payload(std::span<const CandidateHash> candidates, SessionIndex session) {
    // One candidate is signed without a length in front, as approvals were before they were coalesced.
    constexpr ByteArray<4> kApproval = {'A', 'P', 'P', 'R'};
    if (candidates.size() == 1) return scale::encode(std::tuple(kApproval, candidates[0], session));
    return scale::encode(std::tuple(kApproval, candidates, session));
}

std::optional<Bytes> signing_payload(const ValidVoteKind& kind, const CandidateHash& candidate, SessionIndex session) {
    if (std::holds_alternative<ValidVoteKind::Explicit>(kind.v)) {
        constexpr ByteArray<4> kDispute = {'D', 'I', 'S', 'P'};
        return scale::encode(std::tuple(kDispute, true, candidate, session));
    }
    if (const auto* seconded = std::get_if<ValidVoteKind::BackingSeconded>(&kind.v)) {
        return CompactStatement{CompactStatement::Seconded{candidate}}.signing_payload(
            {session, seconded->scheduling_parent});
    }
    if (const auto* valid = std::get_if<ValidVoteKind::BackingValid>(&kind.v)) {
        return CompactStatement{CompactStatement::Valid{candidate}}.signing_payload(
            {session, valid->scheduling_parent});
    }
    if (const auto* several = std::get_if<ValidVoteKind::ApprovalCheckingMultipleCandidates>(&kind.v)) {
        const auto& hashes = several->candidates.inner();
        if (std::find(hashes.begin(), hashes.end(), candidate) == hashes.end()) return std::nullopt;
        return approval_payload(hashes, session);
    }
    return approval_payload({&candidate, 1}, session);
}

}  // namespace serinus::parachain
