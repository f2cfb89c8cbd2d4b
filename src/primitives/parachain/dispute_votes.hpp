/// Votes in disputes as runtimes of today take them. They differ from those of 1.0.0 in one kind: approvals of several
/// candidates by one signature.
/// Observed: polkadot-primitives 26.0.0, v9
#pragma once

#include <algorithm>
#include <span>

#include "primitives/parachain/dispute.hpp"

namespace serinus::polkadot_primitives::v9 {

using v5::InvalidDisputeStatementKind;
using v5::SessionIndex;
using v5::ValidatorIndex;
using v5::ValidatorSignature;

/// The most candidates that one signature approves, whatever the runtime's parameter says.
inline constexpr uint32_t kMaxCoalescedApprovals = 16;

/// A vote that a candidate is valid, of any kind.
struct ValidVoteKind {
    struct Explicit {
        friend bool operator==(Explicit, Explicit) = default;
    };
    struct BackingSeconded {
        Hash256 scheduling_parent;
        friend bool operator==(const BackingSeconded&, const BackingSeconded&) = default;
    };
    struct BackingValid {
        Hash256 scheduling_parent;
        friend bool operator==(const BackingValid&, const BackingValid&) = default;
    };
    struct ApprovalChecking {
        friend bool operator==(ApprovalChecking, ApprovalChecking) = default;
    };
    /// One signature for several candidates, the disputed one among them.
    struct ApprovalCheckingMultipleCandidates {
        scale::BoundedVec<CandidateHash, kMaxCoalescedApprovals> candidates;
        friend bool operator==(const ApprovalCheckingMultipleCandidates&,
                               const ApprovalCheckingMultipleCandidates&) = default;
    };
    std::variant<Explicit, BackingSeconded, BackingValid, ApprovalChecking, ApprovalCheckingMultipleCandidates> v;
    friend bool operator==(const ValidVoteKind&, const ValidVoteKind&) = default;
};

struct DisputeVote {
    struct Valid {
        ValidVoteKind _0;
        friend bool operator==(const Valid&, const Valid&) = default;
    };
    struct Invalid {
        InvalidDisputeStatementKind _0;
        friend bool operator==(const Invalid&, const Invalid&) = default;
    };
    std::variant<Valid, Invalid> v;
    friend bool operator==(const DisputeVote&, const DisputeVote&) = default;
};

/// What an approval of these candidates signs. One alone is signed without a length in front, as approvals were before
/// one signature could stand for several.
inline Bytes approval_payload(std::span<const CandidateHash> candidates, SessionIndex session) {
    constexpr ByteArray<4> kApproval = {'A', 'P', 'P', 'R'};
    if (candidates.size() == 1) return scale::encode(std::tuple(kApproval, candidates[0], session));
    return scale::encode(std::tuple(kApproval, candidates, session));
}

/// What a vote signs. `nullopt`: an approval of several candidates that is not for this one.
inline std::optional<Bytes> signing_payload(const ValidVoteKind& kind, const CandidateHash& candidate,
                                            SessionIndex session) {
    using v5::CompactStatement;
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
inline std::optional<Bytes> signing_payload(const DisputeVote& vote, const CandidateHash& candidate,
                                            SessionIndex session) {
    if (const auto* valid = std::get_if<DisputeVote::Valid>(&vote.v)) {
        return signing_payload(valid->_0, candidate, session);
    }
    constexpr ByteArray<4> kDispute = {'D', 'I', 'S', 'P'};
    return scale::encode(std::tuple(kDispute, false, candidate, session));
}

struct DisputeVoteSet {
    CandidateHash candidate_hash;
    SessionIndex session{};
    std::vector<std::tuple<DisputeVote, ValidatorIndex, ValidatorSignature>> statements;
    friend bool operator==(const DisputeVoteSet&, const DisputeVoteSet&) = default;
};

/// What an author brings for parachains. `parent_header` tells that it is for this block.
struct InherentData {
    v5::UncheckedSignedAvailabilityBitfields bitfields;
    std::vector<v5::BackedCandidate> backed_candidates;
    std::vector<DisputeVoteSet> disputes;
    primitives::Header parent_header;
    friend bool operator==(const InherentData&, const InherentData&) = default;
};

/// The votes that a block has brought.
struct ScrapedOnChainVotes {
    SessionIndex session{};
    std::vector<v5::BackersOfCandidate> backing_validators_per_candidate;
    std::vector<DisputeVoteSet> disputes;
};

}  // namespace serinus::polkadot_primitives::v9
