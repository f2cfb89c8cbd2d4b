/// The API ParachainHost, versions 5 to 16: what validators and collators read of the relay chain.
/// Observed: polkadot-primitives 26.0.0, runtime_api.rs; which answers hold for a session: cache.rs of
/// polkadot-node-core-runtime-api 36.0.0
///
/// Descriptors of candidates have the same 292 bytes in all versions of receipts: v5::CandidateDescriptor holds those
/// of all.
#pragma once

#include "runtime_api/call.hpp"
#include "runtime_api/parachain_host/types.hpp"

namespace serinus::runtime_api::parachain_host {

/// The session of the block's children: that of calls which are answered for a session.
inline constexpr Call<SessionIndex()> kSessionIndexForChild{
    "ParachainHost_session_index_for_child", {}, Reuse::kAtBlock};

// Validators and cores, as the next block sees them.
inline constexpr Call<std::vector<v5::ValidatorId>()> kValidators{"ParachainHost_validators", {}, Reuse::kAtBlock};
using ValidatorGroups = std::pair<std::vector<std::vector<v5::ValidatorIndex>>, v5::GroupRotationInfo>;
inline constexpr Call<ValidatorGroups()> kValidatorGroups{"ParachainHost_validator_groups", {}, Reuse::kAtBlock};
inline constexpr Call<std::vector<v5::CoreState>()> kAvailabilityCores{
    "ParachainHost_availability_cores", {}, Reuse::kAtBlock};
/// The paras that have a core, in the order of its next blocks.
using ClaimQueue = std::map<v5::CoreIndex, std::vector<ParaId>>;
inline constexpr Call<ClaimQueue()> kClaimQueue{"ParachainHost_claim_queue", {.first = 11}, Reuse::kAtBlock};
inline constexpr Call<std::vector<v5::ValidatorIndex>()> kDisabledValidators{
    "ParachainHost_disabled_validators", {.first = 8}, Reuse::kAtBlock};

// What a candidate is given, and may do. nullopt: there is no such para, or a candidate waits that was assumed not to.
inline constexpr Call<std::optional<v5::PersistedValidationData>(ParaId, v5::OccupiedCoreAssumption)>
    kPersistedValidationData{"ParachainHost_persisted_validation_data", {}, Reuse::kAtBlock};
/// With or without the candidate that waits: as the hash of the data says.
inline constexpr Call<std::optional<std::pair<v5::PersistedValidationData, ValidationCodeHash>>(ParaId, Hash256)>
    kAssumedValidationData{"ParachainHost_assumed_validation_data", {}, Reuse::kAtBlock};
inline constexpr Call<bool(ParaId, v5::CandidateCommitments)> kCheckValidationOutputs{
    "ParachainHost_check_validation_outputs", {}, Reuse::kAtBlock};
inline constexpr Call<std::optional<Constraints>(ParaId)> kBackingConstraints{
    "ParachainHost_backing_constraints", {.first = 13}, Reuse::kAtBlock};
/// Constraints and the candidates that wait. Its constraints got a field without another version of the API: encoded.
inline constexpr Call<std::optional<Encoded>(ParaId)> kParaBackingState{
    "ParachainHost_para_backing_state", {.first = 7}, Reuse::kAtBlock};
inline constexpr Call<polkadot_primitives::vstaging::AsyncBackingParams()> kAsyncBackingParams{
    "ParachainHost_async_backing_params", {.first = 7}, Reuse::kAtBlock};

// Candidates on chain.
inline constexpr Call<std::optional<v5::CommittedCandidateReceipt>(ParaId)> kCandidatePendingAvailability{
    "ParachainHost_candidate_pending_availability", {}, Reuse::kAtBlock};
inline constexpr Call<std::vector<v5::CommittedCandidateReceipt>(ParaId)> kCandidatesPendingAvailability{
    "ParachainHost_candidates_pending_availability", {.first = 11}, Reuse::kAtBlock};
inline constexpr Call<std::vector<CandidateEvent>()> kCandidateEvents{
    "ParachainHost_candidate_events", {}, Reuse::kAtBlock};
inline constexpr Call<std::optional<polkadot_primitives::v9::ScrapedOnChainVotes>()> kOnChainVotes{
    "ParachainHost_on_chain_votes", {}, Reuse::kAtBlock};

// Code of paras.
inline constexpr Call<std::optional<ValidationCode>(ParaId, v5::OccupiedCoreAssumption)> kValidationCode{
    "ParachainHost_validation_code", {}, Reuse::kAtBlock};
inline constexpr Call<std::optional<ValidationCodeHash>(ParaId, v5::OccupiedCoreAssumption)> kValidationCodeHash{
    "ParachainHost_validation_code_hash", {}, Reuse::kAtBlock};
inline constexpr Call<std::optional<ValidationCode>(ValidationCodeHash)> kValidationCodeByHash{
    "ParachainHost_validation_code_by_hash", {}, Reuse::kForArguments};
inline constexpr Call<std::vector<ValidationCodeHash>()> kPvfsRequirePrecheck{
    "ParachainHost_pvfs_require_precheck", {}, Reuse::kAtBlock};
/// Submits the vote as a transaction of this node: CallContext::offchain.
inline constexpr Call<void(v5::PvfCheckStatement, v5::ValidatorSignature)> kSubmitPvfCheckStatement{
    "ParachainHost_submit_pvf_check_statement"};

// Messages that wait for a para.
inline constexpr Call<std::vector<InboundMessage>(ParaId)> kDmqContents{
    "ParachainHost_dmq_contents", {}, Reuse::kAtBlock};
inline constexpr Call<std::map<ParaId, std::vector<InboundMessage>>(ParaId)> kInboundHrmpChannelsContents{
    "ParachainHost_inbound_hrmp_channels_contents", {}, Reuse::kAtBlock};

// Disputes.
inline constexpr Call<std::vector<std::tuple<SessionIndex, CandidateHash, v5::DisputeState>>()> kDisputes{
    "ParachainHost_disputes", {}, Reuse::kAtBlock};
inline constexpr Call<std::vector<SlashesOfDispute>()> kUnappliedSlashes{
    "ParachainHost_unapplied_slashes", {}, Reuse::kAtBlock};
inline constexpr Call<std::vector<SlashesOfDispute>()> kUnappliedSlashesV2{
    "ParachainHost_unapplied_slashes_v2", {.first = 15}, Reuse::kAtBlock};
/// An opaque proof that the key was a validator of the session of the block.
inline constexpr Call<std::optional<Bytes>(v5::ValidatorId)> kKeyOwnershipProof{
    "ParachainHost_key_ownership_proof", {}, Reuse::kAtBlock};
/// Submits the report as a transaction of this node; nullopt: the runtime makes none.
inline constexpr Call<std::optional<scale::Unit>(DisputeProof, Bytes)> kSubmitReportDisputeLost{
    "ParachainHost_submit_report_dispute_lost"};

// Sessions, of this one and past ones by their index. nullopt: not known in this state.
inline constexpr Call<std::optional<v5::SessionInfo>(SessionIndex)> kSessionInfo{
    "ParachainHost_session_info", {}, Reuse::kForArguments};
/// `Params` is pvf::ExecutorParams.
template <class Params>
inline constexpr Call<std::optional<Params>(SessionIndex)> kSessionExecutorParams{
    "ParachainHost_session_executor_params", {}, Reuse::kForArguments};

// The configuration of the session of the block's children.
inline constexpr Call<uint32_t()> kMinimumBackingVotes{
    "ParachainHost_minimum_backing_votes", {.first = 6}, Reuse::kInSession};
/// Bits by NodeFeature; others may follow.
inline constexpr Call<v5::Bits()> kNodeFeatures{"ParachainHost_node_features", {.first = 9}, Reuse::kInSession};
inline constexpr Call<ApprovalVotingParams()> kApprovalVotingParams{
    "ParachainHost_approval_voting_params", {.first = 10}, Reuse::kInSession};
/// How many bytes code may have when it is decompressed.
inline constexpr Call<uint32_t()> kValidationCodeBombLimit{
    "ParachainHost_validation_code_bomb_limit", {.first = 12}, Reuse::kInSession};
inline constexpr Call<uint32_t()> kSchedulingLookahead{
    "ParachainHost_scheduling_lookahead", {.first = 13}, Reuse::kInSession};
inline constexpr Call<std::vector<ParaId>()> kParaIds{"ParachainHost_para_ids", {.first = 14}, Reuse::kInSession};
inline constexpr Call<uint32_t()> kMaxRelayParentSessionAge{
    "ParachainHost_max_relay_parent_session_age", {.first = 16}, Reuse::kInSession};
/// Of an ancestor of the block in the session; never of the block itself.
inline constexpr Call<std::optional<RelayParentInfo>(SessionIndex, Hash256)> kAncestorRelayParentInfo{
    "ParachainHost_ancestor_relay_parent_info", {.first = 16}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::parachain_host
