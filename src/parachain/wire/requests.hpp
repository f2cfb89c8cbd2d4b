/// Requests among validators and collators, and their responses.
/// Observed: polkadot-node-network-protocol 36.0.0, request_response (v1, v2, v3); polkadot-node-primitives 28.0.0,
/// `UncheckedDisputeMessage`.
#pragma once

#include "parachain/wire/collation_messages.hpp"

namespace serinus::parachain {

// --- chunks: req_chunk/1, req_chunk/2 ---

struct ChunkRequest {
    CandidateHash candidate_hash;
    ValidatorIndex validator;  ///< the receiver; which chunk it has is for the mapping to say
    friend bool operator==(const ChunkRequest&, const ChunkRequest&) = default;
};

struct NoSuchData {
    friend bool operator==(NoSuchData, NoSuchData) = default;
};

/// `req_chunk/1`: the index of the chunk is that of the validator.
struct ChunkWithoutIndex {
    Bytes chunk;
    erasure::Branch proof;
    friend bool operator==(const ChunkWithoutIndex&, const ChunkWithoutIndex&) = default;
};
using ChunkResponseV1 = std::variant<ChunkWithoutIndex, NoSuchData>;
using ChunkResponseV2 = std::variant<ErasureChunk, NoSuchData>;

// --- proofs: req_pov/1, req_available_data/1 ---

struct PovRequest {
    CandidateHash candidate_hash;
    friend bool operator==(const PovRequest&, const PovRequest&) = default;
};
using PovResponse = std::variant<PoV, NoSuchData>;

struct AvailableDataRequest {
    CandidateHash candidate_hash;
    friend bool operator==(const AvailableDataRequest&, const AvailableDataRequest&) = default;
};
using AvailableDataResponse = std::variant<AvailableData, NoSuchData>;

// --- statements: req_attested_candidate/2 ---

struct AttestedCandidateRequest {
    CandidateHash candidate_hash;
    StatementFilter mask;  ///< of the group's size: the statements that are not wanted
    friend bool operator==(const AttestedCandidateRequest&, const AttestedCandidateRequest&) = default;
};
struct AttestedCandidateResponse {
    CommittedCandidateReceipt candidate_receipt;
    PersistedValidationData persisted_validation_data;
    std::vector<SignedStatement> statements;
    friend bool operator==(const AttestedCandidateResponse&, const AttestedCandidateResponse&) = default;
};

// --- collations: req_collation/1, /2, /3 ---

struct CollationRequestV1 {
    Hash256 scheduling_parent;
    ParaId para_id;
    friend bool operator==(const CollationRequestV1&, const CollationRequestV1&) = default;
};
struct CollationRequestV2 {
    Hash256 scheduling_parent;
    ParaId para_id;
    CandidateHash candidate_hash;
    friend bool operator==(const CollationRequestV2&, const CollationRequestV2&) = default;
};
struct CollationRequestV3 {
    Hash256 scheduling_parent;
    ParaId para_id;
    Hash256 output_head_data_hash;
    friend bool operator==(const CollationRequestV3&, const CollationRequestV3&) = default;
};

struct Collation {
    CandidateReceipt receipt;
    PoV pov;
    friend bool operator==(const Collation&, const Collation&) = default;
};
/// The parent's head is needed where several candidates of a para are under way.
struct CollationWithParentHead {
    CandidateReceipt receipt;
    PoV pov;
    HeadData parent_head_data;
    friend bool operator==(const CollationWithParentHead&, const CollationWithParentHead&) = default;
};
using CollationResponse = std::variant<Collation, CollationWithParentHead>;  ///< /1 and /2
using CollationResponseV3 = std::variant<CollationWithParentHead>;

// --- disputes: send_dispute/1 ---

struct InvalidDisputeVote {
    ValidatorIndex validator_index;
    ValidatorSignature signature;
    polkadot_primitives::v5::InvalidDisputeStatementKind kind{};
    friend bool operator==(const InvalidDisputeVote&, const InvalidDisputeVote&) = default;
};
struct ValidDisputeVote {
    ValidatorIndex validator_index;
    ValidatorSignature signature;
    ValidVoteKind kind;
    friend bool operator==(const ValidDisputeVote&, const ValidDisputeVote&) = default;
};
/// Two votes that contradict each other, which makes a dispute.
struct DisputeRequest {
    CandidateReceipt candidate_receipt;
    SessionIndex session_index{};
    InvalidDisputeVote invalid_vote;
    ValidDisputeVote valid_vote;
    friend bool operator==(const DisputeRequest&, const DisputeRequest&) = default;
};
enum class DisputeResponse : uint8_t { Confirmed };

}  // namespace serinus::parachain
