/// What an author brings into a block for parachains, as runtimes of today take it.
/// Observed: polkadot-primitives 26.0.0, v9. It differs from that of 1.0.0 in one kind of dispute statements: approvals
/// of several candidates by one signature.
#pragma once

#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::BackedCandidate;
using polkadot_primitives::v5::InvalidDisputeStatementKind;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfields;

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

struct DisputeVoteSet {
    CandidateHash candidate_hash;
    SessionIndex session{};
    std::vector<std::tuple<DisputeVote, ValidatorIndex, ValidatorSignature>> statements;
    friend bool operator==(const DisputeVoteSet&, const DisputeVoteSet&) = default;
};

struct ParachainsInherentData {
    UncheckedSignedAvailabilityBitfields bitfields;
    std::vector<BackedCandidate> backed_candidates;
    std::vector<DisputeVoteSet> disputes;
    primitives::Header parent_header;
    friend bool operator==(const ParachainsInherentData&, const ParachainsInherentData&) = default;
};

}  // namespace serinus::parachain
