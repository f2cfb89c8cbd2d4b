/// Slashes after disputes, as they wait on chain and as they are reported.
/// Source: polkadot_primitives 1.0.0, v5::slashing (polkadot-sdk v1.1.0)
#pragma once

#include "codec/map.hpp"
#include "runtime/pallets/parachains/types.hpp"

namespace serinus::polkadot_primitives::v5::slashing {

/// Which side lost.
enum class SlashingOffenceKind : uint8_t {
    ForInvalid,    ///< backed an invalid candidate
    AgainstValid,  ///< disputed a valid one
};

/// Names a dispute among offences.
struct DisputesTimeSlot {
    SessionIndex session_index{};  ///< of the candidate
    CandidateHash candidate_hash;
    friend bool operator==(const DisputesTimeSlot&, const DisputesTimeSlot&) = default;
};

/// Whom a report is about.
struct DisputeProof {
    DisputesTimeSlot time_slot;
    SlashingOffenceKind kind{};
    ValidatorIndex validator_index;
    ValidatorId validator_id;
    friend bool operator==(const DisputeProof&, const DisputeProof&) = default;
};

/// The losers of a dispute of a past session who were not reported yet.
struct PendingSlashes {
    std::map<ValidatorIndex, ValidatorId> keys;
    SlashingOffenceKind kind{};
    friend bool operator==(const PendingSlashes&, const PendingSlashes&) = default;
};

/// A proof that a key was a validator's, as APIs have it.
struct OpaqueKeyOwnershipProof {
    Bytes _0;
};

}  // namespace serinus::polkadot_primitives::v5::slashing

namespace serinus::polkadot_primitives::vstaging {

using v5::ValidatorId;
using v5::ValidatorIndex;

/// Who lost a dispute.
enum class DisputeOffenceKind : uint8_t {
    ForInvalidBacked,    ///< backed an invalid candidate
    AgainstValid,        ///< disputed a valid one
    ForInvalidApproved,  ///< approved an invalid one
};

struct DisputeProof {
    v5::slashing::DisputesTimeSlot time_slot;
    DisputeOffenceKind kind{};
    ValidatorIndex validator_index;
    ValidatorId validator_id;
    friend bool operator==(const DisputeProof&, const DisputeProof&) = default;
};

struct PendingSlashes {
    std::map<ValidatorIndex, ValidatorId> keys;
    DisputeOffenceKind kind{};
    friend bool operator==(const PendingSlashes&, const PendingSlashes&) = default;
};

}  // namespace serinus::polkadot_primitives::vstaging
