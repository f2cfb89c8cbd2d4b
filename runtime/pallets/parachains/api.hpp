/// What the nodes of validators and collators ask of the relay chain, in version 13 or 16 of the API. `R` has System,
/// AuthorityDiscovery, Historical, MessageQueue, and of the parachains' pallets Configuration, ParasShared,
/// ParaInclusion, ParaInherent, ParaScheduler, Paras, Dmp, Hrmp, ParaSessionInfo, ParasDisputes, ParasSlashing. It has
/// version 16 if `R::kHasReceiptsV3`, which is what ParasShared's configuration says too.
///
/// Observed: polkadot-runtime-parachains 21.0.1, runtime_api_impl; version 16: 27.0.0
#pragma once

#include "primitives/parachain/backing_constraints.hpp"
#include "runtime/pallets/parachains/disputes/dispute_slashes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/pallets/parachains/versioned_types.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::polkadot_primitives::vstaging {

/// What happened to a candidate in a block.
struct CandidateEvent {
    struct CandidateBacked {
        CandidateReceiptV2 _0;
        HeadData _1;
        CoreIndex _2;
        v5::GroupIndex _3;
    };
    struct CandidateIncluded {
        CandidateReceiptV2 _0;
        HeadData _1;
        CoreIndex _2;
        v5::GroupIndex _3;
    };
    struct CandidateTimedOut {
        CandidateReceiptV2 _0;
        HeadData _1;
        CoreIndex _2;
    };
    using Params = sdk::List<sdk::Param<"H", Hash256>>;
    std::variant<CandidateBacked, CandidateIncluded, CandidateTimedOut> v;
};

struct OccupiedCore {
    using Params = sdk::List<sdk::Param<"H", Hash256>, sdk::Param<"N", BlockNumber>>;
    std::optional<v5::ScheduledCore> next_up_on_available;
    BlockNumber occupied_since{};
    BlockNumber time_out_at{};
    std::optional<v5::ScheduledCore> next_up_on_time_out;
    v5::Bits availability;  ///< which validators have their chunk
    v5::GroupIndex group_responsible;
    CandidateHash candidate_hash;
    CandidateDescriptorV2 candidate_descriptor;
};

/// What nodes are told of a core.
struct CoreState {
    using Params = sdk::List<sdk::Param<"H", Hash256>, sdk::Param<"N", BlockNumber>>;
    struct Occupied {
        OccupiedCore _0;
    };
    struct Scheduled {
        v5::ScheduledCore _0;
    };
    struct Free {};
    std::variant<Occupied, Scheduled, Free> v;
};

namespace async_backing {

/// A candidate that waits for its availability.
struct CandidatePendingAvailability {
    using Params = sdk::List<sdk::Param<"H", Hash256>, sdk::Param<"N", BlockNumber>>;
    CandidateHash candidate_hash;
    CandidateDescriptorV2 descriptor;
    CandidateCommitments commitments;
    BlockNumber relay_parent_number{};
    uint32_t max_pov_size{};
};

/// What the next candidate of a para may do, without the size of its head.
struct ConstraintsOfVersion11 {
    using Params = sdk::List<sdk::Param<"N", BlockNumber>>;
    BlockNumber min_relay_parent_number{};
    uint32_t max_pov_size{};
    uint32_t max_code_size{};
    uint32_t ump_remaining{};
    uint32_t ump_remaining_bytes{};
    uint32_t max_ump_num_per_candidate{};
    std::vector<BlockNumber> dmp_remaining_messages;
    v9::async_backing::InboundHrmpLimitations hrmp_inbound;
    std::vector<std::pair<ParaId, v9::async_backing::OutboundHrmpChannelLimitations>> hrmp_channels_out;
    uint32_t max_hrmp_num_per_candidate{};
    HeadData required_parent;
    ValidationCodeHash validation_code_hash;
    std::optional<v5::UpgradeRestriction> upgrade_restriction;
    std::optional<std::pair<BlockNumber, ValidationCodeHash>> future_validation_code;
};

struct BackingState {
    using Params = sdk::List<sdk::Param<"H", Hash256>, sdk::Param<"N", BlockNumber>>;
    ConstraintsOfVersion11 constraints;
    std::vector<CandidatePendingAvailability> pending_availability;  ///< in the order of the chain
};

}  // namespace async_backing
}  // namespace serinus::polkadot_primitives::vstaging

namespace serinus::sdk {

template <>
struct ParamsOf<polkadot_primitives::v9::async_backing::Constraints> {
    using type = ParamN;
};
template <>
struct ParamsOf<polkadot_primitives::v9::async_backing::InboundHrmpLimitations> {
    using type = ParamN;
};

}  // namespace serinus::sdk

namespace serinus::polkadot_primitives::v9::async_backing {

/// What the next candidate of a para may do, and which ones wait. Until version 13 without the size of heads.
struct BackingState {
    using Params = sdk::List<sdk::Param<"H", Hash256>, sdk::Param<"N", sdk::BlockNumber>>;
    Constraints constraints;
    std::vector<vstaging::async_backing::CandidatePendingAvailability> pending_availability;  ///< in the chain's order
};

}  // namespace serinus::polkadot_primitives::v9::async_backing

namespace serinus::polkadot_runtime_parachains::api {

using namespace sdk;
using configuration::ApprovalVotingParams;
using configuration::AsyncBackingParams;
using configuration::ExecutorParams;
using configuration::NodeFeatures;
using configuration::SessionIndex;
using polkadot_core_primitives::InboundDownwardMessage;
using polkadot_core_primitives::InboundHrmpMessage;
using polkadot_primitives::CandidateHash;
using polkadot_primitives::ParaId;
using polkadot_primitives::ValidationCode;
using polkadot_primitives::ValidationCodeHash;
using polkadot_primitives::v5::CandidateCommitments;
using polkadot_primitives::v5::DisputeState;
using polkadot_primitives::v5::GroupRotationInfo;
using polkadot_primitives::v5::OccupiedCoreAssumption;
using polkadot_primitives::v5::PersistedValidationData;
using polkadot_primitives::v5::PvfCheckStatement;
using polkadot_primitives::v5::SessionInfo;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;
using polkadot_primitives::v5::ValidatorSignature;
using polkadot_primitives::v5::slashing::OpaqueKeyOwnershipProof;
using polkadot_primitives::v9::ClaimQueue;
using polkadot_primitives::v9::async_backing::Constraints;
using vstaging::CandidateEvent;
using vstaging::CommittedCandidateReceiptV2;
using vstaging::CoreState;
using vstaging::ScrapedOnChainVotes;

/// What nodes ask about the parachains of this relay chain. Version 16 goes with receipts of version 3; where they are
/// understood an answer may differ from that of version 13.
template <class R>
struct ParachainHost {
    static constexpr bool kHasReceiptsV3 = requires { requires R::kHasReceiptsV3; };
    static constexpr uint32_t kVersion = kHasReceiptsV3 ? 16 : 13;
    using DisputeProof = std::conditional_t<kHasReceiptsV3, polkadot_primitives::vstaging::DisputeProof,
                                            polkadot_primitives::v5::slashing::DisputeProof>;
    using PendingSlashes = polkadot_primitives::v5::slashing::PendingSlashes;
    using PendingSlashesV2 = polkadot_primitives::vstaging::PendingSlashes;
    using BackingState = std::conditional_t<kHasReceiptsV3, polkadot_primitives::v9::async_backing::BackingState,
                                            vstaging::async_backing::BackingState>;
    static constexpr ByteArray<8> kId = {0xaf, 0x2c, 0x02, 0x97, 0xa2, 0x3e, 0x6d, 0x3d};

    /// The validators of parachains.
    struct validators {
        std::vector<ValidatorId> operator()() const;
    };
    /// Their groups, and when these change cores, as the next block sees it.
    struct validator_groups {
        std::pair<std::vector<std::vector<ValidatorIndex>>, GroupRotationInfo> operator()() const;
    };
    /// The session of the next block.
    struct session_index_for_child {
        SessionIndex operator()() const;
    };
    /// The messages of the relay chain that wait for a para.
    struct dmq_contents {
        ParaId recipient;
        std::vector<InboundDownwardMessage<BlockNumber>> operator()() const;
    };
    /// The messages of other paras that wait for a para.
    struct inbound_hrmp_channels_contents {
        ParaId recipient;
        std::map<ParaId, std::vector<InboundHrmpMessage<BlockNumber>>> operator()() const;
    };
    /// Code by its hash.
    struct validation_code_by_hash {
        ValidationCodeHash hash;
        std::optional<ValidationCode> operator()() const;
    };
    /// What is kept of a session.
    struct session_info {
        SessionIndex index{};
        std::optional<SessionInfo> operator()() const;
    };
    /// Puts a vote on code into the pool of the node that calls.
    struct submit_pvf_check_statement {
        PvfCheckStatement stmt;
        ValidatorSignature signature;
        void operator()() const;
    };
    /// Code that is voted on.
    struct pvfs_require_precheck {
        std::vector<ValidationCodeHash> operator()() const;
    };
    /// All disputes that are kept.
    struct disputes {
        std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> operator()() const;
    };
    /// The proof that a key is a validator's of the current session.
    struct key_ownership_proof {
        ValidatorId validator_id;
        std::optional<OpaqueKeyOwnershipProof> operator()() const;
    };
    /// All cores, as the next block sees them: one for each group.
    struct availability_cores {
        std::vector<CoreState> operator()() const;
    };
    /// What a candidate on this block would be given. None: there is no such para, or candidates wait that were assumed
    /// not to.
    struct persisted_validation_data {
        ParaId para_id;
        OccupiedCoreAssumption assumption{};
        std::optional<PersistedValidationData> operator()() const;
    };
    /// The same with the hash of the code, with or without all candidates that wait: as the expected hash says.
    struct assumed_validation_data {
        ParaId para_id;
        Hash256 expected_persisted_validation_data_hash;
        std::optional<std::pair<PersistedValidationData, ValidationCodeHash>> operator()() const;
    };
    /// Whether a candidate on this block may have these commitments.
    struct check_validation_outputs {
        ParaId para_id;
        CandidateCommitments outputs;
        bool operator()() const;
    };
    /// The code of a para.
    struct validation_code {
        ParaId para_id;
        OccupiedCoreAssumption assumption{};
        std::optional<ValidationCode> operator()() const;
    };
    /// The first candidate of a para that waits for its availability.
    struct candidate_pending_availability {
        ParaId para_id;
        std::optional<CommittedCandidateReceiptV2> operator()() const;
    };
    /// What happened to candidates in this block.
    struct candidate_events {
        std::vector<CandidateEvent> operator()() const;
    };
    /// The votes that this block has brought.
    struct on_chain_votes {
        std::optional<ScrapedOnChainVotes> operator()() const;
    };
    /// The hash of a para's code.
    struct validation_code_hash {
        ParaId para_id;
        OccupiedCoreAssumption assumption{};
        std::optional<ValidationCodeHash> operator()() const;
    };
    /// The parameters of the machine that executes candidates of a session.
    struct session_executor_params {
        SessionIndex session_index{};
        std::optional<ExecutorParams> operator()() const;
    };
    /// The losers of disputes who are still to be reported, but those who have approved what is invalid.
    struct unapplied_slashes {
        std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> operator()() const;
    };
    /// Puts a report on a loser into the pool of the node that calls; nothing if the pool does not take it.
    struct submit_report_dispute_lost {
        DisputeProof dispute_proof;
        OpaqueKeyOwnershipProof key_ownership_proof;
        std::optional<Unit> operator()() const;
    };
    /// How many of a group must back a candidate.
    struct minimum_backing_votes {
        uint32_t operator()() const { return R::Configuration::config().minimum_backing_votes; }
    };
    /// What the next candidate of a para may do, and which ones wait.
    struct para_backing_state {
        ParaId _0;
        std::optional<BackingState> operator()() const;
    };
    /// For nodes that do not derive them from the claim queue.
    struct async_backing_params {
        AsyncBackingParams operator()() const { return R::Configuration::config().async_backing_params; }
    };
    /// The validators that may do nothing for the rest of the session.
    struct disabled_validators {
        std::vector<ValidatorIndex> operator()() const { return R::ParasShared::disabled_validators(); }
    };
    /// The features of nodes that are switched on.
    struct node_features {
        NodeFeatures operator()() const { return R::Configuration::config().node_features; }
    };
    /// How candidates are checked for approval.
    struct approval_voting_params {
        ApprovalVotingParams operator()() const { return R::Configuration::config().approval_voting_params; }
    };
    /// The paras that may use each core, the next one first.
    struct claim_queue {
        ClaimQueue operator()() const;
    };
    /// The candidates of a para that wait for their availability, in the order of the chain.
    struct candidates_pending_availability {
        ParaId para_id;
        std::vector<CommittedCandidateReceiptV2> operator()() const;
    };
    /// How large code may be unpacked, in bytes.
    struct validation_code_bomb_limit {
        uint32_t operator()() const;
    };
    /// What the next candidate of a para may do. None: it has no head, or no code.
    struct backing_constraints {
        ParaId para_id;
        std::optional<Constraints> operator()() const;
    };
    /// How many claims of a core are known ahead.
    struct scheduling_lookahead {
        uint32_t operator()() const { return R::Configuration::config().scheduler_params.lookahead; }
    };
    // Version 16.

    /// All paras that have a head, in the order of their keys in storage.
    struct para_ids {
        std::vector<ParaId> operator()() const;
    };
    /// The losers of disputes who are still to be reported.
    struct unapplied_slashes_v2 {
        std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashesV2>> operator()() const;
    };
    /// How many sessions old the block may be on whose state a candidate builds.
    struct max_relay_parent_session_age {
        uint32_t operator()() const { return R::ParasShared::kMaxRelayParentSessionAge.value_or(0); }
    };
    /// An ancestor of this block on whose state candidates may build, of this session. This block is none yet.
    struct ancestor_relay_parent_info {
        SessionIndex session_index{};
        Hash256 relay_parent;
        std::optional<shared::RelayParent> operator()() const;
    };
    template <class... More>
    using MethodsWith =
        List<validators, validator_groups, availability_cores, persisted_validation_data, assumed_validation_data,
             check_validation_outputs, session_index_for_child, validation_code, candidate_pending_availability,
             candidate_events, dmq_contents, inbound_hrmp_channels_contents, validation_code_by_hash, on_chain_votes,
             session_info, submit_pvf_check_statement, pvfs_require_precheck, validation_code_hash, disputes,
             session_executor_params, unapplied_slashes, key_ownership_proof, submit_report_dispute_lost,
             minimum_backing_votes, para_backing_state, async_backing_params, disabled_validators, node_features,
             approval_voting_params, claim_queue, candidates_pending_availability, validation_code_bomb_limit,
             backing_constraints, scheduling_lookahead, More...>;
    using Methods = std::conditional_t<
        kHasReceiptsV3,
        MethodsWith<para_ids, unapplied_slashes_v2, max_relay_parent_session_age, ancestor_relay_parent_info>,
        MethodsWith<>>;
};

}  // namespace serinus::polkadot_runtime_parachains::api
