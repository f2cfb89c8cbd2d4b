/// What statement distribution finds of a peer's messages, requests and responses, and what each finding costs.
/// Observed: polkadot-statement-distribution 36.0.0, v2/mod.rs.
#pragma once

#include "parachain/wire/reputation.hpp"

namespace serinus::parachain {

enum class StatementVerdict : uint8_t {
    kValidStatementFirst,
    kValidStatement,
    kValidResponse,

    kStatementOutOfView,   ///< the scheduling parent is none of this node's
    kNotValidator,         ///< this node takes no part in the session
    kNoSuchValidator,      ///< the signer is in no group
    kInvalidSender,        ///< neither of the own group nor a neighbour that told of the candidate
    kBadAdvertisement,     ///< the signer's group is not the candidate's
    kClusterRejected,      ///< a duplicate, or a vote on a candidate that the sender did not tell of
    kNotInGroup,           ///< not of the own group
    kExcessiveSeconded,    ///< more candidates than a validator may second
    kDisabledValidator,    ///< the signer is disabled
    kManifestOutOfView,    ///< the scheduling parent is none of this node's
    kManifestDisallowed,   ///< not from a link of that direction
    kManifestFromUnknown,  ///< the sender is no validator on a link of the group
    kUnknownAcknowledged,  ///< an acknowledgement of a candidate that this node does not know

    kManifestConflicting,
    kManifestInsufficient,
    kManifestMalformed,
    kBadSignature,
    kUndecodableResponse,
    kInvalidResponse,
    kUnrequestedStatement,  ///< in a response: masked, twice, or foreign
    kWrongClaim,            ///< what the peer said of a candidate is not true
    kInvalidSignals,
    kInvalidSession,
    kWrongRequestMask,   ///< not of the group's size
    kUnexpectedRequest,  ///< of a candidate that the peer was not told of
};

constexpr Reputation reputation_of(StatementVerdict verdict) noexcept {
    if (verdict == StatementVerdict::kValidStatementFirst) return Reputation::kBenefitMajorFirst;
    if (verdict <= StatementVerdict::kValidResponse) return Reputation::kBenefitMajor;
    return verdict <= StatementVerdict::kUnknownAcknowledged ? Reputation::kCostMinor : Reputation::kCostMajor;
}

}  // namespace serinus::parachain
